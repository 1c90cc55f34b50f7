package import Core

/// Anything that writes itself as one JSON value.
package protocol JSONWritable: Sendable {
    /// Writes exactly one value.
    func write(to writer: inout JSONWriter)
}

extension JSONWritable {
    package func json() -> [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }
}

/// Writes JSON straight into bytes and sets the commas. In an object, every value needs its key first.
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    /// Whether a value stands before this place in the same container.
    private var needsComma = false

    package init(capacity: Int = 512) {
        bytes.reserveCapacity(capacity)
    }

    package mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
        open(UInt8(ascii: "{"))
        try body(&self)
        close(UInt8(ascii: "}"))
    }

    package mutating func array(_ body: (inout JSONWriter) throws -> Void) rethrows {
        open(UInt8(ascii: "["))
        try body(&self)
        close(UInt8(ascii: "]"))
    }

    package mutating func key(_ key: String) {
        separate()
        bytes.appendQuoted(key)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    package mutating func null() {
        separate()
        bytes += "null".utf8
    }

    /// `json` must be one JSON value.
    package mutating func raw(_ json: [UInt8]) {
        separate()
        bytes += json
    }

    package mutating func value(_ value: String) {
        separate()
        bytes.appendQuoted(value)
    }

    package mutating func value(_ value: Int64) {
        separate()
        bytes.appendInteger(value)
    }

    package mutating func value(_ value: Int) {
        self.value(Int64(value))
    }

    package mutating func value(_ value: Bool) {
        separate()
        bytes += (value ? "true" : "false").utf8
    }

    /// `null` when it is not finite, as JSON has no such numbers.
    package mutating func value(_ value: Double) {
        separate()
        bytes += value.isFinite ? ShortestDouble(value).bytes : Array("null".utf8)
    }

    package mutating func value(_ value: ID) {
        plain(value.description)
    }

    package mutating func value(_ value: some Identifier) {
        plain(value.id.description)
    }

    /// RFC 3339 in UTC.
    package mutating func value(_ value: Timestamp) {
        plain(value.description)
    }

    package mutating func value(_ value: some JSONWritable) {
        value.write(to: &self)
    }

    /// As it was written.
    package mutating func value(_ value: JSONNumber) {
        separate()
        bytes += value.text.utf8
    }

    /// A text that needs no escapes.
    private mutating func plain(_ text: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes += text.utf8
        bytes.append(UInt8(ascii: "\""))
    }

    @inline(__always)
    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }
}
