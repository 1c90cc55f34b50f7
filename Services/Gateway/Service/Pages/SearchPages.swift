import Audit
import ContactsAPI
import ContactsPages
import Core
import HTML
import HTTP
import JSON
import OrdersAPI
import OrdersPages
import Pages
import Presentation
import ServiceKit

/// One box over everything: customers by any part of name, mail or phone, orders by number, places and actions. The services are
/// asked through their own doors with the person's own rights, so that nobody finds here what he may not see there.
struct SearchPages: Sendable {
    static let path = "/search"
    /// Of each kind; the lists have the rest.
    private static let most = 6
    /// A shorter text would find everybody.
    private static let shortest = 2
    private static let longest = 200

    let ask: AskPeer
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(
                .get, Self.path, access: .signedIn, audit: .asksServices,
                "Finds customers, orders, places and actions; with part=list as the palette takes it.", handler: search)
        ]
    }

    @Sendable private func search(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        _ = try SignedIn.required()
        let text = String((visit.query("q") ?? "").prefix(Self.longest))
        let (groups, gaps) = try await find(text, visit)
        if request.query.first("part") == "list" { return .html(Found.options(groups).bytes) }
        let say = visit.say
        let form = HTML.searchForm(Self.path, value: text, label: say(.search), hint: say(.searchHint))
        let isEmpty = groups.allSatisfy(\.items.isEmpty)
        let results: HTML =
            isEmpty
            ? .panel(.empty(say(.nothingFound), say(.searchTip), action: .buttonLink(say(.everything), Self.path)))
            : Found.results(groups)
        return await maker.page(
            visit, PageContent(say(.search), path: Self.path, .stack([form] + gaps.map { HTML.gap($0, say) } + [results])))
    }

    private func find(_ text: String, _ visit: Visit) async throws -> ([Found.Group], [Gap]) {
        let own = Navigation.found(text, for: visit.request.caller, visit.say)
        guard text.count >= Self.shortest else { return (own, []) }
        async let people = customers(text, visit)
        async let goods = orders(text, visit)
        let found = [try await people, try await goods]
        return (found.compactMap(\.value) + own, found.compactMap(\.gap))
    }

    private func customers(_ text: String, _ visit: Visit) async throws -> Reply<Found.Group> {
        let target = PercentText.target("/v1/customers", [("q", text), ("limit", "\(Self.most)")])
        return try await list(CustomerSummary.self, "contacts", "customers:read", target, visit) { customers in
            Found.Group(
                visit.say(.customers),
                customers.map { customer in
                    Found(
                        customer.name, detail: customer.phone ?? customer.email ?? customer.ownerName ?? customer.unitName,
                        path: "\(CustomerListPage.path)/\(customer.id)", icon: customer.kind == "person" ? .user : .building)
                })
        }
    }

    private func orders(_ text: String, _ visit: Visit) async throws -> Reply<Found.Group> {
        let target = PercentText.target("/v1/orders", [("number", text), ("limit", "\(Self.most)")])
        return try await list(OrderResource.self, "orders", "orders:read", target, visit) { orders in
            Found.Group(
                visit.say(.orders),
                orders.map { order in
                    Found(
                        OrderPage.title(order, presenter: visit.say), detail: order.total.map(visit.say.money),
                        path: PagePath.order(order.id.description), icon: .parcel)
                })
        }
    }

    /// Nothing where the right is missing, as there is nothing to be found. A text that a service takes for no search finds nothing.
    private func list<T: Shape>(
        _ type: T.Type, _ service: String, _ scope: String, _ target: String, _ visit: Visit, _ group: ([T]) -> Found.Group
    ) async throws -> Reply<Found.Group> {
        guard visit.request.caller.holds(scope) else { return .value(group([])) }
        do {
            switch try await ask.list(type, service, target, for: visit.request) {
            case .value(let page): return .value(group(page.items))
            case .gap(let gap): return .gap(gap)
            }
        } catch is Refusal {
            return .value(group([]))
        }
    }
}
