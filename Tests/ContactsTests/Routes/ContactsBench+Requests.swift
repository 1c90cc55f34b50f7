import Core
import HTTP
import JSON
import Observability
import ServiceKit

@testable import Contacts

extension ContactsBench {
    /// What the service's routes answer to Ann, who holds these scopes.
    func request(
        _ method: HTTPMethod = .get, _ target: String, ifMatch: String? = nil, body: String? = nil, scopes: Set<String>
    ) async throws -> (status: Int, etag: String?, json: JSONValue) {
        let handler = try ServiceHandler.make(
            service: "contacts", routes: module.routes, audit: audit, ids: ids, logger: .silent, metrics: Metrics()
        ) { _ in Caller(kind: .person, subject: "1", name: "Ann", scopes: scopes) }
        var request = HTTPRequest(method: method, target: target)
        if let ifMatch { request.fields["If-Match"] = ifMatch }
        if let body { request.body = .bytes(Array(body.utf8)) }
        let response = try await handler(request)
        let bytes = try await response.body.collect(upTo: 1 << 20)
        return (response.status, response.fields["ETag"], try JSONValue.parse(bytes))
    }
}
