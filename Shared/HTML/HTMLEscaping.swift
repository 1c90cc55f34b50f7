extension HTML {
    /// Appends text so that it is safe as element content and inside a quoted attribute.
    static func escape(_ value: String, into out: inout String) {
        guard value.utf8.contains(where: { entity(for: $0) != nil }) else {
            out += value
            return
        }
        var start = value.utf8.startIndex
        var index = start
        while index < value.utf8.endIndex {
            let next = value.utf8.index(after: index)
            if let entity = entity(for: value.utf8[index]) {
                out += value[start..<index]
                out += entity
                start = next
            }
            index = next
        }
        out += value[start...]
    }

    private static func entity(for byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }

    /// Whether an address may stand in `href`, `src` or `action`: absolute with http, https, mailto or tel, or relative to
    /// this site. Refused: other schemes, `//host`, `/\host` (browsers read it as `//host`), control characters, which browsers
    /// drop before they look for the scheme, and space at the start.
    package static func isSafe(url: String) -> Bool {
        let bytes = url.utf8
        guard let first = bytes.first, first != UInt8(ascii: " "), !bytes.contains(where: { $0 < 0x20 || $0 == 0x7f }) else {
            return false
        }
        if first == UInt8(ascii: "/") || first == UInt8(ascii: "\\") {
            let second = bytes.dropFirst().first
            return first == UInt8(ascii: "/") && second != UInt8(ascii: "/") && second != UInt8(ascii: "\\")
        }
        let head = bytes.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        guard let colon = head.firstIndex(of: UInt8(ascii: ":")) else { return true }
        let scheme = Substring(head[..<colon]).lowercased()
        return ["http", "https", "mailto", "tel"].contains(scheme)
    }
}
