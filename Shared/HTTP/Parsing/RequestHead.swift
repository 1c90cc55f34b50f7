import Glibc

/// A request line and fields that passed every check.
struct RequestHead: Sendable {
    var method: HTTPMethod
    var target: String
    var fields: HTTPFields
    var framing: BodyFraming
    var isHTTP10: Bool
    /// The client wants the connection kept.
    var keepsAlive: Bool
    var expectsContinue: Bool

    /// Parses `bytes[0..<end]`, where `end` is behind the last field line; the empty line follows.
    init(_ bytes: UnsafePointer<UInt8>, end: Int, limits: HeadLimits) throws(ProtocolFault) {
        var index = 0
        method = try Self.method(bytes, &index)
        let start = index
        while bytes[index] > 0x20, bytes[index] < 0x7f, bytes[index] != 0x23 { index += 1 }
        if index - start > limits.target { throw ProtocolFault(414, "the target is too long") }
        guard index > start, bytes[index] == 0x20 else { throw ProtocolFault(400, "the target is malformed") }
        var target = start..<index
        isHTTP10 = try Self.isVersion10(bytes, index + 1, end)
        let block = try FieldBlock(bytes, from: index + 11, to: end, atMost: limits.fields)
        if block.host == nil, !isHTTP10 { throw ProtocolFault(400, "no Host field") }
        if let host = block.host { try Self.check(host: bytes, host.valueRange) }
        if bytes[start] != 0x2f { target = try Self.originForm(bytes, target, host: block.host, method) }
        self.target =
            target.isEmpty
            ? "/" : String(decoding: UnsafeBufferPointer(start: bytes + target.lowerBound, count: target.count), as: UTF8.self)
        framing = try Self.framing(block, bytes, isHTTP10: isHTTP10)
        keepsAlive = !block.closes && (!isHTTP10 || block.keepsAlive)
        expectsContinue = false
        if let expectation = block.expectation, !isHTTP10 {
            guard matches(bytes + Int(expectation.value), Int(expectation.valueLength), "100-continue") else {
                throw ProtocolFault(417, "an unknown expectation")
            }
            expectsContinue = true
        }
        fields = HTTPFields(UnsafeBufferPointer(start: bytes, count: end), spans: block.spans)
        // Here and not where a request is passed on: otherwise a client could name, and so remove, a field that a gateway adds.
        if block.namesFields { fields.removeHopByHop() }
    }

    @inline(__always) private static func method(
        _ bytes: UnsafePointer<UInt8>, _ index: inout Int
    ) throws(ProtocolFault) -> HTTPMethod {
        while bytes[index] &- 0x41 < 26 || bytes[index] == 0x2d { index += 1 }
        guard index > 0, index < 32, bytes[index] == 0x20 else { throw ProtocolFault(400, "the method is malformed") }
        defer { index += 1 }
        switch index {
        case 3 where memcmp(bytes, "GET", 3) == 0: return .get
        case 3 where memcmp(bytes, "PUT", 3) == 0: return .put
        case 4 where memcmp(bytes, "POST", 4) == 0: return .post
        case 4 where memcmp(bytes, "HEAD", 4) == 0: return .head
        case 5 where memcmp(bytes, "PATCH", 5) == 0: return .patch
        case 5 where memcmp(bytes, "TRACE", 5) == 0: return .trace
        case 5 where memcmp(bytes, "QUERY", 5) == 0: return .query
        case 6 where memcmp(bytes, "DELETE", 6) == 0: return .delete
        case 7 where memcmp(bytes, "OPTIONS", 7) == 0: return .options
        default: throw ProtocolFault(501, "the method is not known here")
        }
    }

    @inline(__always) private static func isVersion10(
        _ bytes: UnsafePointer<UInt8>, _ index: Int, _ end: Int
    ) throws(ProtocolFault) -> Bool {
        guard end - index >= 10, memcmp(bytes + index, "HTTP/", 5) == 0, bytes[index + 6] == 0x2e,
            bytes[index + 5] &- 0x30 < 10, bytes[index + 7] &- 0x30 < 10, bytes[index + 8] == 0x0d, bytes[index + 9] == 0x0a
        else { throw ProtocolFault(400, "the request line is malformed") }
        guard bytes[index + 5] == 0x31, bytes[index + 7] == 0x31 || bytes[index + 7] == 0x30 else {
            throw ProtocolFault(505, "only HTTP/1.1 and HTTP/1.0 are spoken here")
        }
        return bytes[index + 7] == 0x30
    }

    private static func check(host bytes: UnsafePointer<UInt8>, _ range: Range<Int>) throws(ProtocolFault) {
        guard !range.isEmpty else { throw ProtocolFault(400, "the Host field is empty") }
        for index in range {
            switch bytes[index] {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x3a, 0x5b, 0x5d, 0x5f, 0x7e: continue
            default: throw ProtocolFault(400, "the Host field is malformed")
            }
        }
    }

    /// The path of an absolute target, whose authority must be the Host; `*` is for OPTIONS.
    private static func originForm(
        _ bytes: UnsafePointer<UInt8>, _ target: Range<Int>, host: FieldSpan?, _ method: HTTPMethod
    ) throws(ProtocolFault) -> Range<Int> {
        let start = bytes + target.lowerBound
        if target.count == 1, start[0] == 0x2a, method == .options { return target }
        var scheme = 0
        if target.count > 7, matches(start, 7, "http://") { scheme = 7 }
        if target.count > 8, matches(start, 8, "https://") { scheme = 8 }
        guard scheme > 0, let host else { throw ProtocolFault(400, "the target is no path") }
        let authority = target.lowerBound + scheme
        var index = authority
        while index < target.upperBound, bytes[index] != 0x2f, bytes[index] != 0x3f { index += 1 }
        guard index - authority == Int(host.valueLength),
            strncasecmp(
                UnsafeRawPointer(bytes + authority).assumingMemoryBound(to: CChar.self),
                UnsafeRawPointer(bytes + Int(host.value)).assumingMemoryBound(to: CChar.self), index - authority) == 0
        else { throw ProtocolFault(400, "the target names another host than the Host field") }
        guard index == target.upperBound || bytes[index] == 0x2f else { throw ProtocolFault(400, "the target has no path") }
        return index..<target.upperBound
    }

    @inline(__always) private static func framing(
        _ block: FieldBlock, _ bytes: UnsafePointer<UInt8>, isHTTP10: Bool
    ) throws(ProtocolFault) -> BodyFraming {
        guard let coding = block.transferEncoding else {
            guard let length = block.contentLength, length > 0 else { return .none }
            return .length(length)
        }
        if block.contentLength != nil { throw ProtocolFault(400, "Content-Length beside Transfer-Encoding") }
        if isHTTP10 { throw ProtocolFault(400, "Transfer-Encoding in HTTP/1.0") }
        guard matches(bytes + Int(coding.value), Int(coding.valueLength), "chunked") else {
            throw ProtocolFault(501, "an unknown transfer coding")
        }
        return .chunked
    }
}
