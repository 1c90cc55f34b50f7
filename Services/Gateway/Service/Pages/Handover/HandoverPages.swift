import Audit
import ContactsAPI
import ContactsPages
import Core
import HTML
import HTTP
import JSON
import Pages
import Presentation
import ServiceKit

/// Many customers to somebody else: chosen in the list, looked at as a plan, then moved and, where it was wrong, put back.
struct HandoverPages: Sendable {
    static let path = "/reassignments"
    /// For all of a list, where it is that of one owner.
    static let newPath = path + "/new"
    /// What the boxes of a list lead to.
    static let chosen = CustomerListPage.path + "/chosen"
    /// As many as a list can have loaded and a form carries.
    static let most = 1000

    let ask: AskPeer
    let organization: OrganizationParts
    let listChoices: ListChoices
    let ids: IdentifierSource
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(
                .post, Self.chosen, access: .scope(ContactsScope.read), audit: .asksServices,
                "To what is done with customers chosen in the list.", handler: choose),
            Route(
                .post, Self.path, access: .scope(ContactsScope.assign), audit: .asksServices,
                "Plans that chosen customers belong to somebody else.", handler: plan),
            Route(
                .get, Self.path, access: .scope(ContactsScope.assign), audit: .asksServices, "Reassignments.", handler: list),
            Route(
                .get, Self.newPath, access: .scope(ContactsScope.assign), audit: .asksServices,
                "The page to give all customers of one person to others.", handler: all),
            Route(
                .get, Self.path + "/{id}", access: .scope(ContactsScope.assign), audit: .asksServices, "A reassignment.",
                handler: show),
            Route(
                .post, Self.path + "/{id}/{step}", access: .scope(ContactsScope.assign), audit: .asksServices,
                "Lets a reassignment begin, or undoes it.", handler: step),
        ]
    }

    // MARK: Choosing

    @Sendable private func choose(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form(limit: 200_000, fields: Self.most + 20)
        let accounts = form.names(with: Table.Picking.prefix).compactMap { AccountID($0) }
        guard !accounts.isEmpty else { return .redirect(to: CustomerListPage.path + "?view=all&done=none-chosen") }
        if form["do"] == "export" {
            let some = accounts.prefix(CustomerFilter.mostAccounts).map(\.description).joined(separator: ",")
            return .redirect(to: PercentText.target(ExportPages.newPath, [("ids", some)]))
        }
        guard request.caller.holds(ContactsScope.assign) else {
            throw Refusal(.forbidden, "missing-right", "This needs the right to give customers to others.")
        }
        return try await plan(visit, .chosen(accounts), typed: form, flash: nil)
    }

    @Sendable private func all(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let owner = visit.query("owner") == "me" ? request.caller.viewer.user : visit.query("owner").flatMap { ID($0) }
        guard let owner else { throw Refusal(.notFound, "not-found", "There is no such owner.") }
        return try await plan(visit, .owned(by: owner), typed: FormBody(HTTPQuery("")), flash: nil)
    }

    /// The form that says to whom and why.
    private func plan(
        _ visit: Visit, _ whom: HandoverForm.Whom, typed: FormBody, flash: HTML?
    ) async throws -> HTTPResponse {
        let target = PercentText.target("/v1/customers", whom.question + [("limit", "12")])
        async let known = ask.list(CustomerSummary.self, "contacts", target, for: visit.request)
        let counts = PercentText.target("/v1/customer-counts", whom.question)
        let count = try await ask.resource(CustomerCount.self, "contacts", counts, for: visit.request)
        let page = HandoverForm(
            whom: whom, known: try await known.value?.items ?? [], count: count.value, choices: try await listChoices(),
            typed: typed,
            key: typed["key"] ?? ids.next().description, visit: visit)
        var content = PageContent(page.title, path: CustomerListPage.path, page.body)
        content.crumbs = [Crumb(visit.say(.customers), CustomerListPage.path)]
        content.flash = flash
        return await maker.page(visit, content)
    }

    @Sendable private func plan(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form(limit: 200_000)
        let accounts = (form["accounts"] ?? "").split(separator: ",").prefix(Self.most).compactMap { AccountID(String($0)) }
        let owner = form.filled("owner").flatMap { ID($0) }
        let whom = owner.map { HandoverForm.Whom.owned(by: $0) } ?? .chosen(accounts)
        return try await maker.attempt(visit, again: { try await plan(visit, whom, typed: form, flash: $0) }) {
            let target = try await organization.receiver(form)
            let wish: JSONValue = [
                "filter": whom.filter,
                "rule": ["kind": "one", "targets": [target]], "reason": .string(form.filled("reason") ?? ""),
            ]
            let made = try await ask.change(
                ReassignmentResource.self, "contacts", .post, "/v1/reassignments", body: wish, key: form["key"], for: request)
            return "\(Self.path)/\(made.id)"
        }
    }

    // MARK: One and all

    @Sendable private func list(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let target = PercentText.target("/v1/reassignments", [("cursor", visit.query("cursor"))])
        let body: HTML =
            switch try await ask.list(ReassignmentResource.self, "contacts", target, for: request) {
            case .value(let page): HandoverTable(visit: visit).html(page)
            case .gap(let gap): .gap(gap, visit.say)
            }
        var content = PageContent(visit.say(.handovers), path: Self.path, body)
        content.crumbs = [Crumb(visit.say(.customers), CustomerListPage.path)]
        content.scripts = [Assets.lists]
        return await maker.page(visit, content)
    }

    @Sendable private func show(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        return try await card(visit, try visit.id(), flash: nil)
    }

    func card(_ visit: Visit, _ id: ID, flash: HTML?) async throws -> HTTPResponse {
        var content: PageContent
        switch try await ask.resource(
            ReassignmentResource.self, "contacts", "/v1/reassignments/\(id)", for: visit.request)
        {
        case .value(let plan):
            let card = HandoverCard(plan: plan, visit: visit)
            content = PageContent(card.title, path: "\(Self.path)/\(id)", card.body)
            content.beside = card.beside
            if card.isMoving { content.scripts = [Assets.progress] }
        case .gap(let gap):
            content = PageContent(visit.say(.handovers), path: "\(Self.path)/\(id)", .gap(gap, visit.say))
        }
        content.crumbs = [Crumb(visit.say(.handovers), Self.path)]
        content.flash = flash
        return await maker.page(visit, content)
    }

    @Sendable private func step(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        _ = try await visit.form()
        let id = try visit.id()
        guard let step = request.parameters["step"], ["apply", "undo"].contains(step) else {
            throw Refusal(.notFound, "not-found", "There is no such step.")
        }
        return try await maker.attempt(visit, again: { try await card(visit, id, flash: $0) }) {
            _ = try await ask.change(
                ReassignmentResource.self, "contacts", .post, "/v1/reassignments/\(id)/\(step)", for: request)
            return "\(Self.path)/\(id)"
        }
    }
}

extension OrganizationParts {
    /// To whom the form gives: a person by login or mail, or else the queue of a unit. Throws `missing` where it says neither.
    func receiver(_ form: FormBody) async throws -> JSONValue {
        if let login = form.filled("receiver") {
            return ["userID": .string(try await readPeople.person(login, named: "receiver").id.description)]
        }
        guard let unit = form.filled("unitID").flatMap({ ID($0) }) else {
            throw Refusal(.invalid, "no-receiver", "Say to whom: a person, or the queue of a unit.")
        }
        return ["unitID": .string(unit.description)]
    }
}
