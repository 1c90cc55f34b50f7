extension JSONValue {
    /// Reads a document strictly by RFC 8259: UTF-8 without a byte order mark, no duplicate keys, nothing after the value.
    package static func parse(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONSyntaxError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { (buffer) throws(JSONSyntaxError) in
            var parser = JSONParser(buffer, limits)
            return try parser.document()
        }
    }

    /// As above; the bytes are only read during the call.
    package static func parse(
        _ bytes: UnsafeRawBufferPointer, limits: JSONLimits = JSONLimits()
    ) throws(JSONSyntaxError) -> JSONValue {
        var parser = JSONParser(bytes.assumingMemoryBound(to: UInt8.self), limits)
        return try parser.document()
    }
}

/// Recursive, with the depth bounded by `JSONLimits`.
struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let limits: JSONLimits
    private var position = 0
    private var depth = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func document() throws(JSONSyntaxError) -> JSONValue {
        guard bytes.count <= limits.bytes else { throw JSONSyntaxError(offset: limits.bytes, reason: .tooLarge) }
        skipSpace()
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw failure() }
        return value
    }

    private func failure(_ reason: JSONSyntaxError.Reason = .syntax, at offset: Int? = nil) -> JSONSyntaxError {
        JSONSyntaxError(offset: offset ?? position, reason: reason)
    }

    /// The next byte, or 0, which no token starts with, at the end.
    private var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0a, 0x0d, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func value() throws(JSONSyntaxError) -> JSONValue {
        switch next {
        case UInt8(ascii: "\""): return .string(try text())
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: throw failure()
        }
    }

    private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        for index in 0..<word.utf8CodeUnitCount {
            guard next == word.utf8Start[index] else { throw failure() }
            position += 1
        }
        return value
    }

    private mutating func enter() throws(JSONSyntaxError) {
        depth += 1
        guard depth <= limits.depth else { throw failure(.depth) }
        position += 1
        skipSpace()
    }

    /// After an element: whether another one follows, rather than the end.
    private mutating func another(until end: UInt8) throws(JSONSyntaxError) -> Bool {
        skipSpace()
        let byte = next
        guard byte == UInt8(ascii: ",") || byte == end else { throw failure() }
        position += 1
        if byte == end { return false }
        skipSpace()
        return true
    }

    private mutating func array() throws(JSONSyntaxError) -> JSONValue {
        try enter()
        defer { depth -= 1 }
        var elements: [JSONValue] = []
        if next == UInt8(ascii: "]") {
            position += 1
            return .array(elements)
        }
        repeat {
            elements.append(try value())
        } while try another(until: UInt8(ascii: "]"))
        return .array(elements)
    }

    private mutating func object() throws(JSONSyntaxError) -> JSONValue {
        try enter()
        defer { depth -= 1 }
        var members: [JSONObject.Member] = []
        if next == UInt8(ascii: "}") {
            position += 1
            return .object(JSONObject(unique: members))
        }
        members.reserveCapacity(8)
        var keys = KeySet()
        repeat {
            let start = position
            guard next == UInt8(ascii: "\"") else { throw failure() }
            let key = try text()
            guard keys.insert(key, after: members) else { throw failure(.duplicateKey(key), at: start) }
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw failure() }
            position += 1
            skipSpace()
            members.append(JSONObject.Member(key: key, value: try value()))
        } while try another(until: UInt8(ascii: "}"))
        return .object(JSONObject(unique: members))
    }

    /// Compares with each key while they are few, and hashes them when a hostile document has many.
    private struct KeySet {
        private var hashed: Set<ExactKey> = []

        mutating func insert(_ key: String, after members: [JSONObject.Member]) -> Bool {
            if members.count < 24 { return !members.contains { $0.key.isExactly(key) } }
            if hashed.isEmpty { hashed = Set(members.lazy.map { ExactKey(text: $0.key) }) }
            return hashed.insert(ExactKey(text: key)).inserted
        }
    }

    private mutating func digits() throws(JSONSyntaxError) {
        let start = position
        while case UInt8(ascii: "0")...UInt8(ascii: "9") = next { position += 1 }
        guard position > start else { throw failure() }
    }

    private mutating func number() throws(JSONSyntaxError) -> JSONNumber {
        let start = position
        var mayBeHuge = false
        if next == UInt8(ascii: "-") { position += 1 }
        if next == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if position - start > 300 { mayBeHuge = true }
        if next == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if next | 0x20 == UInt8(ascii: "e") {
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            try digits()
            mayBeHuge = true
        }
        let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
        if mayBeHuge {
            guard let value = Double(text), value.isFinite else { throw failure(.numberRange, at: start) }
        }
        return JSONNumber(checked: text)
    }

    /// At the opening quote.
    private mutating func text() throws(JSONSyntaxError) -> String {
        position += 1
        let start = position
        /// The bits of all bytes so far.
        var all: UInt8 = 0
        while position < bytes.count {
            let byte = bytes[position]
            all |= byte
            if byte == UInt8(ascii: "\"") {
                let text = try decode(UnsafeBufferPointer(rebasing: bytes[start..<position]), isASCII: all < 0x80, from: start)
                position += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try escapedText(from: start) }
            guard byte >= 0x20 else { throw failure() }
            position += 1
        }
        throw failure()
    }

    /// Decoding repairs what is not UTF-8, so different bytes betray it. (`String(validating:as:)` says it outright, at twice the time.)
    private func decode(
        _ run: UnsafeBufferPointer<UInt8>, isASCII: Bool, from start: Int
    ) throws(JSONSyntaxError) -> String {
        let text = String(decoding: run, as: UTF8.self)
        guard isASCII || text.utf8.elementsEqual(run) else { throw failure(.invalidUTF8, at: start) }
        return text
    }

    /// At the first backslash of a text that began at `start`.
    private mutating func escapedText(from start: Int) throws(JSONSyntaxError) -> String {
        var decoded = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            guard byte >= 0x20 else { throw failure() }
            if byte == UInt8(ascii: "\"") {
                let text = try decoded.withUnsafeBufferPointer { (decoded) throws(JSONSyntaxError) in
                    try decode(decoded, isASCII: false, from: start)
                }
                position += 1
                return text
            }
            if byte == UInt8(ascii: "\\") {
                try escape(into: &decoded)
            } else {
                decoded.append(byte)
                position += 1
            }
        }
        throw failure()
    }

    private mutating func escape(into decoded: inout [UInt8]) throws(JSONSyntaxError) {
        let start = position
        position += 1
        switch next {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(next)
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0c)
        case UInt8(ascii: "n"): decoded.append(0x0a)
        case UInt8(ascii: "r"): decoded.append(0x0d)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"):
            decoded.append(contentsOf: Unicode.UTF8.encode(try escapedScalar(start))!)
            return
        default: throw failure()
        }
        position += 1
    }

    /// At the `u` of the escape that began at `start`; the second half of a pair is taken too.
    private mutating func escapedScalar(_ start: Int) throws(JSONSyntaxError) -> Unicode.Scalar {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xdc00, next == UInt8(ascii: "\\") else { throw failure(.unpairedSurrogate, at: start) }
        position += 1
        guard next == UInt8(ascii: "u") else { throw failure(.unpairedSurrogate, at: start) }
        let second = try hexadecimal()
        guard (0xdc00...0xdfff).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xd800) << 10 + (UInt32(second) - 0xdc00))
        else { throw failure(.unpairedSurrogate, at: start) }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONSyntaxError) -> UInt16 {
        position += 1
        var value: UInt16 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch next {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = next - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = next - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = next - UInt8(ascii: "A") + 10
            default: throw failure()
            }
            value = value << 4 | UInt16(digit)
            position += 1
        }
        return value
    }
}
