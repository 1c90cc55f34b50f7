import Audit
import Core
import HTTP
import JSON
import Observability
import ServiceKit

@testable import Contacts

extension ContactsBench {
    /// Who asks.
    @TaskLocal static var caller = Caller.anonymous

    static func door(of module: ServiceModule, audit: AuditTrail?, ids: IdentifierSource) throws -> Handler {
        try ServiceHandler.make(
            service: "contacts", routes: module.routes, audit: audit, ids: ids, logger: .silent, metrics: Metrics()
        ) { _ in caller }
    }

    /// What the service's routes answer to Ann, who holds these scopes; she sees and changes everything, when nothing is said.
    func request(
        _ method: HTTPMethod = .get, _ target: String, ifMatch: String? = nil, body: String? = nil, scopes: Set<String>,
        viewer: Viewer = .everything(role: "Test")
    ) async throws -> (status: Int, etag: String?, json: JSONValue) {
        var request = HTTPRequest(method: method, target: target)
        if let ifMatch { request.fields["If-Match"] = ifMatch }
        if let body { request.body = .bytes(Array(body.utf8)) }
        let asked = request
        let response = try await Self.$caller.withValue(
            Caller(kind: .person, subject: "1", name: "Ann", scopes: scopes, viewer: viewer)
        ) {
            try await door(asked)
        }
        let bytes = try await response.body.collect(upTo: 1 << 20)
        return (response.status, response.fields["ETag"], try JSONValue.parse(bytes))
    }
}
