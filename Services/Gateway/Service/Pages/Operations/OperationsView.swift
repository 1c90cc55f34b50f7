import Core
import HTML
import Pages
import Presentation
import ServiceKit

/// What has to be done, in sentences, and below it the services one by one.
struct OperationsView: Sendable {
    let overview: ComposeOperations.Overview
    let visit: Visit

    private var say: Presenter { visit.say }

    var body: HTML {
        let sentences = OperationSentences(overview: overview, visit: visit).notes
        return .stack([
            sentences.isEmpty ? .note("\(say(.nothingWaits))", .good) : .stack(sentences), services, queues, links,
        ])
    }

    /// Beside the title: whether all is well, which a service that does not answer never is.
    var verdict: HTML {
        if !overview.gaps.isEmpty || overview.services.contains(where: \.isBroken) {
            return .tag(say(Phrase("есть неполадки", "something is wrong")), .bad, icon: .alert)
        }
        if overview.services.contains(where: { $0.isTroubled(at: visit.now) }) {
            return .tag(say(Phrase("есть что решить", "something to decide")), .warn, icon: .clock)
        }
        return .tag(say(Phrase("всё работает", "all is well")), .good, icon: .check)
    }

    private var services: HTML {
        let columns = [
            Table.Column(say(.service)), Table.Column(say(.state)), Table.Column(say(.runsSince), onPhone: false),
            Table.Column(say(.eventsUntold), number: true, onPhone: false),
            Table.Column(say(.eventsParked), number: true, onPhone: false),
            Table.Column(say(.jobsOpen), number: true), Table.Column(say(.jobsDead), number: true),
        ]
        let rows = (overview.services.map { ($0.service, row($0)) } + overview.gaps.map { ($0.service, row($0)) })
            .sorted { $0.0 < $1.0 }.map(\.1)
        return .card(
            say(.services), freshness: .freshness(say(.checkedNow)), flush: true, Table(say(.services), columns, rows).html)
    }

    private var queues: HTML {
        let bars = overview.services.map { status in
            let open = status.jobs.filter { ["ready", "scheduled", "running"].contains($0.state) }.reduce(0) { $0 + $1.count }
            return BarList.Bar(
                "\(say(ServiceNames.phrase(status.service)))", Int(open), shown: say.number(Int(open)), .info)
        }
        return .card(
            say(.queueDepth), beside: "<span class=\"muted small\">\(say(.inTheQueue))</span>",
            BarList(say(.queueDepth), bars).html)
    }

    private func row(_ status: ServiceStatus) -> Table.Row {
        let state: HTML =
            status.isBroken
            ? .tag(say(Phrase("не работает", "fails")), .bad)
            : status.isTroubled(at: visit.now)
                ? .tag(say(Phrase("ждёт решения", "waits")), .warn) : .tag(say(Phrase("работает", "works")), .good)
        func jobs(_ states: Set<String>) -> Int {
            Int(status.jobs.filter { states.contains($0.state) }.reduce(0) { $0 + $1.count })
        }
        let open = jobs(["ready", "scheduled", "running"])
        let dead = jobs(["dead"])
        let name = say(ServiceNames.phrase(status.service))
        return Table.Row([
            "<b>\(name)</b>", state, visit.moment(status.since), "\(say.number(Int(status.outbox)))",
            "\(say.number(Int(status.parked)))",
            .link(say.number(open), PercentText.target(OperationPages.jobsPath, [("service", status.service)])),
            dead == 0
                ? "0"
                : .link(
                    say.number(dead),
                    PercentText.target(OperationPages.jobsPath, [("service", status.service), ("state", "dead")])),
        ])
    }

    private func row(_ gap: Gap) -> Table.Row {
        Table.Row([
            "<b>\(say(ServiceNames.phrase(gap.service)))</b>", .tag(say(Phrase("не отвечает", "no answer")), .bad), "—", "—", "—",
            "—", "—",
        ])
    }

    private var links: HTML {
        .chips([
            .buttonLink(say(.jobs), OperationPages.jobsPath, icon: .list),
            .buttonLink(say(.parkedEvents), OperationPages.parkedPath, icon: .clock),
        ])
    }
}

extension ServiceStatus {
    /// A part does not work, or something was given up that nobody does by himself any more.
    var isBroken: Bool { !failures.isEmpty || refused > 0 }

    /// Something waits longer than it takes, or for somebody.
    func isTroubled(at now: Timestamp) -> Bool {
        parked > 0 || !troubles.isEmpty || isLagging(at: now) || isBehind(at: now)
    }

    /// Events are told within a second; half a minute is a transport that does not take them.
    func isLagging(at now: Timestamp) -> Bool { outboxSince.map { now.seconds(since: $0) > 30 } ?? false }

    /// Jobs that are due begin within a second unless there are more of them than workers.
    func isBehind(at now: Timestamp) -> Bool { dueSince.map { now.seconds(since: $0) > 60 } ?? false }
}
