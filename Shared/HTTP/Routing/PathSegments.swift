/// A path taken apart and decoded, or refused.
enum PathSegments {
    static func split(_ path: String) -> [[UInt8]]? {
        var segments: [[UInt8]] = []
        var rest = path.utf8[...]
        guard rest.popFirst() == 0x2f else { return nil }
        if rest.isEmpty { return [] }
        while true {
            let end = rest.firstIndex(of: 0x2f) ?? rest.endIndex
            guard let segment = decoded(rest[..<end]) else { return nil }
            segments.append(segment)
            if end == rest.endIndex { return segments }
            rest = rest[end...].dropFirst()
        }
    }

    private static func decoded(_ part: Substring.UTF8View) -> [UInt8]? {
        guard !part.isEmpty else { return nil }
        let isPlain = part.allSatisfy { $0 != 0x25 && $0 < 0x80 }
        guard let bytes = isPlain ? Array(part) : PercentEncoding.decoded(part) else { return nil }
        if bytes == [0x2e] || bytes == [0x2e, 0x2e] || bytes.contains(0) { return nil }
        if isPlain { return bytes }
        return bytes.contains(0x2f) || String(validating: bytes, as: UTF8.self) == nil ? nil : bytes
    }
}
