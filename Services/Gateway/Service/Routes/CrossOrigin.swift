import Core
import HTTP

/// Lets pages of other sites that the operator named read answers (CORS); of no others, and of none at all unless some are named. What
/// such a page asks with is a bearer token: a cookie never counts from there, so credentials are not allowed and nothing is guarded
/// by the list that a person's cookie opens.
struct CrossOrigin: Sendable {
    private static let fields =
        "Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Prefer, traceparent"
    private static let exposed =
        "ETag, Idempotent-Replayed, Link, Location, RateLimit, RateLimit-Policy, Relata-Export-Id, Retry-After, WWW-Authenticate, "
        + "X-Export-Count, X-Request-ID"

    /// What goes with every answer for a page of that origin.
    private let answers: [String: HTTPFields]

    /// Origins with commas, exactly as browsers send them: `https://shop.example`, with a port only where it is not the scheme's.
    init(_ list: String, setting: Setting) throws {
        var answers: [String: HTTPFields] = [:]
        for origin in list.split(separator: ",").map({ String($0.filter { $0 != " " }) }) where !origin.isEmpty {
            guard Self.isOrigin(origin) else {
                throw SettingError(
                    setting: setting.name,
                    expected: "origins as browsers send them, such as https://shop.example or http://localhost:3000; "
                        + "\"\(origin)\" is none")
            }
            answers[origin] = [
                "Vary": "Origin", "Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": Self.exposed,
            ]
        }
        self.answers = answers
    }

    var isOn: Bool { !answers.isEmpty }

    /// The answer to a browser that asks whether its page may send a request; nil when this is no such question. `allowed` are
    /// the methods that the address takes.
    func preflight(_ request: HTTPRequest, allowed: () -> [HTTPMethod]) -> HTTPResponse? {
        guard isOn, request.method == .options, let origin = request.fields["Origin"],
            request.fields.contains("Access-Control-Request-Method")
        else { return nil }
        var response = HTTPResponse.empty()
        response.fields["Vary"] = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
        guard answers[origin] != nil else { return response }
        response.fields["Access-Control-Allow-Origin"] = origin
        response.fields["Access-Control-Allow-Methods"] = allowed().map(\.rawValue).joined(separator: ", ")
        response.fields["Access-Control-Allow-Headers"] = Self.fields
        response.fields["Access-Control-Max-Age"] = "600"
        return response
    }

    /// Says in an answer who may read it. Every answer depends on who asks then, so caches are told so.
    func tell(_ request: HTTPRequest, in response: inout HTTPResponse) {
        guard isOn, !response.fields.contains("Access-Control-Allow-Origin") else { return }
        if let origin = request.fields["Origin"], let fields = answers[origin] {
            for (name, value) in fields { response.fields.append(name, value) }
        } else {
            response.fields.append("Vary", "Origin")
        }
    }

    private static func isOrigin(_ text: String) -> Bool {
        for (scheme, port) in [("https://", "443"), ("http://", "80")] where text.hasPrefix(scheme) {
            let parts = text.dropFirst(scheme.count).split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count <= 2, let host = parts.first, !host.isEmpty,
                host.utf8.allSatisfy({ 0x61...0x7a ~= $0 || 0x30...0x39 ~= $0 || $0 == 0x2d || $0 == 0x2e })
            else { return false }
            guard parts.count == 2 else { return true }
            return parts[1] != port && UInt16(parts[1]).map { String($0) } == String(parts[1]) && parts[1] != "0"
        }
        return false
    }
}
