import Audit
import Core
import HTTP
import JSON
import ServiceKit

/// `GET /v1/customers/{id}`: the composed client card.
struct CardRoutes: Sendable {
    let composeCard: ComposeCard

    var routes: [Route] {
        [
            Route(
                .get, "/v1/customers/{id}", access: .scope("customers:read"), audit: .asksServices,
                "The client card: blocks of several services, each with its freshness, a missing service as a marked gap.",
                response: CardResource.self
            ) { request in
                guard let id = request.parameters["id"].flatMap({ ID($0) }) else {
                    throw Refusal(.notFound, "not-found", "There is no customer with this id.")
                }
                return .json(CardResource(id: id, blocks: try await composeCard(id, for: request)))
            }
        ]
    }
}
