import Audit
import Core
import HTTP
import ServiceKit

/// Which roles a user holds, and from when to when.
struct AssignmentRoutes: Sendable {
    let read: ReadRoles
    let assign: AssignRole
    let change: ChangeAssignment

    var routes: [Route] {
        [
            Route(
                .get, "/v1/users/{user}/roles", access: .scope("organization:read"), audit: .view(.organization),
                "The roles of a user, also those that are over or have not begun, in the order of time.",
                response: RoleAssignmentResource.self, list: true
            ) { request in
                let held = try await read.assignments(of: try request.id("user"))
                return .list(Page(items: held.map { RoleAssignmentResource($0) }, next: nil))
            },
            Route(
                .post, "/v1/users/{user}/roles", access: .scope("organization:write"), audit: .change(.organization),
                "Give a user a role for a time. Nobody gives rights, or rows, that he does not have himself.",
                headers: [.idempotencyKey], request: RoleAssignmentRequest.self, response: RoleAssignmentResource.self,
                status: 201
            ) { request in
                let (wanted, creation) = try await request.wish(RoleAssignmentRequest.self)
                let (assignment, isNew) = try await assign(
                    wanted.roleID, to: try request.id("user"), from: wanted.from, until: wanted.until, creation,
                    by: request.caller)
                return .made(RoleAssignmentResource(assignment), version: assignment.version, isNew: isNew)
            },
            Route(
                .patch, "/v1/users/{user}/roles/{assignment}", access: .scope("organization:write"),
                audit: .change(.organization),
                "Say anew from when to when a user holds a role.", headers: [.ifMatch], request: PeriodPatch.self,
                response: RoleAssignmentResource.self
            ) { request in
                let version = try request.expectedVersion()
                let wanted = try await request.decode(PeriodPatch.self, limit: 10_000)
                let assignment = try await change(
                    wanted.edit, of: try request.id("assignment"), heldBy: try request.id("user"), expecting: version,
                    by: request.caller)
                return .json(RoleAssignmentResource(assignment), etag: String(assignment.version))
            },
            Route(
                .delete, "/v1/users/{user}/roles/{assignment}", access: .scope("organization:write"),
                audit: .change(.organization),
                "Take a role back as if it had never been given; one that was used gets an end instead.", headers: [.ifMatch],
                status: 204
            ) { request in
                try await change.remove(
                    try request.id("assignment"), heldBy: try request.id("user"), expecting: try request.expectedVersion(),
                    by: request.caller)
                return .empty()
            },
        ]
    }
}
