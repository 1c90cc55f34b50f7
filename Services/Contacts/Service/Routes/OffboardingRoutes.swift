import Audit
import ContactsAPI
import Core
import HTTP
import JSON
import ServiceKit

/// Somebody leaves: what he holds, and to whom it goes.
enum OffboardingRoutes {
    static func all(_ offboard: OffboardUser) -> [Route] {
        [
            Route(
                .get, "/v1/users/{id}/holdings", access: .scope(ContactsScope.assign), audit: .none("Counts, and no client."),
                "How many customers, teams, shares and open requests a user still has.", response: HoldingsResource.self
            ) { request in
                .json(try await offboard.holdings(of: ReassignmentRoutes.id(request), by: request.caller))
            },
            Route(
                .post, "/v1/users/{id}/offboardings", access: .scope(ContactsScope.assign), audit: .change(.account),
                "Plan that everything of a user who leaves goes to others; apply and undo it as the reassignment that it makes.",
                headers: [.idempotencyKey], request: OffboardingRequest.self, response: ReassignmentResource.self, status: 201
            ) { request in
                let user = try ReassignmentRoutes.id(request)
                let (wanted, creation) = try await request.creation(OffboardingRequest.self, limit: 200_000)
                let planned = try await offboard(user, wanted, under: creation, by: request.caller)
                return .created(planned.reassignment, isNew: planned.isNew)
            },
        ]
    }
}
