import Audit
import ContactsAPI
import ContactsPages
import Core
import HTML
import HTTP
import JSON
import NotificationsAPI
import OrdersAPI
import Pages
import Presentation
import ServiceKit

/// The pages about customers: search, and the card composed of several services.
struct CustomerPages: Sendable {
    let ask: AskPeer
    let composeCard: ComposeCard
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(
                .get, CustomerListPage.path, access: .scope("customers:read"), audit: .asksServices, "Customers.", handler: list),
            Route(
                .get, CustomerListPage.path + "/{id}", access: .scope("customers:read"), audit: .asksServices,
                "A customer's card.", handler: card),
        ]
    }

    @Sendable private func list(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let (search, sort) = (visit.query("q"), visit.query("sort") ?? "name")
        let target = PercentText.target(
            "/v1/customers", [("q", search), ("sort", sort), ("cursor", visit.query("cursor"))])
        let body: HTML =
            switch try await ask.list(CustomerSummary.self, "contacts", target, for: request) {
            case .value(let customers):
                CustomerListPage(
                    customers: customers.items, query: search ?? "", sort: sort, next: customers.next, presenter: visit.say,
                    now: visit.now
                ).body
            case .gap(let gap): .gap(gap, visit.say)
            }
        return await maker.page(visit, PageContent(visit.say(.customers), path: CustomerListPage.path, body))
    }

    @Sendable private func card(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let id = try visit.id()
        let view = HistoryView(
            kind: visit.query("kind"), service: visit.query("service"), person: visit.query("person"), text: visit.query("q"))
        let history = view.query + [("cursor", visit.query("cursor"))]
        let blocks = CardBlocks(try await composeCard(id, history: history, for: request), ask: ask, visit: visit)
        let page = CustomerCardPage(
            account: AccountID(id), facts: blocks.resource("facts", AccountResource.self),
            people: blocks.items("people", PersonResource.self), timeline: blocks.list("timeline", TimelineEntryResource.self),
            view: view, money: blocks.resource("money", OrderSummary.self), orders: blocks.items("orders", OrderResource.self),
            mails: blocks.items("mails", MailResource.self), presenter: visit.say, now: visit.now)
        var content = PageContent(page.title, path: "\(CustomerListPage.path)/\(id)", page.body)
        content.crumbs = [Crumb(visit.say(.customers), CustomerListPage.path)]
        return await maker.page(visit, content)
    }
}

/// The blocks of a card as the page takes them.
struct CardBlocks {
    private let blocks: [ComposeCard.Block]
    private let ask: AskPeer
    private let visit: Visit

    init(_ blocks: [ComposeCard.Block], ask: AskPeer, visit: Visit) {
        (self.blocks, self.ask, self.visit) = (blocks, ask, visit)
    }

    func resource<T: Shape>(_ name: String, _ type: T.Type) -> CardBlock<T> {
        block(name) { ask.decode(type, $0, $1, visit.request) }
    }

    func list<T: Shape>(_ name: String, _ type: T.Type) -> CardBlock<Page<T>> {
        block(name) { ask.decode(listOf: type, $0, $1, visit.request) }
    }

    func items<T: Shape>(_ name: String, _ type: T.Type) -> CardBlock<[T]> {
        switch list(name, type) {
        case .value(let page, let asOf): .value(page.items, asOf: asOf)
        case .gap(let sentence): .gap(sentence)
        }
    }

    private func block<T>(_ name: String, _ decode: ([UInt8], String) -> Reply<T>) -> CardBlock<T> {
        guard let block = blocks.first(where: { $0.name == name }) else { return .gap("") }
        switch block.content {
        case .gap(let gap): return .gap(GapSentence.text(gap, visit.say))
        case .data(let bytes):
            switch decode(bytes, block.service) {
            case .value(let value): return .value(value, asOf: block.asOf)
            case .gap(let gap): return .gap(GapSentence.text(gap, visit.say))
            }
        }
    }
}
