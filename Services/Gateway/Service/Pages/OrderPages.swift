import Audit
import ContactsAPI
import Core
import HTML
import HTTP
import OrdersAPI
import OrdersPages
import Pages
import Presentation
import ServiceKit

/// The pages about orders and products, from orders.
struct OrderPages: Sendable {
    private static let service = "orders"

    let ask: AskPeer
    let keepViews: KeepViews
    let ids: IdentifierSource
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(.get, PagePath.orders, access: .scope("orders:read"), audit: .asksServices, "Orders.", handler: orders),
            Route(
                .get, PagePath.orders + "/{id}", access: .scope("orders:read"), audit: .asksServices, "An order.", handler: order),
            Route(.get, PagePath.products, access: .scope("products:read"), audit: .asksServices, "Products.", handler: products),
        ]
    }

    @Sendable private func orders(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let view = OrderListView(visit.query)
        let shelf = try await keepViews.shelf(.orders, for: visit)
        if let first = shelf.opening(visit, at: PagePath.orders) { return .redirect(to: first) }
        let bar = ViewBar(list: .orders, shelf: shelf, address: view.address, visit: visit, key: ids.next().description)
        var chrome = ListChrome()
        (chrome.keptTabs, chrome.views) = (bar.tabs, bar.actions)
        let target = PercentText.target(
            "/v1/orders",
            view.question(begin: { moment(CivilDate($0)) }, end: { moment(CivilDate($0)?.next) }))
        let body: HTML =
            switch try await ask.list(OrderResource.self, Self.service, target, for: request) {
            case .value(let orders):
                OrderListPage.body(orders: orders, view: view, chrome: chrome, presenter: visit.say, now: visit.now)
            case .gap(let gap): .gap(gap, visit.say)
            }
        var content = PageContent(visit.say(.orders), path: PagePath.orders, body)
        content.scripts = [Assets.lists]
        content.flash = ListOutcome.flash(visit)
        return await maker.page(visit, content)
    }

    private func moment(_ day: CivilDate?) -> Timestamp? {
        day.flatMap { LocalDay.begin(year: $0.year, month: $0.month, day: $0.day, timeZone: maker.timeZone) }
    }

    @Sendable private func order(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let id = try visit.id()
        var content: PageContent
        switch try await ask.resource(OrderResource.self, Self.service, "/v1/orders/\(id)", for: request) {
        case .value(let order):
            content = PageContent(
                OrderPage.title(order, presenter: visit.say), path: PagePath.order(id.description),
                live(
                    "order", order,
                    OrderPage.body(
                        order: order, customerName: try await customerName(order, visit), presenter: visit.say, now: visit.now)))
            content.beside = live("states", order, OrderPage.states(order, presenter: visit.say, now: visit.now))
        case .gap(let gap):
            content = PageContent(visit.say(.orders), path: PagePath.order(id.description), .gap(gap, visit.say))
        }
        content.crumbs = [Crumb(visit.say(.orders), PagePath.orders)]
        return await maker.page(visit, content)
    }

    private func live(_ name: String, _ order: OrderResource, _ content: HTML) -> HTML {
        .live(name, on: ["order/\(order.id)"], content)
    }

    /// The account's name; without it the page shows what the shop called the buyer.
    private func customerName(_ order: OrderResource, _ visit: Visit) async throws -> String? {
        guard let customer = order.customer, visit.request.caller.holds("customers:read") else { return nil }
        switch try await ask("contacts", .get, "/v1/accounts/\(customer)", for: visit.request) {
        case .done(let bytes): return ask.decode(AccountResource.self, bytes, "contacts", visit.request).value?.name
        case .refused, .gap: return nil
        }
    }

    @Sendable private func products(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let (search, cursor) = (visit.query("q"), visit.query("cursor"))
        let target = PercentText.target("/v1/products", [("q", search), ("cursor", cursor)])
        let body: HTML =
            switch try await ask.list(ProductResource.self, Self.service, target, for: request) {
            case .value(let products):
                .live(
                    "products", on: ["products"],
                    ProductListPage.body(
                        products: products, search: search ?? "", cursor: cursor, presenter: visit.say, now: visit.now))
            case .gap(let gap): .gap(gap, visit.say)
            }
        return await maker.page(visit, PageContent(visit.say(.products), path: PagePath.products, body))
    }
}
