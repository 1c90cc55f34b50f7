import CLoop
import Glibc

/// Finds where a head ends, without looking at the same bytes again as more arrive, and refuses early what cannot become one.
struct HeadScanner {
    private var scanned = 0

    /// The offset behind the last field line of the head in `bytes[start...]`, relative to `start`; nil while it is not whole.
    mutating func end(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, limit: Int
    ) throws(ProtocolFault) -> Int? {
        guard let base = bytes.baseAddress, bytes.count > start else { return nil }
        let count = min(bytes.count - start, limit)
        let resume = max(0, scanned - 3)
        let found = cloop_find_head_end(base + start + resume, count - resume)
        if found >= 0 {
            scanned = 0
            return resume + found + 2
        }
        try refuseBareLineFeed(base + start, from: scanned, to: count)
        scanned = count
        if bytes.count - start >= limit { throw ProtocolFault(431, "the head is too large") }
        return nil
    }

    /// A client that ends lines with LF alone would otherwise wait for its time-out.
    private func refuseBareLineFeed(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) throws(ProtocolFault) {
        var index = start
        while index < end, let found = memchr(bytes + index, 0x0a, end - index) {
            index = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - bytes
            guard index > 0, bytes[index - 1] == 0x0d else { throw ProtocolFault(400, "a bare line feed") }
            index += 1
        }
    }
}
