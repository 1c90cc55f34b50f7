/// A place in a document, RFC 6901: `/lines/3/total`; the empty text is the document itself.
package struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
    /// The pointer as text, with `~0` for a tilde and `~1` for a slash inside a token.
    package let description: String

    package static let root = JSONPointer(tokens: [])

    package init(tokens: [String]) {
        description = tokens.map { "/" + Self.escape($0) }.joined()
    }

    /// `nil` unless `text` is empty or starts with a slash, and every tilde is part of `~0` or `~1`.
    package init?(_ text: String) {
        guard text.isEmpty || text.utf8.first == UInt8(ascii: "/") else { return nil }
        var afterTilde = false
        for byte in text.utf8 {
            if afterTilde, byte != UInt8(ascii: "0"), byte != UInt8(ascii: "1") { return nil }
            afterTilde = byte == UInt8(ascii: "~")
        }
        guard !afterTilde else { return nil }
        description = text
    }

    private init(text: String) {
        description = text
    }

    package func appending(_ key: String) -> JSONPointer {
        JSONPointer(text: description + "/" + Self.escape(key))
    }

    package func appending(_ index: Int) -> JSONPointer {
        JSONPointer(text: description + "/" + String(index))
    }

    /// `relative` is a pointer from here on; its first slash may be left out. The empty text is this place.
    package func appending(path relative: String) -> JSONPointer {
        if relative.isEmpty { return self }
        return JSONPointer(text: description + (relative.utf8.first == UInt8(ascii: "/") ? "" : "/") + relative)
    }

    package var tokens: [String] {
        guard !description.isEmpty else { return [] }
        return description.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(
            Self.unescape)
    }

    /// A token as the index of an array: digits without a leading zero.
    static func index(_ token: String) -> Int? {
        guard token.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            token == "0" || token.utf8.first != UInt8(ascii: "0")
        else { return nil }
        return Int(token)
    }

    private static func escape(_ token: String) -> String {
        guard token.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return token }
        var bytes: [UInt8] = []
        for byte in token.utf8 {
            switch byte {
            case UInt8(ascii: "~"): bytes += "~0".utf8
            case UInt8(ascii: "/"): bytes += "~1".utf8
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func unescape(_ token: Substring.UTF8View) -> String {
        var bytes: [UInt8] = []
        var afterTilde = false
        for byte in token {
            if afterTilde {
                bytes.append(byte == UInt8(ascii: "1") ? UInt8(ascii: "/") : UInt8(ascii: "~"))
                afterTilde = false
            } else if byte == UInt8(ascii: "~") {
                afterTilde = true
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
