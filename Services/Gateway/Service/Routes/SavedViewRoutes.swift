import Audit
import Core
import HTTP
import ServiceKit

/// Views of lists: one's own, and those that are shared with one.
struct SavedViewRoutes: Sendable {
    private static let path = "/v1/me/views"

    let keep: KeepViews

    var routes: [Route] {
        [
            Route(
                .get, Self.path, access: .signedIn, audit: .none("One's own."),
                "One's own views of a list, then those that are shared with one.",
                query: [
                    QueryParameter("list", "Of this list.", .choice(ListName.allCases.map(\.rawValue)), required: true)
                ], response: SavedViewResource.self, list: true
            ) { request in
                guard let list = request.query.first("list").flatMap(ListName.init(rawValue:)) else {
                    let names = ListName.allCases.map(\.rawValue).joined(separator: " or ")
                    throw Refusal(.malformed, "bad-list", "list must be \(names).")
                }
                let shelf = try await keep.shelf(list, of: try SignedIn.required().user, by: request.caller)
                return .list(Page(items: shelf.views.map { SavedViewResource($0) }, next: nil))
            },
            Route(
                .post, Self.path, access: .signedIn, audit: .change(.organization),
                "Keep a view of a list, for oneself or shared: with a unit by its manager, with everybody by who administers.",
                headers: [.idempotencyKey], request: SavedViewRequest.self, response: SavedViewResource.self, status: 201
            ) { request in
                let user = try SignedIn.required().user
                let (wanted, creation) = try await request.wish(SavedViewRequest.self)
                let (seen, isNew) = try await keep.create(
                    wanted.content, of: wanted.list, creation, by: user, request.caller)
                return .made(SavedViewResource(seen), version: seen.view.version, isNew: isNew)
            },
            Route(
                .get, Self.path + "/{id}", access: .signedIn, audit: .none("One's own."), "A view that one has.",
                response: SavedViewResource.self
            ) { request in
                let seen = try await keep.one(
                    try request.id("id"), of: try SignedIn.required().user, by: request.caller)
                return .json(SavedViewResource(seen), etag: String(seen.view.version))
            },
            Route(
                .put, Self.path + "/{id}", access: .signedIn, audit: .change(.organization),
                "Change a view; its list stays.", headers: [.ifMatch], request: SavedViewRequest.self,
                response: SavedViewResource.self
            ) { request in
                let user = try SignedIn.required().user
                let version = try request.expectedVersion()
                let wanted = try await request.decode(SavedViewRequest.self, limit: 20_000)
                let seen = try await keep.change(
                    try request.id("id"), to: wanted.content, expecting: version, by: user, request.caller)
                return .json(SavedViewResource(seen), etag: String(seen.view.version))
            },
            Route(
                .delete, Self.path + "/{id}", access: .signedIn, audit: .change(.organization),
                "Remove a view, also for those with whom it is shared.", headers: [.ifMatch], status: 204
            ) { request in
                _ = try await keep.remove(
                    try request.id("id"), expecting: try request.expectedVersion(), by: try SignedIn.required().user,
                    request.caller)
                return .empty()
            },
            Route(
                .post, Self.path + "/{id}/default", access: .signedIn, audit: .none("One's own."),
                "Let the list open with this view from now on, or no longer.", request: DefaultViewRequest.self,
                response: SavedViewResource.self
            ) { request in
                let user = try SignedIn.required().user
                let wanted = try await request.decode(DefaultViewRequest.self, limit: 1000)
                let seen = try await keep.open(
                    with: try request.id("id"), wanted.isDefault, by: user, request.caller)
                return .json(SavedViewResource(seen), etag: String(seen.view.version))
            },
        ]
    }
}
