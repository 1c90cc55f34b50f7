import Core
import HTML
import JSON
import Pages
import Presentation
import ServiceKit

/// One job: where it stands, why its runs failed, what can be done.
struct JobCard: Sendable {
    let job: JobResource
    let visit: Visit
    let mayChange: Bool

    private var say: Presenter { visit.say }

    var title: String { say(JobWords.title(job.kind)) }
    var state: HTML { .tag(say(JobWords.state(job.state)), JobWords.tone(job.state)) }

    var body: HTML {
        .two(.stack([failures] + (payload.map { [$0] } ?? [])), .stack((mayChange ? [actions] : []) + [facts]))
    }

    private var facts: HTML {
        var facts = [
            Fact(say(.service), "\(say(ServiceNames.phrase(job.service)))"),
            Fact(say(.jobKind), "<code>\(job.kind)</code>"), Fact(say(.number), "<code>\(job.id.description)</code>"),
            Fact(say(.queuedAt), visit.moment(job.createdAt)),
        ]
        if job.finishedAt == nil { facts.append(Fact(say(.dueAt), visit.moment(job.runAt))) }
        if let finished = job.finishedAt { facts.append(Fact(say(.endedAt), visit.moment(finished))) }
        facts.append(Fact(say(.attempts), "\(say.number(Int(job.attempt)))"))
        if job.crashes > 0 { facts.append(Fact(say(.crashes), "\(say.number(Int(job.crashes)))")) }
        if let worker = job.worker { facts.append(Fact(say(.worker), "<code>\(worker)</code>")) }
        return .card(say(.facts), .facts(facts))
    }

    private var failures: HTML {
        let reason: HTML? = job.reason.map { .note("\($0)", .bad) }
        guard let errors = job.errors, !errors.isEmpty else {
            return .card(say(.failedRuns), "\(reason)<p class=\"muted\">\(say(.noFailedRuns))</p>")
        }
        let rows = errors.reversed().map { error in
            Table.Row([
                "\(say.number(Int(error.attempt)))", visit.moment(error.failedAt), "<span class=\"small\">\(error.reason)</span>",
            ])
        }
        let columns = [
            Table.Column(say(.attempts), number: true), Table.Column(say(.when)), Table.Column(say(.reason)),
        ]
        let above: HTML? = reason.map { "<div class=\"in\">\($0)</div>" }
        return .card(say(.failedRuns), flush: true, "\(above)\(Table(say(.failedRuns), columns, rows).html)")
    }

    private var payload: HTML? {
        job.payload.map { .card(say(.jobPayload), .code(String(decoding: $0.json(), as: UTF8.self), label: say(.jobPayload))) }
    }

    private var actions: HTML {
        var buttons: [HTML] = []
        switch job.state {
        case "scheduled": buttons = [button("retry", .jobRetry, .main, .refresh), button("cancel", .jobCancel, .quiet, .x)]
        case "ready", "running": buttons = [button("cancel", .jobCancel, .quiet, .x)]
        case "dead": buttons = [button("redrive", .jobRedrive, .main, .refresh), button("cancel", .jobGiveUp, .quiet, .x)]
        case "cancelled": buttons = [button("redrive", .jobRedrive, .main, .refresh)]
        default: break
        }
        guard !buttons.isEmpty else { return .card(say(.whatToDo), "<p class=\"muted\">\(say(.nothingToDo))</p>") }
        return .card(
            say(.whatToDo),
            """
            <form class="stack" method="post" action="\(OperationPages.jobsPath)/\(job.service)/\(job.id.description)">\(visit.formToken)\
            <p class="muted small">\(say(.jobActionHint))</p><div class="chips">\(buttons)</div></form>
            """)
    }

    private func button(_ action: String, _ title: Phrase, _ weight: HTML.Weight, _ icon: Icon) -> HTML {
        .button(say(title), weight, icon: icon, name: "action", value: action)
    }
}
