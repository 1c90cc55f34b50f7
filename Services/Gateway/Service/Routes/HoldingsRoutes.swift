import Audit
import ContactsAPI
import HTTP
import ServiceKit

/// `GET /v1/users/{id}/holdings`: what of somebody who leaves has to go to others.
struct HoldingsRoutes: Sendable {
    let compose: ComposeHoldings

    var routes: [Route] {
        [
            Route(
                .get, "/v1/users/{id}/holdings", access: .scope(ContactsScope.assign), audit: .none("Counts, and no client."),
                "How many customers, teams, shares and open requests a user still has, and in how many absences he stands in.",
                response: HoldingsResource.self
            ) { request in
                .json(try await compose(of: try request.id("id"), for: request))
            }
        ]
    }
}
