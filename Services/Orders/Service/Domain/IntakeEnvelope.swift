import Core
import JSON

/// The attributes of a CloudEvent 1.0, with what is wrong with them.
struct IntakeEnvelope {
    static let names = ["specversion", "id", "source", "type", "time", "datacontenttype"]
    static let mostIDCharacters = 256
    private static let mostCharacters = 1024

    /// Empty where missing or not fit to be kept.
    private(set) var source = ""
    private(set) var id = ""
    private(set) var type = ""
    private(set) var time: Timestamp?
    private(set) var faults: [Fault] = []
    /// False when CloudEvents itself forbids what stands there, rather than only this contract.
    private(set) var isCloudEvent = true

    /// `attribute` gives an attribute as it was written, `nil` when it is missing.
    init(now: Timestamp, attribute: (String) -> JSONValue?) {
        if let version = required("specversion", attribute("specversion")), version != "1.0" {
            refuse("specversion", "out-of-range", "Must be 1.0.")
            isCloudEvent = false
        }
        id = fitting("id", attribute("id"), most: Self.mostIDCharacters)
        source = fitting("source", attribute("source"), most: Self.mostCharacters)
        if !source.isEmpty, !Self.isURIReference(source) {
            refuse("source", "wrong-type", "Must be a URI-reference, such as https://shop.example or urn:shop:1.")
            isCloudEvent = false
            source = ""
        }
        type = fitting("type", attribute("type"), most: Self.mostCharacters)
        if let written = attribute("time"), !written.isNull {
            time = written.string.flatMap { Timestamp($0) }
            if let time {
                if let fault = EventTime.fault(time, at: "/time", now: now) { faults.append(fault) }
            } else {
                refuse("time", "wrong-type", "Must be a time by RFC 3339, such as 2026-01-31T09:30:00Z.")
            }
        }
    }

    private mutating func refuse(_ name: String, _ code: String, _ detail: String) {
        faults.append(Fault(pointer: "/" + name, code: code, detail: detail))
    }

    /// The text of an attribute that CloudEvents requires.
    private mutating func required(_ name: String, _ value: JSONValue?) -> String? {
        let text = value?.string
        if let text, !text.isEmpty { return text }
        isCloudEvent = false
        if value == nil || value?.isNull == true || text != nil {
            refuse(name, "missing", "Is required.")
        } else {
            refuse(name, "wrong-type", "Must be one text.")
        }
        return nil
    }

    private mutating func fitting(_ name: String, _ value: JSONValue?, most: Int) -> String {
        guard let text = required(name, value) else { return "" }
        // What is no character came from bytes that are not UTF-8; two such names would look like one.
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) && $0.value != 0xfffd })
        else {
            refuse(name, "wrong-type", "Must have no control characters, in UTF-8.")
            isCloudEvent = false
            return ""
        }
        guard text.unicodeScalars.count <= most else {
            refuse(name, "out-of-range", "Must have at most \(most) characters.")
            return ""
        }
        return text
    }

    /// The characters of RFC 3986; a percent sign only before two hexadecimal digits.
    private static func isURIReference(_ text: String) -> Bool {
        var digitsDue = 0
        for byte in text.utf8 {
            let isHex = byte < 0x80 && Character(Unicode.Scalar(byte)).isHexDigit
            if digitsDue > 0 {
                guard isHex else { return false }
                digitsDue -= 1
                continue
            }
            if byte == UInt8(ascii: "%") {
                digitsDue = 2
                continue
            }
            guard isHex || uriBytes.contains(byte) else { return false }
        }
        return digitsDue == 0
    }

    private static let uriBytes = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=".utf8)
}
