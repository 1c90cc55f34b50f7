/// Requests out of bytes: a value, no I/O. Strict as a front door must be; see `RequestHead`, `FieldBlock` and `ChunkedDecoder` for
/// what is refused.
struct RequestParser {
    enum Event {
        case needsMore
        /// A head is there to be taken by `takeHead`.
        case head
        /// Body data at this range of the given bytes.
        case body(Range<Int>)
        /// The request is whole; `beginNext` before the one behind it.
        case end
    }

    private enum State {
        case head
        case length(Int)
        case chunked(ChunkedDecoder)
        case end
    }

    private let limits: HeadLimits
    private var state = State.head
    private var scanner = HeadScanner()
    private var skippedEmptyLine = false
    private var parsed: RequestHead?

    init(limits: HeadLimits = HeadLimits()) {
        self.limits = limits
    }

    /// No request has been finished whose successor was not begun.
    var isAtEnd: Bool { if case .end = state { true } else { false } }
    /// Nothing of a body is awaited: between requests or inside a head.
    var isInHead: Bool { if case .head = state { true } else { false } }

    mutating func beginNext() {
        state = .head
        skippedEmptyLine = false
    }

    /// The head that was announced last; once. Moved and not copied, which an event's payload would be.
    mutating func takeHead() -> RequestHead? { parsed.take() }

    /// The next event in `bytes[start...]`, and where the event after it begins. Bytes from there on must be given again, with more
    /// behind them after `needsMore`.
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
        case .end:
            return (.end, start)
        }
    }

    private mutating func head(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) throws(ProtocolFault) -> (Event, Int) {
        var start = start
        // One empty line before the request line is skipped (RFC 9112 §2.2), as some clients send it after a body.
        if !skippedEmptyLine, start < bytes.count, bytes[start] == 0x0d {
            guard start + 1 < bytes.count else { return (.needsMore, start) }
            guard bytes[start + 1] == 0x0a else { throw ProtocolFault(400, "a bare carriage return") }
            skippedEmptyLine = true
            start += 2
        }
        if start < bytes.count, !Token.contains(bytes[start]) { throw ProtocolFault(400, "the method is malformed") }
        guard let end = try scanner.end(bytes, from: start, limit: limits.bytes), let base = bytes.baseAddress else {
            return (.needsMore, start)
        }
        let head = try RequestHead(base + start, end: end, limits: limits)
        switch head.framing {
        case .length(let count): state = .length(count)
        case .chunked: state = .chunked(ChunkedDecoder())
        case .none, .untilClose: state = .end
        }
        parsed = consume head
        return (.head, start + end + 2)
    }
}
