import Audit
import ContactsAPI
import Core
import HTTP
import ServiceKit

/// What rights to one account are decided by; the gateway explains them with it.
enum AccessRoutes {
    static func all(_ read: ReadAccess) -> [Route] {
        [
            Route(
                .get, "/v1/accounts/{id}/access", access: .scope("organization:read"), audit: .view(.account),
                "Whose a customer is and who was let in, for whoever sees the customer in full.", response: AccountAccess.self
            ) { request in
                let facts = try await read(of: request.id("id", as: AccountID.self), by: request.caller.viewer)
                return .json(AccountAccess(facts))
            }
        ]
    }
}
