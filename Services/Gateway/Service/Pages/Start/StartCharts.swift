import Core
import HTML
import HTTP
import NotificationsAPI
import NotificationsPages
import OrdersAPI
import Pages
import Presentation

/// Numbers that people would rather look at than read.
struct StartCharts: Sendable {
    static let days = 30
    static let intakeDays = 14

    let ask: AskPeer
    let profile: KeepProfile

    private var timeZone: String { profile.known.timeZone }

    /// Orders by day, with this week beside the one before; nothing for whoever may not see orders.
    func orders(_ visit: Visit) async throws -> HTML? {
        guard visit.request.caller.holds("orders:read") else { return nil }
        let say = visit.say
        let spans = DaySpans(Self.days, now: visit.now, timeZone: timeZone, say: say)
        let target = PercentText.target("/v1/order-counts", [("bounds", spans.query)])
        let reply = try await ask.part("orders") {
            try await ask.resource(OrderCounts.self, "orders", target, for: visit.request)
        }
        guard let counts = reply.value?.spans.map({ Int($0.count) }) else {
            return .card(say(.ordersByDay), reply.gap.map { .gap($0, say) } ?? .empty)
        }
        let (week, before) = (counts.suffix(7).reduce(0, +), counts.dropLast(7).suffix(7).reduce(0, +))
        let tiles = HTML.tiles([
            .tile(say(.today), say.number(counts.last ?? 0)),
            .tile(say(.sevenDays), say.number(week), below: say(.sevenDaysBefore, say.number(before))),
        ])
        let chart = Chart(
            .init(
                title: say(.ordersByDay),
                summary: say(
                    .ordersInDays, say.number(counts.reduce(0, +)), say.number(Self.days), say.number(counts.max() ?? 0)),
                label: say(.dayColumn), asNumbers: say(.asNumbers)),
            labels: spans.labels(say, now: visit.now), series: [.init(say(.ordersWord), counts)], number: { say.number($0) })
        return .card(
            say(.ordersByDay), beside: .empty, freshness: .freshness(say(.checkedNow)), .stack([tiles, chart.html]))
    }

    /// Mails by state; nothing for whoever may not see mails.
    func mails(_ counts: MailCounts?, _ visit: Visit) -> HTML? {
        guard let counts else { return nil }
        let say = visit.say
        let bars = MailResource.states.compactMap { state -> BarList.Bar? in
            guard let count = counts.byState[state], count > 0 else { return nil }
            let tone: Tone =
                switch state {
                case "sent": .good
                case "refused": .bad
                case "uncertain": .warn
                default: .plain
                }
            return BarList.Bar(
                .link(say(MailPhrases.state(state)), PercentText.target(MailListPage.path, [("state", state)])), Int(count),
                shown: say.number(Int(count)), tone)
        }
        let body: HTML = bars.isEmpty ? "<p class=\"muted\">\(say(.noMailsYet))</p>" : BarList(say(.mailsByState), bars).html
        return .card(say(.mailsByState), body)
    }

    /// What the intake took and refused by day; nothing where orders does not answer.
    func intake(_ visit: Visit) async throws -> HTML? {
        let say = visit.say
        let spans = DaySpans(Self.intakeDays, now: visit.now, timeZone: timeZone, say: say)
        let target = PercentText.target("/v1/order-intake/counts", [("bounds", spans.query)])
        let reply = try await ask.part("orders") {
            try await ask.resource(IntakeCounts.self, "orders", target, for: visit.request)
        }
        guard let counts = reply.value?.spans else { return nil }
        let (accepted, rejected) = (counts.map { Int($0.accepted) }, counts.map { Int($0.rejected) })
        let chart = Chart(
            .init(
                title: say(.eventsByDay),
                summary: say(.eventsInDays, say.number(accepted.reduce(0, +)), say.number(rejected.reduce(0, +))),
                label: say(.dayColumn), asNumbers: say(.asNumbers)),
            labels: spans.labels(say, now: visit.now),
            series: [.init(say(.acceptedWord), accepted), .init(say(.rejectedWord), rejected, .bad)],
            number: { say.number($0) })
        return .card(say(.eventsByDay), chart.html)
    }
}
