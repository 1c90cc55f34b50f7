import Audit
import Core
import HTML
import HTTP
import Pages
import Presentation
import ServiceKit

/// The people of the organization and its programs: who there is, and what each holds.
struct PersonPages: Sendable {
    static let path = "/users"
    private static let page = 50

    let organization: OrganizationParts
    let resetPassword: ResetPassword
    let security: PersonSecurity
    let ids: IdentifierSource
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(
                .get, Self.path, access: .scope("organization:read"), audit: .view(.organization), "People and programs.",
                handler: list),
            Route(
                .get, Self.path + "/new", access: .scope("organization:write"), audit: .none("An empty form."),
                "The page to make a user.", handler: blank),
            Route(
                .post, Self.path, access: .scope("organization:write"), audit: .change(.organization), "Makes a user.",
                handler: create),
            Route(
                .get, Self.path + "/{id}", access: .scope("organization:read"), audit: .view(.organization), "A user.",
                handler: show),
        ] + PersonChanges(pages: self).routes
    }

    @Sendable private func list(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let table = PersonTable(
            visit: visit, units: try await organization.readPeople.tree().map(\.unit),
            roles: try await organization.readPeople.roles())
        var query = table.view.query
        query.limit = Self.page + 1
        query.after = try visit.query(ListAddress.cursor).map { try Cursor.decode($0, parts: 1)[0] }
        let found = try await organization.readPeople.list(
            query, holding: visit.query("q") ?? "", unit: table.unit?.id, role: table.role?.id)
        let people = Array(found.prefix(Self.page))
        AuditNote.current?.saw(people.map(\.user.id.description))
        let next = found.count > Self.page ? people.last.map { Cursor.encode([SearchKey.folded($0.user.login)]) } : nil
        var content = PageContent(visit.say(.people), path: Self.path, table.body(people, next: next))
        content.crumbs = [Crumb(visit.say(.organization))]
        content.scripts = [Assets.lists]
        if request.caller.holds("organization:write") {
            content.actions = .buttonLink(visit.say(.newPerson), Self.path + "/new", .main, icon: .plus)
        }
        return await maker.page(visit, content)
    }

    @Sendable private func blank(_ request: HTTPRequest) async throws -> HTTPResponse {
        await form(maker.visit(request), typed: FormBody(HTTPQuery("")), flash: nil)
    }

    @Sendable private func create(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let typed = try await visit.form()
        return try await maker.attempt(visit, again: { await form(visit, typed: typed, flash: $0) }) {
            let document = typed.document("kind", "login", "name", "mail", "language", "timeZone")
            let (user, _) = try await organization.createUser(
                try document.decoded(UserRequest.self).wish, try typed.creation(document, at: Self.path, by: request.caller))
            if user.mail != nil, typed.filled("invite") != nil {
                try await resetPassword.ask(login: user.login, language: user.language, from: SignInOrigin(request))
            }
            return "\(Self.path)/\(user.id)?done=\(user.mail != nil && typed.filled("invite") != nil ? "invited" : "made")"
        }
    }

    private func form(_ visit: Visit, typed: FormBody, flash: HTML?) async -> HTTPResponse {
        let say = visit.say
        let form = HTML.form(
            Self.path, hidden: "\(visit.formToken)\(HTML.hidden("key", typed["key"] ?? ids.next().description))",
            fields: PersonForm.fields(visit, typed, timeZone: maker.timeZone),
            actions: [.button(say(.make), .main), .buttonLink(say(.cancel), Self.path, .quiet)])
        var content = PageContent(say(.newPerson), path: Self.path, .card(say(.newPerson), form))
        content.crumbs = [Crumb(say(.people), PersonPages.path)]
        content.flash = flash
        return await maker.page(visit, content)
    }

    @Sendable private func show(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        return try await card(visit, try visit.id(), flash: Self.done(visit))
    }

    /// The page of one person; `flash` stands above it.
    func card(_ visit: Visit, _ id: ID, flash: HTML?) async throws -> HTTPResponse {
        let card = try await organization.readPeople.card(id)
        AuditNote.current?.saw([id.description])
        let mayChange = visit.request.caller.holds("organization:write")
        let choices = PersonCard.Choices(
            units: mayChange ? try await organization.readPeople.tree() : [],
            roles: mayChange ? try await organization.readPeople.roles() : [])
        let blocks = try await security.blocks(of: card.user, visit)
        let page = PersonCard(
            card: card, visit: visit, choices: mayChange ? choices : nil, key: ids.next().description, timeZone: maker.timeZone,
            security: blocks)
        var content = PageContent(card.user.name, path: "\(Self.path)/\(id)", page.body)
        content.crumbs = [Crumb(visit.say(.people), PersonPages.path)]
        content.beside = page.beside
        content.flash = flash
        return await maker.page(visit, content)
    }

    private static func done(_ visit: Visit) -> HTML? {
        let phrase: Phrase? =
            switch visit.query("done") {
            case "made": .personMade
            case "invited": .personInvited
            case "saved": .saved
            case "left": .personLeft
            case "back": .personBack
            case "secured": .personSecured
            default: nil
            }
        return phrase.map { .note("\(visit.say($0))", .good) }
    }
}
