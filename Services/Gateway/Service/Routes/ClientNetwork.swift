import Glibc

/// What counts as one client when nobody is signed in: an IPv4 address, or the /64 of an IPv6 one, as whoever has one address
/// of it has them all.
enum ClientNetwork {
    static func of(_ address: String) -> String {
        var parsed = in6_addr()
        guard address.contains(":"), inet_pton(AF_INET6, address, &parsed) == 1 else { return address }
        let bytes = withUnsafeBytes(of: parsed) { Array($0) }
        if bytes.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff] {
            return bytes.dropFirst(12).map { String($0) }.joined(separator: ".")
        }
        return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":") + "/64"
    }

    static func isAddress(_ text: String) -> Bool {
        var parsed = in6_addr()
        return inet_pton(text.contains(":") ? AF_INET6 : AF_INET, text, &parsed) == 1
    }
}
