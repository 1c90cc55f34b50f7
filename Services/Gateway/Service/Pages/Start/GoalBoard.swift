import ContactsAPI
import Core
import HTML
import HTTP
import NotificationsAPI
import OrdersAPI
import Pages
import Presentation

/// The chosen goals with the numbers of today, as far as the person may see them.
struct GoalBoard: Sendable {
    /// So many customers are looked at for what is said of the last and the newest.
    private static let sample = 50

    let ask: AskPeer
    let profile: KeepProfile

    /// Nothing where no goals were chosen.
    func card(_ visit: Visit) async throws -> HTML? {
        guard let goals = try await profile.refresh()?.goals, !goals.isEmpty else { return nil }
        let chosen = Goal.allCases.filter { goals[$0] != nil }
        let values = try await withThrowingTaskGroup(of: (Goal, Int?).self) { group in
            for goal in chosen {
                guard let measure = goal.measure else { continue }
                group.addTask { (goal, try await value(measure, visit)) }
            }
            var values: [Goal: Int] = [:]
            for try await (goal, value) in group { values[goal] = value }
            return values
        }
        let say = visit.say
        let columns = [
            Table.Column(say(.goal)), Table.Column(say(.nowValue), number: true), Table.Column(say(.target), number: true),
            Table.Column(say(.state)),
        ]
        let rows = chosen.map { row($0, target: goals[$0] ?? 0, value: values[$0], say) }
        let change: HTML =
            visit.request.caller.scopes.contains("*") ? .link(say(.changeGoals), WelcomeForms.path(.goals)) : .empty
        return .card(say(.goals), beside: change, flush: true, Table(say(.goals), columns, rows).html)
    }

    private func row(_ goal: Goal, target: Int, value: Int?, _ say: Presenter) -> Table.Row {
        let title: HTML = """
            \(say(GoalWords.title(goal)))<br><span class="muted small">\(say(GoalWords.measure(goal.measure)))</span>
            """
        guard let measure = goal.measure else {
            return Table.Row([title, "—", "—", "<span class=\"muted\">\(say(.notMeasured))</span>"])
        }
        guard let value else {
            return Table.Row([title, "—", "\(say.number(target))", "<span class=\"muted\">\(say(.unknownNow))</span>"])
        }
        let state: HTML =
            measure.isReached(value, target: target) ? .tag(say(.reached), .good) : .tag(say(.notReached), .warn)
        return Table.Row([title, "<b>\(say.number(value))</b>", "\(say.number(target))", state])
    }

    /// `nil` where the right is missing or the service does not answer.
    private func value(_ measure: Goal.Measure, _ visit: Visit) async throws -> Int? {
        let request = visit.request
        func holds(_ scope: String) -> Bool { request.caller.holds(scope) }
        do {
            switch measure {
            case .suspectedDuplicates:
                guard holds("customers:read") else { return nil }
                return try await ask.list(
                    SuspectedDuplicateResource.self, "contacts", "/v1/suspected-duplicates?limit=200", for: request
                ).value?.items.count
            case .rejectedEvents:
                guard holds("intake:read") else { return nil }
                return try await ask.resource(IntakeEquation.self, "orders", "/v1/order-intake", for: request).value
                    .map { Int($0.rejected) }
            case .comeAgain:
                guard holds("customers:read") else { return nil }
                guard let last = try await customers("-lastOrderAt", request) else { return nil }
                let orders = last.compactMap { $0.orders }.filter { $0 > 0 }
                return orders.isEmpty ? nil : orders.count { $0 > 1 } * 100 / orders.count
            case .ordersOfWeek:
                guard holds("orders:read") else { return nil }
                // The same days as on the chart beside it, so that one thing has one number.
                let spans = DaySpans(7, now: visit.now, timeZone: profile.known.timeZone, say: visit.say)
                let target = PercentText.target("/v1/order-counts", [("bounds", spans.query)])
                return try await ask.resource(OrderCounts.self, "orders", target, for: request).value
                    .map { Int($0.spans.reduce(0) { $0 + $1.count }) }
            case .ownerless:
                guard holds("customers:read") else { return nil }
                return try await customers("-createdAt", request)?.count { $0.ownerID == nil }
            case .uncertainMails:
                guard holds("mails:read") else { return nil }
                return try await ask.resource(MailCounts.self, "notifications", "/v1/mail-counts", for: request).value
                    .map { Int($0.byState["uncertain"] ?? 0) }
            }
        } catch is Refusal {
            return nil
        }
    }

    private func customers(_ sort: String, _ request: HTTPRequest) async throws -> [CustomerSummary]? {
        try await ask.list(
            CustomerSummary.self, "contacts", "/v1/customers?sort=\(sort)&limit=\(Self.sample)", for: request
        ).value?.items
    }
}
