import ContactsAPI
import ContactsPages
import Core
import HTML
import HTTP
import Pages
import Presentation

/// The views of the list of customers: those that everybody has, then those that are kept.
struct CustomerViews: Sendable {
    private struct Standard {
        let name: String
        let title: Phrase
        let query: [(name: String, value: String?)]
    }

    private static let standard = [
        Standard(name: "all", title: .all, query: [("view", "all")]),
        Standard(name: "mine", title: Phrase("Мои", "Mine"), query: [("owner", "me")]),
        Standard(name: "unit", title: Phrase("Моё подразделение", "My unit"), query: [("unit", "mine")]),
        Standard(name: "queue", title: Phrase("Очередь", "Queue"), query: [("owner", "none")]),
    ]
    /// Each is a question to contacts, so not all views of somebody who keeps very many are counted.
    private static let mostCounted = 8

    let ask: AskPeer
    let visit: Visit

    /// How many are in the views of which people want to know it and that are counted at little cost, where contacts tells it in time.
    func counts(_ kept: [SavedView]) async throws -> [String: String] {
        let own = Self.standard.filter { $0.name == "mine" || $0.name == "queue" }.map { one in
            (one.name, CustomerListView(ListAddress(CustomerListPage.path, one.query)))
        }
        let others = kept.map { ($0.id.description, CustomerListView(ViewBar.address(of: $0, at: CustomerListPage.path))) }
            .filter { $0.1.isCountable }
        return try await withThrowingTaskGroup(of: (String, CustomerCount?).self) { group in
            for (name, view) in (own + others).prefix(Self.mostCounted) {
                let target = PercentText.target("/v1/customer-counts", view.filter(at: visit.now))
                group.addTask {
                    (name, try await ask.resource(CustomerCount.self, "contacts", target, for: visit.request).value)
                }
            }
            var counts: [String: String] = [:]
            for try await (name, count) in group {
                counts[name] = count.map { visit.say.number(Int($0.count)) + ($0.isMore ? "+" : "") }
            }
            return counts
        }
    }

    func html(_ view: CustomerListView, _ bar: ViewBar, counts: [String: String]) -> HTML {
        let present = view.address.without("columns", "sort", "group")
        let tabs = Self.standard.map { one in
            let address = ListAddress(CustomerListPage.path, one.query)
            return Tab(
                visit.say(one.title), path: address.target, isCurrent: bar.current == nil && present.isSame(as: address),
                count: counts[one.name])
        }
        return .tabs(tabs + bar.tabs, label: visit.say(.views), more: bar.actions)
    }
}
