/// The site that passkeys are for: its name, which they are bound to for ever (the RP ID of WebAuthn), and the origin of its pages.
package struct PasskeySite: Sendable, Hashable {
    /// Such as `crm.example.com`.
    package let id: String
    /// Such as `https://crm.example.com`.
    package let origin: String

    /// `nil` where browsers allow no passkeys: without HTTPS, and at an address that is a number. This computer alone is an
    /// exception: under the name `localhost`, also without HTTPS.
    package init?(host: String, port: Int, isSecure: Bool) {
        let isLocal = ["localhost", "127.0.0.1", "[::1]"].contains(host)
        let name = isLocal ? "localhost" : host
        guard isSecure || isLocal, !Self.isNumber(name) else { return nil }
        id = name
        let isUsual = port == (isSecure ? 443 : 80)
        origin = (isSecure ? "https://" : "http://") + name + (isUsual ? "" : ":\(port)")
    }

    private static func isNumber(_ host: String) -> Bool {
        host.hasPrefix("[") || host.split(separator: ".").last.map { $0.allSatisfy(\.isNumber) } ?? true
    }
}
