import Audit
import Core
import HTTP
import ServiceKit

/// The groups of directories and identity providers, and the roles they give.
struct GroupRoutes: Sendable {
    static let path = "/v1/groups"

    let manage: ManageGroups

    var routes: [Route] {
        [
            Route(
                .get, Self.path, access: .scope("organization:read"), audit: .view(.organization),
                "Groups, in the order of their ids.",
                query: PageQuery.parameters, response: GroupResource.self, list: true
            ) { request in
                let (after, limit) = try request.pageByID()
                let groups = try await manage.list(after: after, limit: limit + 1)
                return .list(Page(groups, limit: limit) { $0.group.id.description }.map { GroupResource($0) })
            },
            Route(
                .get, Self.path + "/{group}", access: .scope("organization:read"), audit: .view(.organization), "A group.",
                response: GroupResource.self
            ) { request in
                let found = try await manage.one(try request.id("group"))
                return .json(GroupResource(found), etag: String(found.group.version))
            },
            Route(
                .post, Self.path, access: .scope("organization:write"), audit: .change(.organization),
                "Name a group and the roles that its members hold. Its members come from identity providers and from SCIM.",
                headers: [.idempotencyKey], request: GroupRequest.self, response: GroupResource.self, status: 201
            ) { request in
                let (wanted, creation) = try await request.wish(GroupRequest.self)
                let (found, isNew) = try await manage.create(wanted.wish, creation, by: request.caller)
                return .made(GroupResource(found), version: found.group.version, isNew: isNew)
            },
            Route(
                .put, Self.path + "/{group}", access: .scope("organization:write"), audit: .change(.organization),
                "Rename a group or give it other roles, which its members then hold within a minute.", headers: [.ifMatch],
                request: GroupRequest.self, response: GroupResource.self
            ) { request in
                let version = try request.expectedVersion()
                let wanted = try await request.decode(GroupRequest.self, limit: 20_000)
                let found = try await manage.replace(
                    try request.id("group"), by: wanted.wish, expecting: version, by: request.caller)
                return .json(GroupResource(found), etag: String(found.group.version))
            },
            Route(
                .delete, Self.path + "/{group}", access: .scope("organization:write"), audit: .change(.organization),
                "Remove a group; its members lose within a minute what only it gave.", headers: [.ifMatch], status: 204
            ) { request in
                try await manage.delete(try request.id("group"), expecting: try request.expectedVersion())
                return .empty()
            },
        ]
    }
}
