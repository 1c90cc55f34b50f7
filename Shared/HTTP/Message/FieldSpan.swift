/// Where one field lies in a buffer: its name and its value without surrounding blanks. The value is followed by CRLF or blanks.
struct FieldSpan: Sendable {
    var name: Int32
    var nameLength: Int32
    var value: Int32
    var valueLength: Int32

    /// The bytes from the name's first to the value's last, which are the line on the wire without its end.
    var line: Range<Int> { Int(name)..<Int(value + valueLength) }
    var nameRange: Range<Int> { Int(name)..<Int(name + nameLength) }
    var valueRange: Range<Int> { Int(value)..<Int(value + valueLength) }

    func moved(by distance: Int32) -> FieldSpan {
        FieldSpan(name: name + distance, nameLength: nameLength, value: value + distance, valueLength: valueLength)
    }
}

/// The characters of a token (RFC 9110 §5.6.2): method and field names.
enum Token {
    // Bit sets as literals, so that no lazy global stands in the parser's innermost loop: `!#$%&'*+-.0123456789` and
    // ``^_`|~`` with the letters, each character at its code modulo 64.
    private static let low: UInt64 = 0x03ff6cfa00000000
    private static let high: UInt64 = 0x57ffffffc7fffffe

    @inline(__always) static func contains(_ byte: UInt8) -> Bool {
        byte < 128 && (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1
    }

    static func isSpelled(by bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        for byte in bytes where !contains(byte) { return false }
        return true
    }
}

/// Whether the bytes are `lowercase`, which is given in lower case, when case does not count.
@inline(__always) func matches(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ lowercase: StaticString) -> Bool {
    guard count == lowercase.utf8CodeUnitCount else { return false }
    let other = lowercase.utf8Start
    for index in 0..<count {
        var byte = bytes[index]
        if byte &- 65 < 26 { byte |= 32 }
        if byte != other[index] { return false }
    }
    return true
}
