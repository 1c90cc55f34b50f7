import Glibc

/// Response heads as bytes. Fields that are the server's own business (framing, Connection) are left out of the handler's.
struct ResponseHeadWriter {
    /// What the head says about the body behind it.
    enum Length {
        /// Nothing: no body by the status, a body that ends with the connection, or the handler's own Content-Length to a HEAD.
        case unsaid
        case known(Int)
        case chunked
    }

    var status: Int
    var length: Length
    var keepsAlive: Bool
    var isHTTP10: Bool

    /// How many bytes `write` needs at most.
    func capacity(_ fields: borrowing HTTPFields, date: [UInt8], body: [UInt8]) -> Int {
        256 + date.count + fields.buffer.count + 2 * fields.count + body.count
    }

    /// Writes the head with its fields, and behind it the body.
    func write(_ fields: borrowing HTTPFields, date: [UInt8], body: [UInt8], to out: inout Cursor) {
        writeLine(to: &out)
        let hasDate = write(fields, to: &out)
        if !hasDate { out.put(date) }
        switch length {
        case .unsaid: break
        case .known(let count):
            out.put("Content-Length: ")
            out.put(number: count)
            out.put("\r\n")
        case .chunked: out.put("Transfer-Encoding: chunked\r\n")
        }
        if !keepsAlive { out.put("Connection: close\r\n") } else if isHTTP10 { out.put("Connection: keep-alive\r\n") }
        out.put("\r\n")
        out.put(body)
    }

    private func writeLine(to out: inout Cursor) {
        if status == 200 {
            out.put("HTTP/1.1 200 OK\r\n")
        } else {
            out.put("HTTP/1.1 ")
            out.put(number: status)
            out.put(" ")
            out.put(StatusPhrase.of(status))
            out.put("\r\n")
        }
    }

    /// Returns whether the handler gave a Date, as a gateway does that passes one on.
    private func write(_ fields: borrowing HTTPFields, to out: inout Cursor) -> Bool {
        var hasDate = false
        let keepsLength = if case .unsaid = length { true } else { false }
        let spans = fields.spans
        fields.buffer.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            for span in spans {
                let name = base + Int(span.name)
                let count = Int(span.nameLength)
                switch count {
                case 4 where matches(name, count, "date"): hasDate = true
                case 10 where matches(name, count, "connection") || matches(name, count, "keep-alive"): continue
                case 14 where !keepsLength && matches(name, count, "content-length"): continue
                case 17 where matches(name, count, "transfer-encoding"): continue
                default: break
                }
                out.put(UnsafeRawBufferPointer(start: name, count: span.line.count))
                out.put("\r\n")
            }
        }
        return hasDate
    }
}

/// Writes into memory that is known to be large enough.
struct Cursor {
    let base: UnsafeMutableRawPointer
    private(set) var count = 0

    init(base: UnsafeMutableRawPointer) {
        self.base = base
    }

    @inline(__always) mutating func put(_ text: StaticString) {
        put(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    @inline(__always) mutating func put(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { put($0) }
    }

    @inline(__always) mutating func put(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        memcpy(base + count, source, bytes.count)
        count += bytes.count
    }

    mutating func put(byte: UInt8) {
        base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    /// Not negative.
    mutating func put(number: Int) {
        var digits = 1
        var rest = number
        while rest >= 10 {
            rest /= 10
            digits += 1
        }
        rest = number
        for place in stride(from: digits - 1, through: 0, by: -1) {
            base.storeBytes(of: UInt8(0x30 + rest % 10), toByteOffset: count + place, as: UInt8.self)
            rest /= 10
        }
        count += digits
    }
}
