import Audit
import Core
import HTTP
import ServiceKit

/// Roles, and what they let their holders do.
struct RoleRoutes: Sendable {
    let read: ReadRoles
    let create: CreateRole
    let change: ChangeRole

    var routes: [Route] { reading + writing }

    private var reading: [Route] {
        [
            Route(
                .get, "/v1/roles", access: .scope("organization:read"), audit: .view(.organization),
                "Roles with their rules, in the order of their names.",
                query: PageQuery.parameters, response: RoleResource.self, list: true
            ) { request in
                let page = try PageQuery.read(request)
                let after = try page.cursor.map { try Cursor.decode($0, parts: 1)[0] }
                let roles = try await read(after: after, limit: page.limit + 1)
                return .list(Page(roles, limit: page.limit) { SearchKey.folded($0.name) }.map { RoleResource($0) })
            },
            Route(
                .get, "/v1/roles/{role}", access: .scope("organization:read"), audit: .view(.organization), "A role.",
                response: RoleResource.self
            ) {
                request in
                let role = try await read.one(try request.id("role"))
                return .json(RoleResource(role), etag: String(role.version))
            },
            Route(
                .get, "/v1/roles/{role}/holders", access: .scope("organization:read"), audit: .view(.organization),
                "Who was given a role, also those for whom it is over or has not begun.", query: PageQuery.parameters,
                response: RoleAssignmentResource.self, list: true
            ) { request in
                let (after, limit) = try request.pageByID()
                let held = try await read.holders(of: try request.id("role"), after: after, limit: limit + 1)
                return .list(Page(held, limit: limit) { $0.id.description }.map { RoleAssignmentResource($0) })
            },
        ]
    }

    private var writing: [Route] {
        [
            Route(
                .post, "/v1/roles", access: .scope("organization:write"), audit: .change(.organization),
                "Make a role, which nobody holds yet.",
                headers: [.idempotencyKey], request: RoleRequest.self, response: RoleResource.self, status: 201
            ) { request in
                let (wanted, creation) = try await request.wish(RoleRequest.self)
                let (role, isNew) = try await create(wanted.wish, creation, by: request.caller)
                return .made(RoleResource(role), version: role.version, isNew: isNew)
            },
            Route(
                .patch, "/v1/roles/{role}", access: .scope("organization:write"), audit: .change(.organization),
                "Change a role for all who hold it, everywhere within 5 s. Administrator cannot be changed.", headers: [.ifMatch],
                request: RolePatch.self, response: RoleResource.self
            ) { request in
                let version = try request.expectedVersion()
                let wanted = try await request.decode(RolePatch.self, limit: 20_000)
                let role = try await change(
                    wanted.edit, of: try request.id("role"), expecting: version, by: request.caller)
                return .json(RoleResource(role), etag: String(role.version))
            },
            Route(
                .delete, "/v1/roles/{role}", access: .scope("organization:write"), audit: .change(.organization),
                "Delete a role that nobody was given.",
                headers: [.ifMatch], status: 204
            ) { request in
                try await change.remove(try request.id("role"), expecting: try request.expectedVersion())
                return .empty()
            },
        ]
    }
}
