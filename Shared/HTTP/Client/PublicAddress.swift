import Glibc

/// Whether an address is one of the public internet: none of this machine, of a private or shared network, of a link, of
/// documentation or tests, of a group, and none that stands for such an IPv4 address (RFC 6890, RFC 6052, RFC 4291).
enum PublicAddress {
    /// `address` is a `sockaddr` of any family.
    static func contains(_ address: UnsafeRawBufferPointer) -> Bool {
        guard address.count >= MemoryLayout<sa_family_t>.size else { return false }
        switch Int32(address.loadUnaligned(as: sa_family_t.self)) {
        case AF_INET:
            guard address.count >= 8 else { return false }
            return isPublic(v4: Array(address[4..<8]))
        case AF_INET6:
            guard address.count >= 24 else { return false }
            return isPublic(v6: Array(address[8..<24]))
        default: return false
        }
    }

    static func isPublic(v4 bytes: [UInt8]) -> Bool {
        switch (bytes[0], bytes[1], bytes[2]) {
        case (0, _, _), (10, _, _), (127, _, _), (100, 64...127, _), (169, 254, _), (172, 16...31, _), (192, 0, 0), (192, 0, 2),
            (192, 88, 99), (192, 168, _), (198, 18...19, _), (198, 51, 100), (203, 0, 113), (224..., _, _):
            false
        default: true
        }
    }

    static func isPublic(v6 bytes: [UInt8]) -> Bool {
        // What is given out to be used (2000::/3), and the addresses that translate IPv4.
        if bytes[0..<12] == [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0] { return isPublic(v4: Array(bytes[12...])) }
        guard bytes[0] & 0xe0 == 0x20 else { return false }
        switch (bytes[0], bytes[1]) {
        case (0x20, 0x02): return isPublic(v4: Array(bytes[2..<6]))  // 6to4
        case (0x20, 0x01):
            // Teredo, ORCHID and others of 2001::/23, and documentation.
            return bytes[2] >= 2 && !(bytes[2] == 0x0d && bytes[3] == 0xb8)
        case (0x3f, 0xff): return bytes[2] >= 0x10  // documentation, 3fff::/20
        default: return true
        }
    }
}
