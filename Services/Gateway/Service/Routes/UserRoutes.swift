import Audit
import Core
import HTTP
import ServiceKit

/// Users: persons, and service accounts for programs.
struct UserRoutes: Sendable {
    let read: ReadUsers
    let create: CreateUser
    let change: ChangeUser

    var routes: [Route] { reading + writing }

    private var reading: [Route] {
        [
            Route(
                .get, "/v1/users", access: .scope("organization:read"), audit: .view(.organization),
                "Users, in the order of their logins.",
                query: [
                    QueryParameter("kind", "person (when absent) or service."),
                    QueryParameter("active", "true or false; both when absent."),
                ] + PageQuery.parameters, response: UserResource.self, list: true
            ) { request in
                let (query, limit) = try Self.query(request)
                let users = try await read(query)
                return .list(Page(users, limit: limit) { SearchKey.folded($0.login) }.map { UserResource($0) })
            },
            Route(
                .get, "/v1/users/{user}", access: .scope("organization:read"), audit: .view(.organization), "A user.",
                response: UserResource.self
            ) { request in
                let user = try await read.one(try request.id("user"))
                return .json(UserResource(user), etag: String(user.version))
            },
            Route(
                .get, "/v1/users/{user}/memberships", access: .scope("organization:read"), audit: .view(.organization),
                "The units that a user belongs to, belonged to or will belong to, in the order of time.",
                response: MembershipResource.self, list: true
            ) { request in
                let memberships = try await read.memberships(of: try request.id("user"))
                return .list(Page(items: memberships.map { MembershipResource($0) }, next: nil))
            },
        ]
    }

    private var writing: [Route] {
        [
            Route(
                .post, "/v1/users", access: .scope("organization:write"), audit: .change(.organization),
                "Make a user, who holds no right until he is given a role.", headers: [.idempotencyKey],
                request: UserRequest.self, response: UserResource.self, status: 201
            ) { request in
                let (wanted, creation) = try await request.wish(UserRequest.self)
                let (user, isNew) = try await create(wanted.wish, creation)
                return .made(UserResource(user), version: user.version, isNew: isNew)
            },
            Route(
                .patch, "/v1/users/{user}", access: .scope("organization:write"), audit: .change(.organization),
                "Change a user. Who is not active is signed out, and his tokens end, everywhere within 5 s.", headers: [.ifMatch],
                request: UserPatch.self, response: UserResource.self
            ) { request in
                let version = try request.expectedVersion()
                let wanted = try await request.decode(UserPatch.self, limit: 20_000)
                let user = try await change(
                    wanted.edit, of: try request.id("user"), expecting: version, by: request.caller)
                return .json(UserResource(user), etag: String(user.version))
            },
        ]
    }

    private static func query(_ request: HTTPRequest) throws -> (query: UserQuery, limit: Int) {
        let page = try PageQuery.read(request)
        var query = UserQuery(after: try page.cursor.map { try Cursor.decode($0, parts: 1)[0] }, limit: page.limit + 1)
        if let text = request.query.first("kind"), !text.isEmpty {
            guard let kind = User.Kind(rawValue: text) else {
                throw Refusal(.malformed, "bad-kind", "kind must be person or service.")
            }
            query.kind = kind
        }
        if let text = request.query.first("active"), !text.isEmpty {
            guard let isActive = Bool(text) else { throw Refusal(.malformed, "bad-active", "active must be true or false.") }
            query.isActive = isActive
        }
        return (query, page.limit)
    }
}
