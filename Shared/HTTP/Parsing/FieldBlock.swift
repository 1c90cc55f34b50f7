import CLoop
import Glibc

/// The field lines of a head, checked strictly, with what they say about the message's framing.
///
/// Refused: folded lines, a blank before the colon, bare CR or LF, NUL and other control characters, Content-Length that is
/// repeated or no plain number, Transfer-Encoding that is repeated or goes with Content-Length.
struct FieldBlock {
    var spans: [FieldSpan] = []
    private(set) var contentLength: Int?
    private(set) var transferEncoding: FieldSpan?
    private(set) var host: FieldSpan?
    private(set) var hasSecondHost = false
    private(set) var expectation: FieldSpan?
    private(set) var closes = false
    private(set) var keepsAlive = false
    /// Connection names fields, which are then none of the handler's business.
    private(set) var namesFields = false

    /// Reads the lines in `bytes[start..<end]`, where `end` is behind the last line's CRLF.
    init(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, atMost limit: Int) throws(ProtocolFault) {
        spans.reserveCapacity(12)
        var index = start
        while index < end {
            let span = try Self.line(bytes, &index, end)
            guard spans.count < limit else { throw ProtocolFault(431, "too many fields") }
            spans.append(span)
            try note(span, bytes)
        }
    }

    /// Reads one line and its CRLF, which must be there before `end`.
    @inline(__always) static func line(
        _ bytes: UnsafePointer<UInt8>, _ index: inout Int, _ end: Int
    ) throws(ProtocolFault) -> FieldSpan {
        let name = index
        index += cloop_token_length(bytes + index)
        guard index > name, bytes[index] == 0x3a else { throw ProtocolFault(400, "a field line without a proper name") }
        let nameEnd = index
        index += 1
        while bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
        let value = index
        index = lineEnd(bytes, from: index, end)
        guard bytes[index] == 0x0d, bytes[index + 1] == 0x0a,
            !hasControl(UnsafeBufferPointer(start: bytes + value, count: index - value))
        else {
            throw ProtocolFault(400, "a control character in a field")
        }
        var valueEnd = index
        while valueEnd > value, bytes[valueEnd - 1] == 0x20 || bytes[valueEnd - 1] == 0x09 { valueEnd -= 1 }
        index += 2
        return FieldSpan(
            name: Int32(name), nameLength: Int32(nameEnd - name), value: Int32(value), valueLength: Int32(valueEnd - value))
    }

    /// The next carriage return, which is there.
    @inline(__always) private static func lineEnd(_ bytes: UnsafePointer<UInt8>, from start: Int, _ end: Int) -> Int {
        guard let found = memchr(bytes + start, 0x0d, end - start) else { return start }
        return UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - bytes
    }

    /// Eight bytes at a time: the top bit of each byte of `odd` says that the byte, without its own top bit, is below 0x20 or is 0x7f.
    /// Only what may be a tab or is none of ASCII is looked at closely.
    @inline(__always) static func hasControl(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let raw = UnsafeRawBufferPointer(bytes)
        var index = 0
        while index &+ 8 <= raw.count {
            let eight = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let low = eight & 0x7f7f_7f7f_7f7f_7f7f
            let odd = (low &+ 0x6060_6060_6060_6060) ^ 0x8080_8080_8080_8080 | (low &+ 0x0101_0101_0101_0101)
            if odd & 0x8080_8080_8080_8080 != 0, (index..<index &+ 8).contains(where: { isControl(bytes[$0]) }) { return true }
            index &+= 8
        }
        while index < raw.count {
            if isControl(bytes[index]) { return true }
            index &+= 1
        }
        return false
    }

    @inline(__always) private static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 && byte != 0x09 || byte == 0x7f }

    @inline(__always) private mutating func note(_ span: FieldSpan, _ bytes: UnsafePointer<UInt8>) throws(ProtocolFault) {
        let name = bytes + Int(span.name)
        let length = Int(span.nameLength)
        switch length {
        case 4 where matches(name, length, "host"):
            hasSecondHost = host != nil
            host = host ?? span
            if hasSecondHost { throw ProtocolFault(400, "two Host fields") }
        case 6 where matches(name, length, "expect"):
            expectation = span
        case 10 where matches(name, length, "connection"):
            noteConnection(bytes + Int(span.value), Int(span.valueLength))
        case 14 where matches(name, length, "content-length"):
            guard contentLength == nil else { throw ProtocolFault(400, "Content-Length is repeated") }
            contentLength = try Self.number(bytes + Int(span.value), Int(span.valueLength))
        case 17 where matches(name, length, "transfer-encoding"):
            guard transferEncoding == nil else { throw ProtocolFault(400, "Transfer-Encoding is repeated") }
            transferEncoding = span
        default: break
        }
    }

    private static func number(_ bytes: UnsafePointer<UInt8>, _ count: Int) throws(ProtocolFault) -> Int {
        guard (1...15).contains(count) else { throw ProtocolFault(400, "Content-Length is no number") }
        var value = 0
        for index in 0..<count {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { throw ProtocolFault(400, "Content-Length is no number") }
            value = value * 10 + Int(digit)
        }
        return value
    }

    private mutating func noteConnection(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
        ListItems.each(bytes, count) { item, length in
            if matches(item, length, "close") {
                closes = true
            } else if matches(item, length, "keep-alive") {
                keepsAlive = true
            } else {
                namesFields = true
            }
        }
    }
}

/// The items of a comma-separated list, without the blanks around them.
enum ListItems {
    static func each(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ visit: (UnsafePointer<UInt8>, Int) -> Void) {
        var index = 0
        while index < count {
            while index < count, bytes[index] == 0x20 || bytes[index] == 0x09 || bytes[index] == 0x2c { index += 1 }
            let start = index
            while index < count, bytes[index] != 0x2c { index += 1 }
            var end = index
            while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
            if end > start { visit(bytes + start, end - start) }
        }
    }
}
