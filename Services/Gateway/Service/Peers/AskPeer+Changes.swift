import Core
import HTTP
import JSON
import ServiceKit

extension AskPeer {
    /// What a change made of a resource. `key` names what is to be made, `version` is that of what is to be changed. Throws what the
    /// service says against it, and `unavailable` where it does not answer.
    func change<T: Shape>(
        _ type: T.Type, _ service: String, _ method: HTTPMethod, _ target: String, body: JSONValue? = nil, key: String? = nil,
        version: Int64? = nil, for request: HTTPRequest
    ) async throws -> T {
        var fields: [(String, String)] = []
        if let key {
            guard (1...100).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
                throw Refusal(.malformed, "missing", "The form has no key. Open the page again.")
            }
            fields.append(("Idempotency-Key", key))
        }
        if let version { fields.append(("If-Match", "\"\(version)\"")) }
        switch try await self(service, method, target, body: body, fields: fields, for: request) {
        case .done(let bytes):
            switch decode(type, bytes, service, request) {
            case .value(let value): return value
            case .gap(let gap): throw Refusal(.unavailable, gap.code, gap.detail)
            }
        case .refused(let refusal): throw refusal
        case .gap(let gap): throw Refusal(.unavailable, gap.code, gap.detail)
        }
    }
}
