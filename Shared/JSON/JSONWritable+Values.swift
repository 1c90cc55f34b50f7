package import Core

extension String: JSONWritable {
    package func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension Int64: JSONWritable {
    package func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension Int: JSONWritable {
    package func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension Bool: JSONWritable {
    package func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension Double: JSONWritable {
    package func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension ID: JSONWritable {
    package func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension Timestamp: JSONWritable {
    package func write(to writer: inout JSONWriter) { writer.value(self) }
}

/// The code alone.
extension Currency: JSONWritable {
    package func write(to writer: inout JSONWriter) { writer.value(code) }
}

extension Array: JSONWritable where Element: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        writer.array { writer in
            for element in self { element.write(to: &writer) }
        }
    }
}

/// Texts by language, with the languages in order; a single text without a language is written alone.
extension Dictionary: JSONWritable where Key == String, Value: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        if count == 1, let value = self[""] { return value.write(to: &writer) }
        writer.object { writer in
            for key in keys.sorted() {
                if let value = self[key] { writer.field(key, value) }
            }
        }
    }
}

extension JSONValue: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .bool(let value): writer.value(value)
        case .number(let number): writer.value(number)
        case .string(let text): writer.value(text)
        case .array(let elements): elements.write(to: &writer)
        case .object(let object): object.write(to: &writer)
        }
    }
}

extension JSONObject: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            for member in members { writer.field(member.key, member.value) }
        }
    }
}
