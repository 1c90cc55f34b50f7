/// Where a page ended, as an opaque text that is safe in an address.
package enum Cursor {
    package static func encode(_ parts: [String]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var out: [UInt8] = []
        for byte in parts.map({ "\($0.utf8.count):\($0)" }).joined().utf8 {
            out.append(digits[Int(byte >> 4)])
            out.append(digits[Int(byte & 15)])
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Throws `bad-cursor` for anything that `encode` with as many parts did not make.
    package static func decode(_ cursor: String, parts count: Int) throws -> [String] {
        let refusal = Refusal(.malformed, "bad-cursor", "cursor must be what the page before gave as next.")
        guard cursor.utf8.count <= 8192, let bytes = bytes(ofHex: cursor) else { throw refusal }
        var rest = bytes[...]
        var parts: [String] = []
        while let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
            guard let length = Int(String(decoding: rest[..<colon], as: UTF8.self)), length >= 0,
                length <= rest.endIndex - colon - 1
            else { throw refusal }
            let end = colon + 1 + length
            guard let part = String(validating: rest[(colon + 1)..<end], as: UTF8.self) else { throw refusal }
            parts.append(part)
            rest = rest[end...]
        }
        guard rest.isEmpty, parts.count == count else { throw refusal }
        return parts
    }

    private static func bytes(ofHex text: String) -> [UInt8]? {
        let digits = text.utf8.map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
            default: 255
            }
        }
        guard digits.count % 2 == 0, !digits.contains(255) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
