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
    let listChoices: ListChoices
    let keepViews: KeepViews
    let requests: AccessRequestPages
    let ids: IdentifierSource
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(
                .get, CustomerListPage.path, access: .scope("customers:read"), audit: .asksServices, "Customers.", handler: list),
            Route(
                .get, CustomerListPage.path + "/{id}", access: .scope("customers:read"), audit: .asksServices,
                "A customer's card.", handler: card),
            Route(
                .get, CustomerListPage.path + "/{id}/lookers", access: .scope("customers:read"), audit: .asksServices,
                "Who else looks at the customer now; a part of the card.", handler: lookers),
        ]
    }

    @Sendable private func list(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let view = CustomerListView(visit.query)
        let shelf = try await keepViews.shelf(.customers, for: visit)
        if let first = shelf.opening(visit, at: CustomerListPage.path) { return .redirect(to: first) }
        let views = CustomerViews(ask: ask, visit: visit)
        async let counts = views.counts(shelf.views.map(\.view))
        async let found = choices(visit)
        let target = PercentText.target("/v1/customers", view.question(at: visit.now))
        let body: HTML
        switch try await ask.list(CustomerSummary.self, "contacts", target, for: request) {
        case .value(let customers):
            let columns = view.columns ?? shelf.columns
            var bar = ViewBar(
                list: .customers, shelf: shelf, address: view.address, visit: visit, key: ids.next().description)
            let known = try await counts
            bar.counts = Dictionary(
                known.compactMap { name, count in ID(name).map { ($0, count) } }, uniquingKeysWith: { first, _ in first })
            var chrome = ListChrome()
            chrome.views = views.html(view, bar, counts: known)
            let choices = try await found
            let edit = OwnerEdit(address: view.address, choices: choices, visit: visit)
            (chrome.picking, chrome.bulk) = (picking(visit), "\(bulk(visit))\(edit.list)")
            chrome.columns =
                ColumnChooser(
                    list: .customers, columns: CustomerColumn.allCases.map { ($0.rawValue, $0.title) },
                    shown: Set(columns.map(\.rawValue)), address: view.address, visit: visit
                ).html
            body =
                CustomerListPage(
                    customers: customers.items, view: view, columns: columns, next: customers.next,
                    choices: CustomerFilters.Choices(choices, visit.say), chrome: chrome, owner: edit.cell, presenter: visit.say,
                    now: visit.now
                ).body
        case .gap(let gap): body = .gap(gap, visit.say)
        }
        var content = PageContent(visit.say(.customers), path: CustomerListPage.path, body)
        content.scripts = [Assets.lists]
        content.actions = actions(visit, view)
        content.flash = ListOutcome.flash(visit)
        return await maker.page(visit, content)
    }

    /// Who may see the organization, or give customers away, chooses among its people and units.
    private func choices(_ visit: Visit) async throws -> ListChoices.Choices {
        let caller = visit.request.caller
        guard caller.holds("organization:read") || caller.holds(ContactsScope.assign) else {
            return ListChoices.Choices()
        }
        return try await listChoices()
    }

    /// Lines are chosen by who may do something with them.
    private func picking(_ visit: Visit) -> Table.Picking? {
        let caller = visit.request.caller
        guard caller.holds(ContactsScope.assign) || caller.holds(ContactsScope.export) else { return nil }
        let say = visit.say
        return Table.Picking(form: "bulk", all: say(.chooseAll)) { say(.chooseLine, $0) }
    }

    private func bulk(_ visit: Visit) -> HTML {
        guard picking(visit) != nil else { return .empty }
        let (say, caller) = (visit.say, visit.request.caller)
        let owner: HTML? =
            caller.holds(ContactsScope.assign)
            ? .button(say(.changeOwner), icon: .user, name: "do", value: "owner") : nil
        let export: HTML? =
            caller.holds(ContactsScope.export)
            ? .button(say(.exportThem), icon: .download, name: "do", value: "export") : nil
        return """
            <form class="bulk" id="bulk" method="post" action="\(HandoverPages.chosen)">\(visit.formToken)\
            <span role="status" data-count="\(say(.withChosen))"></span>\(owner)\(export)\
            <button class="btn sq" type="reset" data-none="yes" aria-label="\(say(.unselect))" title="\(say(.unselect))">\
            \(Icon.x.html)</button></form>
            """
    }

    /// What is done with the whole list.
    private func actions(_ visit: Visit, _ view: CustomerListView) -> HTML {
        let caller = visit.request.caller
        let export: HTML? =
            caller.holds(ContactsScope.export)
            ? .buttonLink(
                visit.say(.exportThem),
                view.address.without("view", "columns", "sort", "group").at(ExportPages.newPath).target, icon: .download) : nil
        let handovers: HTML? =
            caller.holds(ContactsScope.assign) ? .buttonLink(visit.say(.handovers), HandoverPages.path) : nil
        // All of a list where that is a thing that contacts itself can name: the customers of one owner.
        let rest = view.address.without("owner", "view", "columns", "sort", "group")
        let all: HTML? =
            caller.holds(ContactsScope.assign) && rest.query.isEmpty && view.address["owner"].map { $0 != "none" } ?? false
            ? .buttonLink(
                visit.say(.handOverList), PercentText.target(HandoverPages.newPath, [("owner", view.address["owner"])])) : nil
        return "\(handovers)\(all)\(export)"
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
        var body = page.body
        if page.facts.value?.access == .ownerOnly { body += requests.form(AccountID(id), visit) }
        var content = PageContent(page.title, path: "\(CustomerListPage.path)/\(id)", body)
        content.crumbs = [Crumb(visit.say(.customers), CustomerListPage.path)]
        if page.facts.value?.access == .full { content.beside = looking(id, visit) }
        if let account = page.facts.value, !account.changeable.isEmpty, request.caller.holds("customers:write") {
            content.actions = .buttonLink(visit.say(.editCustomer), CustomerEditPage.path(account.id), icon: .settings)
        }
        if visit.query("done") == "saved" { content.flash = .note("\(visit.say(.customerSaved))", .good) }
        return await maker.page(visit, content)
    }
}

