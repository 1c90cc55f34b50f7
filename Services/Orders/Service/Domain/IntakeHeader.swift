/// Values of `ce-*` headers, by CloudEvents' HTTP binding.
package enum IntakeHeader {
    /// Without the quotes of a quoted text, percent-decoded once. What is no `%XX` stays as it is; bytes that are not UTF-8 show as
    /// U+FFFD, which no attribute may have.
    package static func decoded(_ value: String) -> String {
        var bytes = Array(value.utf8)
        guard bytes.contains(UInt8(ascii: "%")) || bytes.first == UInt8(ascii: "\"") else { return value }
        if bytes.count >= 2, bytes.first == UInt8(ascii: "\""), bytes.last == UInt8(ascii: "\"") {
            bytes = unescaped(bytes[1..<bytes.count - 1])
        }
        var out: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count, let high = digit(bytes[index + 1]),
                let low = digit(bytes[index + 2])
            {
                out.append(high << 4 | low)
                index += 3
            } else {
                out.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func unescaped(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        var isEscaped = false
        for byte in bytes {
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
            if !isEscaped { out.append(byte) }
        }
        return out
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Whether a media type is JSON: `application/json`, `text/json` or anything that ends in `+json`.
    package static func isJSON(_ contentType: String) -> Bool {
        let type = mediaType(contentType)
        return type == "application/json" || type == "text/json" || type.hasSuffix("+json")
    }

    /// The media type without parameters, in lower case.
    package static func mediaType(_ contentType: String) -> String {
        let type = contentType.prefix { $0 != ";" }
        return type.lowercased().filter { $0 != " " && $0 != "\t" }
    }
}
