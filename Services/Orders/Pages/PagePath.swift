/// Where the pages of orders stand, and how their links carry a query.
package enum PagePath {
    package static let orders = "/orders"
    package static let products = "/products"
    package static let intake = "/intake"

    /// The open event beside the list, as the part of an address behind #.
    package static let event = "event"

    package static func order(_ id: String) -> String { orders + "/" + encoded(id) }
    package static func customer(_ id: String) -> String { "/customers/" + encoded(id) }
    package static func rejected(_ id: String) -> String { intake + "/rejected/" + encoded(id) }
    package static func retry(_ id: String) -> String { rejected(id) + "/retry" }
    package static func discard(_ id: String) -> String { rejected(id) + "/discard" }

    /// `path` with the parameters that have a value.
    package static func with(_ path: String, _ parameters: [(name: String, value: String?)]) -> String {
        let pairs = parameters.compactMap { parameter in
            parameter.value.flatMap { $0.isEmpty ? nil : "\(parameter.name)=\(encoded($0))" }
        }
        return pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
    }

    /// Percent-encoded but for the unreserved characters of RFC 3986.
    private static func encoded(_ text: String) -> String {
        var out = ""
        let digits = Array("0123456789ABCDEF")
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                out.append("%")
                out.append(digits[Int(byte >> 4)])
                out.append(digits[Int(byte & 15)])
            }
        }
        return out
    }
}
