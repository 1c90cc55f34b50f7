import Core
import HTML
import Pages
import Presentation
import ServiceKit

/// Events that could not be applied, by their keys, with what can be done.
struct ParkedEventList: Sendable {
    let part: ComposeOperations.Part<ParkedEventResource>
    let visit: Visit
    let mayChange: Bool

    private var say: Presenter { visit.say }

    var body: HTML {
        let gaps: [HTML] = part.gaps.map { .gap($0, say) }
        let next = part.next.map { cursor in
            (
                say(.later),
                PercentText.target(OperationPages.parkedPath, [("service", visit.query("service")), ("cursor", cursor)])
            )
        }
        return "\(gaps)\(chips)\(list)\(HTML.pager(earlier: nil, later: next, label: say(.pages)))"
    }

    private var chips: HTML {
        let current = visit.query("service")
        return .chips(
            ComposeOperations.services.map { name in
                .chip(
                    say(ServiceNames.phrase(name)),
                    path: PercentText.target(OperationPages.parkedPath, [("service", current == name ? nil : name)]),
                    current: current == name)
            })
    }

    private var list: HTML {
        guard !part.items.isEmpty else { return .panel(.empty(say(.noParked), say(.noParkedText))) }
        let columns =
            [
                Table.Column(say(.eventKind)), Table.Column(say(.reason)), Table.Column(say(.nextTry), onPhone: false),
                Table.Column(say(.when), number: true, onPhone: false),
            ] + (mayChange ? [Table.Column(say(.action))] : [])
        return .panel(Table(say(.parkedEvents), columns, part.items.map(row)).html)
    }

    private func row(_ event: ParkedEventResource) -> Table.Row {
        let waits = event.attempts == 0
        let reason: HTML = waits ? "<span class=\"muted\">\(say(.waitsBehind))</span>" : "\(event.reason)"
        let next: HTML =
            waits ? "—" : "\(visit.moment(event.nextAttemptAt))<br><span class=\"muted small\">\(tries(event))</span>"
        return Table.Row(
            [
                """
                <b>\(say(ServiceNames.phrase(event.service)))</b> <code>\(event.type.isEmpty ? event.topic : event.type)</code><br>\
                <span class="muted small">\(event.key)</span>
                """, reason, next, visit.moment(event.parkedAt),
            ] + (mayChange ? [actions(event, waits)] : []))
    }

    private func tries(_ event: ParkedEventResource) -> String { say(.triedTimes, Int(event.attempts)) }

    private func actions(_ event: ParkedEventResource, _ waits: Bool) -> HTML {
        let retry: HTML = waits ? "" : .button(say(.jobRetry), icon: .refresh, name: "action", value: "retry")
        return """
            <form method="post" action="\(OperationPages.parkedPath)/\(event.service)/\(String(event.id))">\(visit.formToken)\
            <div class="chips">\(retry)\(HTML.button(say(.skip), .quiet, icon: .x, name: "action", value: "skip"))</div></form>
            """
    }
}
