import Audit
import ContactsAPI
import Core
import HTTP
import JSON
import ServiceKit

/// Who is let in on a customer beside its owner: the team, and those with whom it is shared.
enum ShareRoutes {
    static func all(_ shares: ManageShares) -> [Route] {
        doors(.team, "/v1/accounts/{id}/team", "member", shares) + doors(.shares, "/v1/accounts/{id}/shares", "share", shares)
            + [
                Route(
                    .post, "/v1/accounts/{id}/team", access: .scope(ContactsScope.write), audit: .change(.account),
                    "Take a user into the customer's team, with a role and from when until when.", headers: [.idempotencyKey],
                    request: TeamMemberRequest.self, response: ShareResource.self, status: 201
                ) { request in
                    try await add(request, TeamMemberRequest.self, to: shares) { member in
                        ManageShares.Wish(
                            receiver: .user(member.userID), role: member.role,
                            access: member.role == "observer" ? .view : .change,
                            from: member.from, until: member.until, reason: nil)
                    }
                },
                Route(
                    .post, "/v1/accounts/{id}/shares", access: .scope(ContactsScope.write), audit: .change(.account),
                    "Share the customer with a user, or with a unit and all below it.", headers: [.idempotencyKey],
                    request: ShareRequest.self, response: ShareResource.self, status: 201
                ) { request in
                    try await add(request, ShareRequest.self, to: shares) { share in
                        ManageShares.Wish(
                            receiver: share.userID.map { .user($0) } ?? .queue(share.unitID ?? UnitTree.root), role: nil,
                            access: share.access, from: share.from, until: share.until, reason: share.reason)
                    }
                },
            ]
    }

    private static func doors(
        _ kind: ManageShares.Kind, _ pattern: String, _ name: String, _ shares: ManageShares
    ) -> [Route] {
        [
            Route(
                .get, pattern, access: .scope(ContactsScope.read), audit: .view(.account),
                kind == .team ? "The customer's team, now and to come." : "With whom the customer is shared, now and later.",
                response: ShareResource.self, list: true
            ) { request in
                let (items, version) = try await shares.list(
                    kind, of: request.id("id", as: AccountID.self), by: request.caller.viewer)
                var response = HTTPResponse.list(Page(items: items, next: nil))
                response.fields["ETag"] = "\"\(version)\""
                return response
            },
            Route(
                .delete, "\(pattern)/{\(name)}", access: .scope(ContactsScope.write), audit: .change(.account),
                kind == .team ? "Let somebody out of the team; whoever is in it may leave." : "Share the customer no more.",
                headers: [.ifMatch], status: 204
            ) { request in
                let version = try request.expectedVersion()
                guard let share = request.parameters[name].flatMap({ ID($0) }) else {
                    throw Refusal(.notFound, "not-found", "There is nobody let in under this id.")
                }
                let now = try await shares.end(
                    kind, share, of: request.id("id", as: AccountID.self), by: request.caller, expecting: version)
                var response = HTTPResponse.empty()
                response.fields["ETag"] = "\"\(now)\""
                return response
            },
        ]
    }

    private static func add<T: Shape>(
        _ request: HTTPRequest, _ type: T.Type, to shares: ManageShares, _ wish: (T) -> ManageShares.Wish
    ) async throws -> HTTPResponse {
        let id = try request.id("id", as: AccountID.self)
        let (wanted, creation) = try await request.creation(type)
        let added = try await shares.add(wish(wanted), to: id, under: creation, by: request.caller)
        return .created(added.share, isNew: added.isNew, etag: String(added.version))
    }
}

extension HTTPRequest {
    /// What is to be made, and under which name.
    func creation<T: Shape>(_ type: T.Type, limit: Int = 10_000) async throws -> (wanted: T, creation: Creation) {
        let key = try idempotencyKey()
        let bytes = try await body.collect(upTo: limit)
        let wanted = try Shapes.decode(type, from: bytes, limits: JSONLimits(bytes: limit))
        return (wanted, Creation(key: key, place: String(target.prefix { $0 != "?" }), body: bytes))
    }
}

extension HTTPResponse {
    /// 201 for what was made now, 200 for what the same key made before.
    static func created(_ value: some JSONWritable, isNew: Bool, etag: String? = nil) -> HTTPResponse {
        var response = HTTPResponse.json(value, status: isNew ? 201 : 200, etag: etag)
        if !isNew { response.fields["Idempotent-Replayed"] = "true" }
        return response
    }
}
