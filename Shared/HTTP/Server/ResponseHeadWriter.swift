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
        256 + date.count + fields.wireCapacity + body.count
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
        fields.write(to: &out) { name, count in
            switch count {
            case 4:
                if matches(name, count, "date") { hasDate = true }
                return false
            case 10: return matches(name, count, "connection") || matches(name, count, "keep-alive")
            case 14: return !keepsLength && matches(name, count, "content-length")
            case 17: return matches(name, count, "transfer-encoding")
            default: return false
            }
        }
        return hasDate
    }
}
