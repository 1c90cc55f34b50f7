import Audit
import Core
import HTML
import HTTP
import JSON
import Pages
import Presentation
import ServiceKit

/// Roles, what each lets its holders do, and who they are.
struct RolePages: Sendable {
    static let path = "/roles"

    let organization: OrganizationParts
    let ids: IdentifierSource
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(.get, Self.path, access: .scope("organization:read"), audit: .view(.organization), "Roles.", handler: list),
            Route(
                .post, Self.path, access: .scope("organization:write"), audit: .change(.organization), "Makes a role.",
                handler: create),
            Route(
                .get, Self.path + "/{id}", access: .scope("organization:read"), audit: .view(.organization), "A role.",
                handler: show),
            Route(
                .post, Self.path + "/{id}", access: .scope("organization:write"), audit: .change(.organization),
                "Changes a role.", handler: change),
            Route(
                .post, Self.path + "/{id}/remove", access: .scope("organization:write"), audit: .change(.organization),
                "Removes a role that nobody was ever given.", handler: remove),
        ]
    }

    @Sendable private func list(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let done: Phrase? = visit.query("done") == nil ? nil : .saved
        return try await list(visit, flash: done.map { .note("\(visit.say($0))", .good) })
    }

    private func list(_ visit: Visit, flash: HTML?) async throws -> HTTPResponse {
        let say = visit.say
        let roles = try await organization.readPeople.roles()
        AuditNote.current?.saw(roles.map(\.id.description))
        let columns = [Table.Column(say(.role)), Table.Column(say(.whatItGives), onPhone: false)]
        let rows = roles.map { role in
            Table.Row([
                .link(RoleWords.name(role, say), "\(Self.path)/\(role.id)"),
                "<span class=\"muted\">\(role.isAdministrator ? say(.everyRight) : role.description)</span>",
            ])
        }
        var blocks = [HTML.card(say(.roles), flush: true, Table(say(.roles), columns, rows).html)]
        if visit.request.caller.holds("organization:write") { blocks.append(making(visit)) }
        var content = PageContent(say(.roles), path: Self.path, .stack(blocks))
        content.crumbs = [Crumb(say(.organization))]
        content.flash = flash
        return await maker.page(visit, content)
    }

    private func making(_ visit: Visit) -> HTML {
        let say = visit.say
        return .card(
            say(.newRole),
            HTML.form(
                Self.path, hidden: "\(visit.formToken)\(HTML.hidden("key", ids.next().description))",
                fields: [
                    Field("name", say(.nameOfRole)).with { $0.isRequired = true }, Field("description", say(.whatFor)),
                ], actions: [.button(say(.make), icon: .plus)]))
    }

    @Sendable private func create(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form()
        return try await maker.attempt(visit, again: { try await list(visit, flash: $0) }) {
            let document = form.document("name", "description").with("grants", .array([]))
            let (role, _) = try await organization.createRole(
                try document.decoded(RoleRequest.self).wish, try form.creation(document, at: Self.path, by: request.caller),
                by: request.caller)
            return "\(Self.path)/\(role.id)"
        }
    }

    @Sendable private func show(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let done: Phrase? = visit.query("done") == nil ? nil : .saved
        return try await page(visit, try visit.id(), flash: done.map { .note("\(visit.say($0))", .good) })
    }

    private func page(_ visit: Visit, _ id: ID, flash: HTML?) async throws -> HTTPResponse {
        let (role, holders) = try await organization.readPeople.role(id)
        AuditNote.current?.saw([id.description] + holders.map(\.id.description))
        let page = RoleCard(
            role: role, holders: holders, visit: visit, mayChange: visit.request.caller.holds("organization:write"))
        var content = PageContent(RoleWords.name(role, visit.say), path: "\(Self.path)/\(id)", page.body)
        content.crumbs = [Crumb(visit.say(.roles), RolePages.path)]
        content.flash = flash
        return await maker.page(visit, content)
    }

    @Sendable private func change(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form()
        let id = try visit.id()
        return try await maker.attempt(visit, again: { try await page(visit, id, flash: $0) }) {
            let (role, _) = try await organization.readPeople.role(id)
            let version = try form.version()
            _ = try await organization.changeRole(
                try RoleForm(form: form).edit(of: role), of: id, expecting: version, by: request.caller)
            return "\(Self.path)/\(id)?done=saved"
        }
    }

    @Sendable private func remove(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form()
        let id = try visit.id()
        return try await maker.attempt(visit, again: { try await page(visit, id, flash: $0) }) {
            try await organization.changeRole.remove(id, expecting: try form.version())
            return "\(Self.path)?done=saved"
        }
    }
}
