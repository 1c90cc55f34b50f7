/// The bytes of a path that can lead somewhere: without the first slash, decoded, with slashes between segments and nowhere else.
enum PathBytes {
    /// Calls the body with the path of a target, for as long as the bytes are there: most paths have nothing to decode and are looked at
    /// where they lie. Nil, without a call, for a path that is refused.
    static func of<Result>(_ target: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
        var target = target
        return target.withUTF8 { target in
            guard target.first == slash else { return nil }
            var end = 1
            var isPlain = true
            while end < target.count, target[end] != UInt8(ascii: "?") {
                if target[end] == UInt8(ascii: "%") || target[end] &- 1 >= 0x7f { isPlain = false }
                end += 1
            }
            let path = UnsafeBufferPointer(rebasing: target[1..<end])
            if isPlain { return hasProperSegments(path) ? body(path) : nil }
            return decoded(path)?.withUnsafeBufferPointer { hasProperSegments($0) ? body($0) : nil }
        }
    }

    private static let slash = UInt8(ascii: "/")
    private static let dot = UInt8(ascii: ".")

    /// Whether no segment is empty, `.` or `..`.
    private static func hasProperSegments(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
        if path.isEmpty { return true }
        var start = 0
        for end in 0...path.count where end == path.count || path[end] == slash {
            guard end > start else { return false }
            if end - start <= 2, path[start] == dot, path[end - 1] == dot { return false }
            start = end + 1
        }
        return true
    }

    private static func decoded(_ path: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(path.count)
        for part in path.split(separator: slash, omittingEmptySubsequences: false) {
            guard let segment = PercentEncoding.decoded(part), !segment.contains(0), !segment.contains(slash),
                String(validating: segment, as: UTF8.self) != nil
            else { return nil }
            if part.startIndex > path.startIndex { bytes.append(slash) }
            bytes += segment
        }
        return bytes
    }
}
