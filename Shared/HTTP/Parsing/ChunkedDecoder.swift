import Glibc

/// The chunked coding (RFC 9112 §7.1), strictly: lines end with CRLF, sizes are bare hexadecimal, extensions are skipped and
/// trailers checked and dropped. What extensions and trailers may add up to is bounded.
struct ChunkedDecoder {
    enum Event: Equatable {
        case needsMore
        /// Data at this range of the given bytes.
        case data(Range<Int>)
        case end
    }

    private enum State { case size, data, dataEnd, trailer, end }

    private static let longestLine = 4096
    private static let mostOverhead = 16_384

    private var state = State.size
    private var remaining = 0
    private var overhead = 0

    /// The next event in `bytes[start...]`, and where the event after it begins. Bytes from there on must be given again, with more
    /// behind them after `needsMore`.
    mutating func next(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) throws(ProtocolFault) -> (Event, Int) {
        var index = start
        while true {
            switch state {
            case .size:
                guard let end = try lineEnd(bytes, from: index) else { return (.needsMore, index) }
                remaining = try Self.size(bytes, index..<end)
                try charge(end - index)
                index = end + 2
                state = remaining == 0 ? .trailer : .data
            case .data:
                guard index < bytes.count else { return (.needsMore, index) }
                let count = min(remaining, bytes.count - index)
                remaining -= count
                if remaining == 0 { state = .dataEnd }
                return (.data(index..<index + count), index + count)
            case .dataEnd:
                if index < bytes.count, bytes[index] != 0x0d { throw ProtocolFault(400, "a chunk longer than its size") }
                guard index + 1 < bytes.count else { return (.needsMore, index) }
                guard bytes[index + 1] == 0x0a else { throw ProtocolFault(400, "a chunk longer than its size") }
                index += 2
                state = .size
            case .trailer:
                guard let end = try lineEnd(bytes, from: index) else { return (.needsMore, index) }
                if end == index {
                    state = .end
                    return (.end, index + 2)
                }
                var position = index
                _ = try FieldBlock.line(bytes.baseAddress!, &position, end + 2)
                try charge(end - index + 64)
                index = end + 2
            case .end:
                return (.end, index)
            }
        }
    }

    /// Where the line's CRLF is; nil while it is not there yet.
    private func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) throws(ProtocolFault) -> Int? {
        let count = bytes.count - start
        guard count > 0, let base = bytes.baseAddress, let found = memchr(base + start, 0x0a, min(count, Self.longestLine)) else {
            if count >= Self.longestLine { throw ProtocolFault(400, "a chunk line is too long") }
            return nil
        }
        let end = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - base
        guard end > start, bytes[end - 1] == 0x0d else { throw ProtocolFault(400, "a bare line feed") }
        return end - 1
    }

    private static func size(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) throws(ProtocolFault) -> Int {
        var value = 0
        var index = line.lowerBound
        while index < line.upperBound, let digit = PercentEncoding.digit(bytes[index]) {
            guard value < 1 << 44, index - line.lowerBound < 16 else { throw ProtocolFault(400, "a chunk size out of range") }
            value = value << 4 | Int(digit)
            index += 1
        }
        guard index > line.lowerBound else { throw ProtocolFault(400, "a chunk without a size") }
        guard index == line.upperBound || bytes[index] == 0x3b else { throw ProtocolFault(400, "a chunk size is no number") }
        while index < line.upperBound {
            let byte = bytes[index]
            guard byte >= 0x20 && byte != 0x7f || byte == 0x09 else { throw ProtocolFault(400, "a control character in a chunk") }
            index += 1
        }
        return value
    }

    private mutating func charge(_ count: Int) throws(ProtocolFault) {
        // A size line of up to eight digits is free; small chunks with long extensions must not outweigh their data without bound.
        overhead += max(0, count - 8)
        guard overhead <= Self.mostOverhead else { throw ProtocolFault(400, "too much between the chunks") }
    }
}
