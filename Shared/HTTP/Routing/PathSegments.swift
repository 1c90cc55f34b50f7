/// A path taken apart and decoded, or refused.
struct PathSegments {
    /// The path without its first slash, decoded; no segment has a slash in it.
    private var bytes: [UInt8] = []
    /// Where each segment lies in `bytes`.
    private var ranges: [Range<Int>] = []

    init?(_ path: String) {
        var path = path
        let isSplit = path.withUTF8 { split($0) }
        guard isSplit else { return nil }
    }

    var count: Int { ranges.count }

    func isEqual(_ index: Int, _ name: [UInt8]) -> Bool {
        ranges[index].count == name.count && bytes[ranges[index]].elementsEqual(name)
    }

    func text(_ index: Int) -> String { text(ranges[index]) }

    /// The segments from that one on, with the slashes between them.
    func rest(from index: Int) -> String { text(ranges[index].lowerBound..<bytes.count) }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private mutating func split(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
        guard path.first == 0x2f else { return false }
        guard path.count > 1 else { return true }
        bytes.reserveCapacity(path.count)
        ranges.reserveCapacity(8)
        var start = 1
        while true {
            let end = path[start...].firstIndex(of: 0x2f) ?? path.count
            guard append(UnsafeBufferPointer(rebasing: path[start..<end])) else { return false }
            if end == path.count { return true }
            bytes.append(0x2f)
            start = end + 1
        }
    }

    private mutating func append(_ part: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = bytes.count
        if part.allSatisfy({ $0 != 0x25 && $0 < 0x80 && $0 != 0 }) {
            bytes.append(contentsOf: part)
        } else {
            guard let decoded = PercentEncoding.decoded(part), !decoded.contains(0), !decoded.contains(0x2f),
                String(validating: decoded, as: UTF8.self) != nil
            else { return false }
            bytes += decoded
        }
        ranges.append(start..<bytes.count)
        let length = bytes.count - start
        let isDots = length > 0 && length < 3 && bytes[start] == 0x2e && bytes[bytes.count - 1] == 0x2e
        return length > 0 && !isDots
    }
}
