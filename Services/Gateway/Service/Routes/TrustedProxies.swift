import Core
import HTTP

/// The proxies in front of the gateway, whose word about the client is taken: `X-Forwarded-For` and `X-Forwarded-Proto`. From
/// anybody else these fields mean nothing.
struct TrustedProxies: Sendable {
    private let ranges: [AddressRange]

    /// Addresses and ranges with commas between them.
    init(_ list: String, setting: Setting) throws {
        ranges = try list.split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }.map { text in
            guard let range = AddressRange(text) else {
                throw SettingError(
                    setting: setting.name, expected: "addresses or ranges such as 10.0.0.0/8; \"\(text)\" is none")
            }
            return range
        }
    }

    /// Sets the client's own address and whether it came by HTTPS, when a trusted proxy says so.
    func reveal(_ request: inout HTTPRequest) {
        guard !ranges.isEmpty, isTrusted(request.remoteAddress) else { return }
        let hops = request.fields.values("X-Forwarded-For").flatMap { value in
            value.split(separator: ",").map { $0.filter { $0 != " " } }
        }
        // Each proxy adds whom it heard from at the end; what stands before the last untrusted one is the client's own claim.
        if let client = hops.last(where: { !isTrusted($0) }), ClientNetwork.isAddress(client) {
            request.remoteAddress = client
        }
        if let scheme = request.fields.values("X-Forwarded-Proto").last {
            request.isSecure = scheme.lowercased() == "https"
        }
    }

    private func isTrusted(_ address: String) -> Bool {
        guard let bytes = AddressRange.bytes(address) else { return false }
        return ranges.contains { $0.contains(bytes) }
    }
}
