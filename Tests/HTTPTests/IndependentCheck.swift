/// The strict table once more, written line by line without the parser's code: what a head must hold to before a request is accepted.
enum IndependentCheck {
    static func allows(_ bytes: [UInt8]) -> Bool {
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        var index = bytes.starts(with: [0x0d, 0x0a]) ? 2 : 0
        while true {
            guard index < bytes.count else { return true }  // the head is not whole, so nothing was accepted
            if bytes[index] == 0x0d, index + 1 < bytes.count, bytes[index + 1] == 0x0a {
                if line.isEmpty { break }
                lines.append(line)
                line = []
                index += 2
            } else {
                line.append(bytes[index])
                index += 1
            }
        }
        guard let request = lines.first, lines.count <= 101, !hasControl(request) else { return false }
        let words = request.split(separator: 0x20, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
        guard words.count == 3, ["HTTP/1.1", "HTTP/1.0"].contains(words[2]),
            ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"].contains(words[0]),
            words[1].utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { return false }
        return allows(fields: lines.dropFirst(), isHTTP10: words[2] == "HTTP/1.0")
    }

    private static func allows(fields lines: ArraySlice<[UInt8]>, isHTTP10: Bool) -> Bool {
        var counts: [String: Int] = [:]
        for line in lines {
            guard !hasControl(line), let colon = line.firstIndex(of: 0x3a), colon > 0 else { return false }
            let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "!#$%&'*+-.^_`|~".contains($0)) }) else {
                return false
            }
            let value = String(decoding: line[(colon + 1)...].filter { $0 != 0x20 && $0 != 0x09 }, as: UTF8.self)
            counts[name, default: 0] += 1
            if name == "content-length", value.isEmpty || !value.allSatisfy({ $0.isASCII && $0.isNumber }) { return false }
            if name == "transfer-encoding", value.lowercased() != "chunked" { return false }
        }
        let (length, coding) = (counts["content-length"] ?? 0, counts["transfer-encoding"] ?? 0)
        let hosts = counts["host"] ?? 0
        return length + coding <= 1 && (coding == 0 || !isHTTP10) && hosts <= 1 && (hosts == 1 || isHTTP10)
    }

    private static func hasControl(_ line: [UInt8]) -> Bool { line.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7f } }
}
