import Glibc

/// A status line and fields that passed every check.
struct ResponseHead: Sendable {
    var status: Int
    var fields: HTTPFields
    var framing: BodyFraming
    var keepsAlive: Bool

    /// For the fields that a gateway adds before it passes the response on.
    private static let room = 512

    /// Parses `bytes[0..<end]`, where `end` is behind the last field line.
    init(_ bytes: UnsafePointer<UInt8>, end: Int, limits: HeadLimits, answersHead: Bool) throws(ProtocolFault) {
        guard end >= 14, memcmp(bytes, "HTTP/1.", 7) == 0, bytes[7] == 0x31 || bytes[7] == 0x30, bytes[8] == 0x20 else {
            throw ProtocolFault(502, "no HTTP/1 status line")
        }
        status = 0
        for index in 9..<12 {
            guard bytes[index] &- 0x30 < 10 else { throw ProtocolFault(502, "the status is no number") }
            status = status * 10 + Int(bytes[index] - 0x30)
        }
        guard status >= 100, bytes[12] == 0x20 || bytes[12] == 0x0d else { throw ProtocolFault(502, "the status is no number") }
        var index = 12
        while bytes[index] >= 0x20 && bytes[index] != 0x7f || bytes[index] == 0x09 { index += 1 }
        guard bytes[index] == 0x0d, bytes[index + 1] == 0x0a else { throw ProtocolFault(502, "the status line is malformed") }
        let block = try FieldBlock(bytes, from: index + 2, to: end, atMost: limits.fields)
        let isHTTP10 = bytes[7] == 0x30
        keepsAlive = !block.closes && (!isHTTP10 || block.keepsAlive)
        if block.transferEncoding != nil, block.contentLength != nil || isHTTP10 {
            throw ProtocolFault(502, "the body's length is ambiguous")
        }
        if let coding = block.transferEncoding, !matches(bytes + Int(coding.value), Int(coding.valueLength), "chunked") {
            throw ProtocolFault(502, "an unknown transfer coding")
        }
        if answersHead || status < 200 || status == 204 || status == 304 {
            framing = .none
        } else if block.transferEncoding != nil {
            framing = .chunked
        } else if let length = block.contentLength {
            framing = length == 0 ? .none : .length(length)
        } else {
            framing = .untilClose
            keepsAlive = false
        }
        fields = HTTPFields(UnsafeBufferPointer(start: bytes, count: end), spans: block.spans, room: Self.room)
    }
}

/// One response out of bytes: a value, no I/O. As strict about framing as the request parser; interim responses are dropped.
struct ResponseParser {
    enum Event {
        case needsMore
        /// A head is there to be taken by `takeHead`.
        case head
        /// Body data at this range of the given bytes.
        case body(Range<Int>)
        case end
    }

    private enum State {
        case head
        case length(Int)
        case chunked(ChunkedDecoder)
        case untilClose
        case end
    }

    private static let mostInterim = 8

    private let limits: HeadLimits
    private let answersHead: Bool
    private var state = State.head
    private var scanner = HeadScanner()
    private var interim = 0
    private var parsed: ResponseHead?

    init(limits: HeadLimits = HeadLimits(), answersHead: Bool = false) {
        self.limits = limits
        self.answersHead = answersHead
    }

    var isAtEnd: Bool { if case .end = state { true } else { false } }

    /// The head that was announced last; once.
    mutating func takeHead() -> ResponseHead? { parsed.take() }

    /// The connection was closed by the peer: whether the response is whole by that.
    mutating func close() -> Bool {
        if case .untilClose = state { state = .end }
        return isAtEnd
    }

    /// As `RequestParser.next`.
    mutating func next(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) throws(ProtocolFault) -> (Event, Int) {
        switch state {
        case .head:
            return try head(bytes, from: start)
        case .length(let remaining):
            guard start < bytes.count else { return (.needsMore, start) }
            let count = min(remaining, bytes.count - start)
            state = count == remaining ? .end : .length(remaining - count)
            return (.body(start..<start + count), start + count)
        case .chunked(var decoder):
            let (event, index) = try decoder.next(bytes, from: start)
            state = .chunked(decoder)
            switch event {
            case .needsMore: return (.needsMore, index)
            case .data(let range): return (.body(range), index)
            case .end:
                state = .end
                return (.end, index)
            }
        case .untilClose:
            guard start < bytes.count else { return (.needsMore, start) }
            return (.body(start..<bytes.count), bytes.count)
        case .end:
            return (.end, start)
        }
    }

    private mutating func head(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) throws(ProtocolFault) -> (Event, Int) {
        var start = start
        while true {
            guard let end = try scanner.end(bytes, from: start, limit: limits.bytes), let base = bytes.baseAddress else {
                return (.needsMore, start)
            }
            let head = try ResponseHead(base + start, end: end, limits: limits, answersHead: answersHead)
            start += end + 2
            if head.status < 200 {
                interim += 1
                guard head.status != 101, interim <= Self.mostInterim else {
                    throw ProtocolFault(502, "an unwanted interim response")
                }
                continue
            }
            switch head.framing {
            case .none: state = .end
            case .length(let count): state = .length(count)
            case .chunked: state = .chunked(ChunkedDecoder())
            case .untilClose: state = .untilClose
            }
            parsed = consume head
            return (.head, start)
        }
    }
}
