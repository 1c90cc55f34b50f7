/// Text as part of an address, percent-encoded (RFC 3986 §2.3).
enum PercentText {
    static func encoded(_ text: String) -> String {
        var out = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "~"):
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                out += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return out
    }

    /// A path with a query of the values that are there and not empty.
    static func target(_ path: String, _ query: [(name: String, value: String?)]) -> String {
        let items = query.compactMap { item in
            item.value.flatMap { $0.isEmpty ? nil : "\(item.name)=\(encoded($0))" }
        }
        return items.isEmpty ? path : path + "?" + items.joined(separator: "&")
    }
}
