import Audit
import Core
import HTTP
import JSON
import ServiceKit

/// Who users are at providers. An identity has no versions that a DELETE could be late for, so it takes no If-Match.
struct IdentityRoutes: Sendable {
    private static let path = "/v1/users/{user}/identities"

    let connect: ConnectIdentities

    var routes: [Route] {
        [
            Route(
                .get, Self.path, access: .scope("organization:read"), audit: .view(.organization),
                "Who the user is at sign-in providers.",
                response: UserIdentityResource.self, list: true
            ) { request in
                let identities = try await connect.list(of: try request.id("user"))
                return .list(Page(items: identities.map { UserIdentityResource($0) }, next: nil))
            },
            Route(
                .post, Self.path, access: .scope("organization:write"), audit: .change(.organization),
                "Let somebody in as the user whom a provider calls so; the page that refuses him says how. The same again answers 200.",
                request: UserIdentityRequest.self, response: UserIdentityResource.self, status: 201
            ) { request in
                let wanted = try await request.decode(UserIdentityRequest.self, limit: 10_000)
                let (identity, isNew) = try await connect.connect(
                    wanted.subject, of: wanted.providerID, to: try request.id("user"), by: request.caller)
                return .json(UserIdentityResource(identity), status: isNew ? 201 : 200)
            },
            Route(
                .delete, Self.path + "/{provider}", access: .scope("organization:write"), audit: .change(.organization),
                "Take the user's identities at a provider away; ends the sessions that began there.", status: 204
            ) { request in
                try await connect.disconnect(
                    try request.id("provider"), from: try request.id("user"), by: request.caller)
                return .empty()
            },
        ]
    }
}

/// An identity that somebody wants a user to have.
struct UserIdentityRequest: Shape {
    static let shapeName = "UserIdentityRequest"
    let providerID: ID
    let subject: String

    init(_ fields: inout ShapeReader) {
        providerID = fields.id("providerID", "The sign-in provider.")
        subject = fields.text("subject", length: 1...500, "What the provider calls him: the claim sub.")
    }
}

struct UserIdentityResource: Shape, JSONWritable {
    static let shapeName = "UserIdentity"
    let identity: UserIdentity

    init(_ identity: UserIdentity) { self.identity = identity }

    init(_ fields: inout ShapeReader) {
        identity = UserIdentity(
            providerID: fields.id("providerID"), subject: fields.text("subject", length: 1...500),
            createdAt: fields.time("createdAt"))
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("providerID", identity.providerID)
            writer.field("subject", identity.subject)
            writer.field("createdAt", identity.createdAt)
        }
    }
}
