import Audit
import Core
import HTML
import HTTP
import Pages
import Presentation
import ServiceKit

/// Takes what the forms about views and columns say; the forms stand on the pages of the lists.
struct ViewPages: Sendable {
    static let path = "/views"

    let keep: KeepViews
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(
                .post, Self.path, access: .signedIn, audit: .change(.organization), "Keeps a view of a list.", handler: save),
            Route(
                .post, Self.path + "/{id}", access: .signedIn, audit: .change(.organization),
                "Changes or removes a view of a list, or lets the list open with it.", handler: change),
            Route(
                .post, "/lists/{list}/columns", access: .signedIn, audit: .none("One's own."),
                "Chooses which columns a list has.", handler: columns),
        ]
    }

    static func listPath(_ list: ListName) -> String { "/" + list.rawValue }

    @Sendable private func save(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try maker.own(request)
        let form = try await visit.form()
        let list = try Self.list(form["list"])
        return try await attempt(visit, list) {
            let content = try Self.content(form, of: list)
            let document = form.document("list", "name", "query", "columns", "audience")
            let (seen, _) = try await keep.create(
                content, of: list, try form.creation(document, at: Self.path, by: request.caller), by: session.user,
                request.caller)
            return seen.view
        }
    }

    @Sendable private func change(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try maker.own(request)
        let form = try await visit.form()
        let (id, user, caller) = (try visit.id(), session.user, request.caller)
        let before = try await keep.one(id, of: user, by: caller)
        switch form["do"] {
        case "open", "close":
            let seen = try await keep.open(with: id, form["do"] == "open", by: user, caller)
            return .redirect(to: Self.shown(seen.view))
        case "remove":
            let view = try await keep.remove(id, expecting: try form.version(), by: user, caller)
            return .redirect(to: Self.listPath(view.list) + "?view=all&done=view-removed")
        default:
            return try await attempt(visit, before.view.list) {
                var content = form["keep"] == nil ? before.view.content : try Self.content(form, of: before.view.list)
                content.name = form.filled("name") ?? ""
                if form["audience"] != nil { content.audience = try Self.audience(form["audience"]) }
                return try await keep.change(id, to: content, expecting: try form.version(), by: user, caller).view
            }
        }
    }

    @Sendable private func columns(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try maker.own(request)
        let form = try await visit.form()
        let list = try Self.list(request.parameters["list"])
        let chosen = form["do"] == "standard" ? [] : list.columns.filter { form["column-" + $0] != nil }
        try await keep.choose(columns: chosen, in: list, by: session.user)
        let items = HTTPQuery(form["query"] ?? "").items.filter { $0.name != "columns" && $0.name != ListAddress.cursor }
        let address = ListAddress(
            Self.listPath(list), items.prefix(20).map { ($0.name, Optional($0.value)) } + [("done", "columns")])
        return .redirect(to: address.target)
    }

    // MARK: Parts

    private func attempt(
        _ visit: Visit, _ list: ListName, _ work: () async throws -> SavedView
    ) async throws -> HTTPResponse {
        try await maker.attempt(visit, again: { reason in await again(visit, list, reason) }) { Self.shown(try await work()) }
    }

    /// The reason, with the way back to the list.
    private func again(_ visit: Visit, _ list: ListName, _ reason: HTML) async -> HTTPResponse {
        var content = PageContent(
            visit.say(.saveView), path: Self.listPath(list),
            .chips([.buttonLink(visit.say(.openAnew), Self.listPath(list) + "?view=all", .main)]))
        content.flash = reason
        return await maker.page(visit, content)
    }

    private static func shown(_ view: SavedView) -> String {
        ViewBar.address(of: view, at: listPath(view.list)).with("done", "view").target
    }

    private static func list(_ name: String?) throws -> ListName {
        guard let list = name.flatMap(ListName.init(rawValue:)) else {
            throw Refusal(.notFound, "not-found", "There is no such list.")
        }
        return list
    }

    private static func content(_ form: FormBody, of list: ListName) throws -> SavedView.Content {
        guard let query = ViewQuery.normal(form["query"] ?? "", for: list) else {
            throw SavedView.Content.invalid("query", "The list has other conditions now. Open it again.")
        }
        return SavedView.Content(
            name: form.filled("name") ?? "", query: query,
            columns: (form["columns"] ?? "").split(separator: ",").map(String.init),
            audience: try audience(form["audience"]))
    }

    /// `own`, `all`, or the id of a unit.
    private static func audience(_ text: String?) throws -> SavedView.Audience {
        switch text {
        case nil, "", "own": return .own
        case "all": return .all
        case let text?:
            guard let unit = ID(text) else { throw SavedView.Content.invalid("audience", "Choose who has the view.") }
            return .unit(unit)
        }
    }
}
