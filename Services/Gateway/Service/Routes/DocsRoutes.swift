import Core
import HTTP
import JSON
import ServiceKit

/// `GET /openapi.json`: the whole suite's API, merged from what each service says of itself.
struct DocsRoutes: Sendable {
    let peers: Peers
    let version: String
    let own: @Sendable () -> JSONValue

    var routes: [Route] {
        [
            Route(.get, "/openapi.json", access: .signedIn, "The API of the whole suite, OpenAPI 3.1.") { request in
                var parts = [own()]
                var missing: [JSONValue] = []
                for service in Upstream.services {
                    do {
                        parts.append(try await part(of: service, request))
                    } catch let problem as any Problem {
                        missing.append(.string("\(service): \(problem.detail)"))
                    }
                }
                var document = OpenAPIDocument.merge(title: "Relata", version: version, parts: parts)
                if !missing.isEmpty, var object = document.object {
                    object.set("x-missing", .array(missing))
                    document = .object(object)
                }
                return .json(document.json())
            }
        ]
    }

    private func part(of service: String, _ request: HTTPRequest) async throws -> JSONValue {
        guard let peer = peers[service] else {
            throw Refusal(.unavailable, "no-service", "not configured")
        }
        var asked = HTTPRequest(method: .get, target: "/openapi.json")
        asked.caller = request.caller
        asked.id = request.id
        let question = asked
        let bytes = try await Deadline.run(seconds: ComposeCard.patience) {
            try await peer(question).body.collect(upTo: 4_000_000)
        }
        guard let part = try? JSONValue.parse(bytes, limits: JSONLimits(depth: 64, bytes: 4_000_000)) else {
            throw Refusal(.unavailable, "bad-docs", "its API docs could not be read")
        }
        return part
    }
}
