import Audit
import Core
import HTML
import HTTP
import JSON
import Pages
import Presentation
import ServiceKit

/// The units of the organization as a tree, and one of them.
struct UnitPages: Sendable {
    static let path = "/units"

    let organization: OrganizationParts
    let ids: IdentifierSource
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(
                .get, Self.path, access: .scope("organization:read"), audit: .view(.organization), "The tree of units.",
                handler: tree),
            Route(
                .get, Self.path + "/{id}", access: .scope("organization:read"), audit: .view(.organization), "A unit.",
                handler: show),
            Route(
                .post, Self.path + "/{id}", access: .scope("organization:write"), audit: .change(.organization),
                "Changes a unit.", handler: change),
            Route(
                .post, Self.path + "/{id}/units", access: .scope("organization:write"), audit: .change(.organization),
                "Makes a unit below this one.", handler: create),
        ]
    }

    @Sendable private func tree(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let say = visit.say
        let branches = try await organization.readPeople.tree()
        AuditNote.current?.saw(branches.map(\.unit.id.description))
        let columns = [
            Table.Column(say(.unit)), Table.Column(say(.manager)), Table.Column(say(.people), number: true),
        ]
        let rows = branches.map { branch in
            let step = String(repeating: "\u{2003}", count: branch.depth)
            let closed: HTML = branch.unit.isActive ? "" : " \(HTML.tag(say(.closed)))"
            let manager: HTML = branch.manager.map { .link($0.name, "\(PersonPages.path)/\($0.id)") } ?? "—"
            return Table.Row([
                "\(step)\(HTML.link(branch.unit.name, "\(Self.path)/\(branch.unit.id)"))\(closed)", manager,
                "\(say.number(branch.members))",
            ])
        }
        var content = PageContent(
            say(.units), path: Self.path, .card(say(.units), flush: true, Table(say(.units), columns, rows).html))
        content.crumbs = [Crumb(say(.organization))]
        return await maker.page(visit, content)
    }

    @Sendable private func show(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let done: Phrase? = visit.query("done") == nil ? nil : .saved
        return try await page(visit, try visit.id(), flash: done.map { .note("\(visit.say($0))", .good) })
    }

    private func page(_ visit: Visit, _ id: ID, flash: HTML?) async throws -> HTTPResponse {
        let branches = try await organization.readPeople.tree()
        guard let branch = branches.first(where: { $0.unit.id == id }) else {
            throw Refusal(.notFound, "not-found", "There is no such unit.")
        }
        let members = try await organization.readPeople.members(of: id)
        AuditNote.current?.saw([id.description] + members.map(\.user.id.description))
        let page = UnitCard(
            branch: branch, branches: branches, members: members, visit: visit,
            mayChange: visit.request.caller.holds("organization:write"), key: ids.next().description)
        var content = PageContent(branch.unit.name, path: "\(Self.path)/\(id)", page.body)
        content.crumbs = [Crumb(visit.say(.units), UnitPages.path)]
        if !branch.unit.isActive { content.beside = .tag(visit.say(.closed)) }
        content.flash = flash
        return await maker.page(visit, content)
    }

    @Sendable private func change(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form()
        let id = try visit.id()
        return try await maker.attempt(visit, again: { try await page(visit, id, flash: $0) }) {
            var document = form.document("name", "parentID")
            if let active = form["active"] { document = JSONObject.of("active", .bool(active == "true")) }
            if form["manager"] != nil {
                let manager = try await manager(form)
                document = document.with("managerID", manager.map { .string($0.description) } ?? .null)
            }
            _ = try await organization.changeUnit(
                try document.decoded(UnitPatch.self).edit, of: id, expecting: try form.version(), by: request.caller)
            return "\(Self.path)/\(id)?done=saved"
        }
    }

    @Sendable private func create(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form()
        let id = try visit.id()
        return try await maker.attempt(visit, again: { try await page(visit, id, flash: $0) }) {
            var document = form.document("name").with("parentID", .string(id.description))
            if let manager = try await manager(form) { document = document.with("managerID", .string(manager.description)) }
            let (unit, _) = try await organization.createUnit(
                try document.decoded(UnitRequest.self).wish,
                try form.creation(document, at: Self.path, by: request.caller), by: request.caller)
            return "\(Self.path)/\(unit.id)?done=saved"
        }
    }

    private func manager(_ form: FormBody) async throws -> ID? {
        guard let login = form.filled("manager") else { return nil }
        return try await organization.readPeople.person(login, named: "manager").id
    }
}

extension JSONObject {
    fileprivate static func of(_ name: String, _ value: JSONValue) -> JSONValue {
        var object = JSONObject()
        object.set(name, value)
        return .object(object)
    }
}
