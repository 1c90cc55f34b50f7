import Core

/// A request's head as bytes, with the fields that belong to the message only.
struct PeerRequest {
    /// Everything up to the empty line; a short body is behind it.
    let bytes: [UInt8]
    let stream: HTTPBodyStream?
    let isChunked: Bool
    /// Bytes of a body too large to stand behind the head.
    let body: [UInt8]

    /// Throws a `Refusal` for a target or fields that cannot be sent.
    init(_ request: HTTPRequest, host: String) throws {
        let target = request.target.utf8
        guard target.first == 0x2f || request.target == "*", target.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            throw Refusal(.failed, "invalid-request", "The target of a request to a peer is malformed.")
        }
        var fields = request.fields
        if let name = fields.invalidName { throw Refusal(.failed, "invalid-request", "The field \(name) is malformed.") }
        if fields.hasHopByHop { fields.removeHopByHop() }
        var out: [UInt8] = []
        out.reserveCapacity(256 + fields.buffer.count + target.count)
        out += request.method.rawValue.utf8
        out.append(0x20)
        out += target
        out += " HTTP/1.1\r\nHost: ".utf8
        out += host.utf8
        out += "\r\n".utf8
        Self.copy(fields, to: &out)
        var stream: HTTPBodyStream?
        var rest: [UInt8] = []
        var isChunked = false
        switch request.body {
        case .none:
            if request.method == .post || request.method == .put || request.method == .patch {
                out += "Content-Length: 0\r\n".utf8
            }
            out += "\r\n".utf8
        case .bytes(let bytes):
            out += "Content-Length: \(bytes.count)\r\n\r\n".utf8
            if bytes.count <= 16_384 { out += bytes } else { rest = bytes }
        case .stream(let given):
            stream = given
            isChunked = given.length == nil
            out += given.length.map { "Content-Length: \($0)\r\n\r\n".utf8 } ?? "Transfer-Encoding: chunked\r\n\r\n".utf8
        }
        bytes = out
        body = rest
        self.stream = stream
        self.isChunked = isChunked
    }

    private static func copy(_ fields: HTTPFields, to out: inout [UInt8]) {
        fields.buffer.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            for span in fields.spans {
                let name = base + Int(span.name)
                let count = Int(span.nameLength)
                switch count {
                case 4 where matches(name, count, "host"): continue
                case 6 where matches(name, count, "expect"): continue
                case 14 where matches(name, count, "content-length"): continue
                default: break
                }
                out.append(contentsOf: UnsafeBufferPointer(start: name, count: span.line.count))
                out.append(0x0d)
                out.append(0x0a)
            }
        }
    }

    static func chunk(_ part: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(part.count + 20)
        out += String(part.count, radix: 16).utf8
        out += "\r\n".utf8
        out += part
        out += "\r\n".utf8
        return out
    }
}
