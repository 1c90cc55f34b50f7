import Audit
import HTTP
import JSON
import ServiceKit

/// `GET /openapi.json`: the whole suite's API.
struct DocsRoutes: Sendable {
    let document: SuiteDocument

    var routes: [Route] {
        [
            Route(
                .get, "/openapi.json", access: .signedIn, audit: .none("Tells of no record."), pace: .costly,
                "The API of the whole suite, OpenAPI 3.1."
            ) { request in
                .json(try await document(for: request).json())
            }
        ]
    }
}