extension CustomerPages {
    /// Alone, for the card that is open: asked again whenever somebody comes or goes. Only who sees the customer in full sees who else
    /// does.
    @Sendable fileprivate func lookers(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let id = try visit.id()
        let account = try await ask.resource(AccountResource.self, "contacts", "/v1/accounts/\(id)", for: request).value
        guard account?.access == .full else {
            throw Refusal(.notFound, "not-found", "There is nothing with this id.")
        }
        return .html(looking(id, visit).bytes)
    }

    fileprivate func looking(_ id: ID, _ visit: Visit) -> HTML {
        let names = visit.session.map { maker.hub.lookers(at: id, besides: $0.user.id) } ?? []
        let say = visit.say
        let text: String? =
            switch names.count {
            case 0: nil
            case 1: say(.looksToo, names[0])
            case 2: say(.lookToo, names[0], names[1])
            default: say(Plural.andMore, names.count - 2).replacing("{names}", with: names.prefix(2).joined(separator: ", "))
            }
        let shown: HTML? = text.map { "<span class=\"who lookers\">\(HTML.face(names[0]))<span>\($0)</span></span>" }
        return .live("lookers", on: ["lookers/\(id)"], from: "\(CustomerListPage.path)/\(id)/lookers", "\(shown)")
    }
}

extension Phrase {
    fileprivate static let looksToo = Phrase("{1} тоже смотрит", "{1} is looking at this too")
    fileprivate static let lookToo = Phrase("{1} и {2} тоже смотрят", "{1} and {2} are looking at this too")
}

extension Plural {
    fileprivate static let andMore = Plural(
        russian: "{names} и ещё {n} тоже смотрят", "{names} и ещё {n} тоже смотрят", "{names} и ещё {n} тоже смотрят",
        english: "{names} and {n} more are looking at this too", "{names} and {n} more are looking at this too")
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

extension KeepViews.Shelf {
    /// The person's columns of the list of customers, or the list's own.
    fileprivate var columns: [CustomerColumn] {
        let chosen = preference.columns.compactMap { CustomerColumn(rawValue: $0) }
        return chosen.isEmpty ? CustomerColumn.standard : chosen
    }
}

extension CustomerFilters.Choices {
    fileprivate init(_ choices: ListChoices.Choices, _ say: Presenter) {
        self.init(
            people: say.sorted(choices.people, by: \.name).map { ($0.id.description, $0.name) },
            units: say.sorted(choices.units, by: \.name).map { ($0.id.description, $0.name) })
    }
}
