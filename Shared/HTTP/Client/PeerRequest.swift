import Core

/// A request to a peer that passed every check, to be written as often as it takes.
struct PeerRequest {
    let method: HTTPMethod
    let body: HTTPBody
    private let target: String
    private let authority: [UInt8]
    private let fields: HTTPFields
    private let credentials: HTTPFields?
    private let id: String
    private let client: String

    private static let smallBody = 16_384

    /// Throws a `Refusal` for a target, fields or an id that cannot be sent.
    init(_ request: borrowing HTTPRequest, credentials: HTTPFields?, authority: [UInt8]) throws {
        guard request.target.utf8.first == 0x2f || request.target == "*", Self.isVisible(request.target) else {
            throw Self.refusal("The target")
        }
        if let name = request.fields.invalidName ?? credentials?.invalidName { throw Self.refusal("The field \(name)") }
        guard Self.isVisible(request.id) else { throw Self.refusal("The id") }
        guard Self.isVisible(request.remoteAddress) else { throw Self.refusal("The address") }
        method = request.method
        target = request.target
        id = request.id
        client = request.remoteAddress
        body = request.body
        self.credentials = credentials
        self.authority = authority
        var fields = request.fields
        if fields.namesFields { fields.removeHopByHop() }
        self.fields = fields
    }

    /// Whether sending it twice does no harm and can be done. A PUT or DELETE that was done already would be refused the second time
    /// for its If-Match, as if it had not been done.
    var isRepeatable: Bool {
        if case .stream = body { false } else { method.isSafe }
    }

    /// Whether there is a body that `write` leaves to be sent.
    var hasRest: Bool {
        switch body {
        case .none: false
        case .bytes(let bytes): bytes.count > Self.smallBody
        case .stream: true
        }
    }

    /// How many bytes `write` needs at most.
    var capacity: Int {
        let length = if case .bytes(let bytes) = body { min(bytes.count, Self.smallBody) } else { 0 }
        return 256 + target.utf8.count + authority.count + id.utf8.count + client.utf8.count + length + fields.wireCapacity
            + (credentials?.wireCapacity ?? 0)
    }

    /// Writes the head, and a small body behind it.
    func write(to out: inout Cursor) {
        out.put(text: method.rawValue)
        out.put(" ")
        out.put(text: target)
        out.put(" HTTP/1.1\r\nHost: ")
        out.put(authority)
        out.put("\r\n")
        fields.write(to: &out) { isLeftOut($0, $1) }
        credentials?.write(to: &out)
        if !id.isEmpty {
            out.put("X-Request-ID: ")
            out.put(text: id)
            out.put("\r\n")
        }
        if !client.isEmpty {
            out.put("X-Forwarded-For: ")
            out.put(text: client)
            out.put("\r\n")
        }
        writeBody(to: &out)
    }

    private func isLeftOut(_ name: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        switch count {
        case 4: matches(name, count, "host")
        case 6: matches(name, count, "expect") || credentials != nil && matches(name, count, "cookie")
        case 12: !id.isEmpty && matches(name, count, "x-request-id")
        case 13: credentials != nil && matches(name, count, "authorization")
        case 15: !client.isEmpty && matches(name, count, "x-forwarded-for")
        case 14: matches(name, count, "content-length")
        default: HopByHop.contains(name, count)
        }
    }

    private func writeBody(to out: inout Cursor) {
        switch body {
        case .none:
            if method == .post || method == .put || method == .patch { out.put("Content-Length: 0\r\n") }
            out.put("\r\n")
        case .bytes(let bytes):
            writeLength(bytes.count, to: &out)
            if bytes.count <= Self.smallBody { out.put(bytes) }
        case .stream(let stream):
            if let length = stream.length {
                writeLength(length, to: &out)
            } else {
                out.put("Transfer-Encoding: chunked\r\n\r\n")
            }
        }
    }

    private func writeLength(_ length: Int, to out: inout Cursor) {
        out.put("Content-Length: ")
        out.put(number: length)
        out.put("\r\n\r\n")
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

    private static func isVisible(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var others: UInt8 = 0
            for byte in bytes { others |= byte &- 0x21 < 0x5e ? 0 : 1 }
            return others == 0
        }
    }

    private static func refusal(_ part: String) -> Refusal {
        Refusal(.failed, "invalid-request", "\(part) of a request to a peer is malformed.")
    }
}
