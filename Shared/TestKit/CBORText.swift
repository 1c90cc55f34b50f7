/// Writes CBOR (RFC 8949) as authenticators do: the shortest lengths, nothing indefinite.
package enum CBORText {
    package static func integer(_ value: Int) -> [UInt8] { value < 0 ? head(1, -1 - value) : head(0, value) }
    package static func bytes(_ bytes: [UInt8]) -> [UInt8] { head(2, bytes.count) + bytes }
    package static func text(_ text: String) -> [UInt8] { head(3, text.utf8.count) + Array(text.utf8) }

    /// Keys and values are written already.
    package static func map(_ members: [(key: [UInt8], value: [UInt8])]) -> [UInt8] {
        head(5, members.count) + members.flatMap { $0.key + $0.value }
    }

    private static func head(_ kind: UInt8, _ number: Int) -> [UInt8] {
        let first = kind << 5
        switch number {
        case ..<24: return [first | UInt8(number)]
        case ..<256: return [first | 24, UInt8(number)]
        case ..<65_536: return [first | 25, UInt8(number >> 8), UInt8(number & 255)]
        default: return [first | 26] + (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
        }
    }
}
