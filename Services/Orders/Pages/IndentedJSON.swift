import JSON

/// JSON laid out for people to read and correct; numbers keep their digits.
enum IndentedJSON {
    static func text(_ value: JSONValue, indent: String = "") -> String {
        let inner = indent + "  "
        switch value {
        case .array(let elements) where !elements.isEmpty:
            let lines = elements.map { inner + text($0, indent: inner) }
            return "[\n" + lines.joined(separator: ",\n") + "\n" + indent + "]"
        case .object(let object) where !object.members.isEmpty:
            let lines = object.members.map { inner + plain(.string($0.key)) + ": " + text($0.value, indent: inner) }
            return "{\n" + lines.joined(separator: ",\n") + "\n" + indent + "}"
        default: return plain(value)
        }
    }

    private static func plain(_ value: JSONValue) -> String {
        String(decoding: value.json(), as: UTF8.self)
    }
}
