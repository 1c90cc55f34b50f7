import Core
import HTTP
import JSON
import ServiceKit
import Synchronization

/// The API docs of the whole suite, OpenAPI 3.1, merged from what each service says of the doors that are open to the outside. A service
/// that does not answer is named in `x-missing`. A whole document is kept for a minute.
final class SuiteDocument: Sendable {
    private static let memory: Int64 = 60_000_000

    private let ask: AskPeer
    private let own: JSONValue
    private let kept = Mutex<(document: JSONValue, until: Int64)?>(nil)

    init(ask: AskPeer, own: JSONValue) {
        self.ask = ask
        self.own = own
    }

    func callAsFunction(for request: HTTPRequest) async throws -> JSONValue {
        let now = monotonicMicroseconds()
        if let kept = kept.withLock({ $0 }), kept.until > now { return kept.document }
        var parts = [own]
        var missing: [JSONValue] = []
        for service in Upstream.services {
            switch try await part(of: service, request) {
            case .value(let part): parts.append(part)
            case .gap(let gap): missing.append(.string("\(service): \(gap.detail)"))
            }
        }
        let document = OpenAPIDocument.merge(title: "Relata", version: "1", parts: parts)
        guard missing.isEmpty else {
            var members = document.object ?? JSONObject()
            members.set("x-missing", .array(missing))
            return .object(members)
        }
        kept.withLock { $0 = (document, now + Self.memory) }
        return document
    }

    private func part(of service: String, _ request: HTTPRequest) async throws -> Reply<JSONValue> {
        switch try await ask(service, .get, "/openapi.json", for: request) {
        case .done(let bytes):
            guard let part = try? JSONValue.parse(bytes, limits: JSONLimits(depth: 64, bytes: 16_000_000)) else {
                return .gap(Gap(service: service, code: "unreadable", detail: "its API docs could not be read"))
            }
            return .value(Self.open(part, of: service))
        case .refused(let refusal): return .gap(Gap(service: service, code: refusal.code, detail: refusal.detail))
        case .gap(let gap): return .gap(gap)
        }
    }

    private static func open(_ part: JSONValue, of service: String) -> JSONValue {
        guard var members = part.object, let paths = part["paths"]?.object else { return part }
        let open = paths.members.filter { Upstream.leads($0.key, to: service) }
        members.set("paths", .object(JSONObject(open.map { ($0.key, $0.value) })))
        return .object(members)
    }
}
