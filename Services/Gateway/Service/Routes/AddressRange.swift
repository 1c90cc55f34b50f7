import Glibc

/// An address, or all addresses that begin with the same bits: `10.0.0.1`, `10.0.0.0/8`, `2001:db8::/32`.
struct AddressRange: Hashable, Sendable {
    private let bytes: [UInt8]
    private let bits: Int

    /// Nil when the text is none, or has bits set behind the length that it names.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let address = parts.first, let bytes = Self.bytes(String(address)) else { return nil }
        let most = bytes.count * 8
        guard parts.count <= 2, let bits = parts.count == 2 ? Int(parts[1]) : most, (0...most).contains(bits) else { return nil }
        for bit in bits..<most {
            let mask: UInt8 = 0x80 >> UInt8(bit % 8)
            if bytes[bit / 8] & mask != 0 { return nil }
        }
        (self.bytes, self.bits) = (bytes, bits)
    }

    func contains(_ address: [UInt8]) -> Bool {
        guard address.count == bytes.count else { return false }
        let (whole, rest) = (bits / 8, bits % 8)
        guard address.prefix(whole) == bytes.prefix(whole) else { return false }
        guard rest > 0 else { return true }
        let difference: UInt8 = address[whole] ^ bytes[whole]
        return difference >> UInt8(8 - rest) == 0
    }

    /// The 4 or 16 bytes of an address; an IPv4 address in IPv6's clothes is an IPv4 address.
    static func bytes(_ text: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        guard text.contains(":") else { return inet_pton(AF_INET, text, &bytes) == 1 ? Array(bytes.prefix(4)) : nil }
        guard inet_pton(AF_INET6, text, &bytes) == 1 else { return nil }
        let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xff && bytes[11] == 0xff
        return isMapped ? Array(bytes.suffix(4)) : bytes
    }
}
