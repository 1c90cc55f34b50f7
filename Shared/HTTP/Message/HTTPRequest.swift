package import Core

/// A request as a handler gets it and as a client sends it.
package struct HTTPRequest: Sendable {
    package var method: HTTPMethod
    /// Path and query as received, in origin form: `/v1/orders?limit=10`.
    package var target: String
    package var fields: HTTPFields
    package var body: HTTPBody
    /// The address of the peer in text, without its port.
    package var remoteAddress: String
    package var isSecure: Bool
    /// From the route's pattern, percent-decoded.
    package var parameters: [String: String] = [:]
    package var caller = Caller.anonymous
    /// The request id.
    package var id = ""
    package var language = ""

    package init(
        method: HTTPMethod, target: String, fields: HTTPFields = [], body: HTTPBody = .none, remoteAddress: String = "",
        isSecure: Bool = false
    ) {
        self.method = method
        self.target = target
        self.fields = fields
        self.body = body
        self.remoteAddress = remoteAddress
        self.isSecure = isSecure
    }

    /// The target before the question mark, still percent-encoded.
    package var path: String {
        guard let mark = target.utf8.firstIndex(of: 0x3f) else { return target }
        return String(target[..<mark])
    }

    package var query: HTTPQuery {
        guard let mark = target.utf8.firstIndex(of: 0x3f) else { return HTTPQuery("") }
        return HTTPQuery(String(target[mark...].dropFirst()))
    }

    /// The first cookie of that name; the name is compared with case.
    package func cookie(_ name: String) -> String? {
        for field in fields.values("cookie") {
            for pair in field.split(separator: ";") {
                let pair = pair.drop { $0 == " " }
                guard let equals = pair.firstIndex(of: "="), pair[..<equals] == name else { continue }
                return String(pair[equals...].dropFirst())
            }
        }
        return nil
    }
}
