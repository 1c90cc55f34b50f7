import Audit
import Core
import HTTP
import ServiceKit

/// Who works in a unit, and from when to when.
struct MemberRoutes: Sendable {
    let read: ReadUnits
    let add: AddMember
    let change: ChangeMembership

    var routes: [Route] {
        [
            Route(
                .get, "/v1/units/{unit}/members", access: .scope("organization:read"), audit: .view(.organization),
                "Memberships of a unit, also those that are over or have not begun, in the order of their ids.",
                query: PageQuery.parameters, response: MembershipResource.self, list: true
            ) { request in
                let (after, limit) = try request.pageByID()
                let members = try await read.members(of: try request.id("unit"), after: after, limit: limit + 1)
                return .list(Page(members, limit: limit) { $0.id.description }.map { MembershipResource($0) })
            },
            Route(
                .post, "/v1/units/{unit}/members", access: .scope("organization:write"), audit: .change(.organization),
                "Put a user into a unit for a time.",
                headers: [.idempotencyKey], request: MembershipRequest.self, response: MembershipResource.self, status: 201
            ) { request in
                let (wanted, creation) = try await request.wish(MembershipRequest.self)
                let (membership, isNew) = try await add(
                    wanted.userID, to: try request.id("unit"), from: wanted.from, until: wanted.until, creation,
                    by: request.caller)
                return .made(MembershipResource(membership), version: membership.version, isNew: isNew)
            },
            Route(
                .patch, "/v1/units/{unit}/members/{membership}", access: .scope("organization:write"),
                audit: .change(.organization),
                "Say anew from when to when a user belongs to a unit.", headers: [.ifMatch], request: PeriodPatch.self,
                response: MembershipResource.self
            ) { request in
                let version = try request.expectedVersion()
                let wanted = try await request.decode(PeriodPatch.self, limit: 10_000)
                let membership = try await change(
                    wanted.edit, of: try request.id("membership"), in: try request.id("unit"), expecting: version,
                    by: request.caller)
                return .json(MembershipResource(membership), etag: String(membership.version))
            },
            Route(
                .delete, "/v1/units/{unit}/members/{membership}", access: .scope("organization:write"),
                audit: .change(.organization),
                "Take a membership back as if it had never been; who moves on gets an end instead.", headers: [.ifMatch],
                status: 204
            ) { request in
                try await change.remove(
                    try request.id("membership"), from: try request.id("unit"), expecting: try request.expectedVersion(),
                    by: request.caller)
                return .empty()
            },
        ]
    }
}
