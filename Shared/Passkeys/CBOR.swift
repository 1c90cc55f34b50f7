/// An item of CBOR (RFC 8949), as far as authenticators write it (CTAP 2.1 §8): whole numbers, bytes, text, lists, maps, truth values
/// and null.
enum CBOR: Hashable, Sendable {
    case integer(Int64)
    case bytes([UInt8])
    case text(String)
    case array([CBOR])
    case map([CBOR: CBOR])
    case bool(Bool)
    case null

    /// Throws `malformed` unless the bytes are one item and nothing else.
    static func parse(_ bytes: [UInt8]) throws(PasskeyFault) -> CBOR {
        var reader = CBORReader(bytes[...])
        let item = try reader.item()
        guard reader.rest.isEmpty else { throw .malformed }
        return item
    }

    var integer: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    var bytes: [UInt8]? {
        if case .bytes(let value) = self { value } else { nil }
    }

    var text: String? {
        if case .text(let value) = self { value } else { nil }
    }

    var map: [CBOR: CBOR]? {
        if case .map(let value) = self { value } else { nil }
    }

    subscript(key: Int64) -> CBOR? { map?[.integer(key)] }
    subscript(key: String) -> CBOR? { map?[.text(key)] }
}

/// Takes one item after the other off the front of bytes. Strict where two readers could see different things: no key of a map
/// twice, lengths known beforehand and written in the fewest bytes, text that is UTF-8. The order of keys is not looked at, since
/// not every password manager keeps to it.
struct CBORReader {
    /// Levels of lists and maps in one another; CTAP allows four.
    private static let deepest = 4

    /// What was not read yet.
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func item() throws(PasskeyFault) -> CBOR { try item(depth: 0) }

    private mutating func item(depth: Int) throws(PasskeyFault) -> CBOR {
        let first = try take(1)[0]
        let kind = first >> 5
        guard kind != 7 else { return try simple(first & 31) }
        let number = try number(first & 31)
        switch kind {
        case 0: return .integer(try Self.signed(number))
        case 1: return .integer(-1 - (try Self.signed(number)))
        case 2: return .bytes(try take(number))
        case 3:
            let bytes = try take(number)
            guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformed }
            return .text(text)
        case 4: return try array(number, depth: depth + 1)
        case 5: return try map(number, depth: depth + 1)
        default: throw .malformed
        }
    }

    private mutating func array(_ count: UInt64, depth: Int) throws(PasskeyFault) -> CBOR {
        guard depth <= Self.deepest, count <= UInt64(rest.count) else { throw .malformed }
        var items: [CBOR] = []
        for _ in 0..<count { items.append(try item(depth: depth)) }
        return .array(items)
    }

    private mutating func map(_ count: UInt64, depth: Int) throws(PasskeyFault) -> CBOR {
        guard depth <= Self.deepest, count <= UInt64(rest.count) / 2 else { throw .malformed }
        var members: [CBOR: CBOR] = [:]
        for _ in 0..<count {
            let key = try item(depth: depth)
            guard members.updateValue(try item(depth: depth), forKey: key) == nil else { throw .malformed }
        }
        return .map(members)
    }

    private func simple(_ value: UInt8) throws(PasskeyFault) -> CBOR {
        switch value {
        case 20: .bool(false)
        case 21: .bool(true)
        case 22: .null
        default: throw .malformed
        }
    }

    /// The number behind the first byte: in it, or in the 1, 2, 4 or 8 bytes that follow.
    private mutating func number(_ short: UInt8) throws(PasskeyFault) -> UInt64 {
        guard short >= 24 else { return UInt64(short) }
        guard short <= 27 else { throw .malformed }
        let width = 1 << Int(short - 24)
        let number = try take(UInt64(width)).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let least: UInt64 = width == 1 ? 24 : 1 << UInt64(4 * width)
        guard number >= least else { throw .malformed }
        return number
    }

    private mutating func take(_ count: UInt64) throws(PasskeyFault) -> [UInt8] {
        guard count <= UInt64(rest.count) else { throw .malformed }
        let taken = Array(rest.prefix(Int(count)))
        rest = rest.dropFirst(Int(count))
        return taken
    }

    private static func signed(_ number: UInt64) throws(PasskeyFault) -> Int64 {
        guard let signed = Int64(exactly: number) else { throw .malformed }
        return signed
    }
}
