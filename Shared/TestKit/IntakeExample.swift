import Core
package import JSON

/// One event as a shop might send it, through any door: well or badly made.
package struct IntakeExample: Sendable, Hashable {
    /// Attributes in order, each as JSON: what is no text can only be said in the structured form.
    package var attributes: [String: JSONValue]
    /// The bytes of the data.
    package var data: [UInt8]
    /// In the place of the whole event in the structured form, for what is no event at all.
    package var document: [UInt8]?

    package init(_ type: String, id: String, source: String, data: JSONValue) {
        attributes = ["specversion": "1.0", "id": .string(id), "source": .string(source), "type": .string(type)]
        self.data = data.json()
    }

    package var id: String { attributes["id"]?.string ?? "" }
    package var source: String { attributes["source"]?.string ?? "" }
    package var type: String { attributes["type"]?.string ?? "" }

    /// Headers of the binary form: `ce-` over HTTP, `ce_` in Kafka.
    package func headers(prefix: String) -> [(name: String, value: String)] {
        attributes.keys.sorted().map { name in
            let text = attributes[name]?.string ?? String(decoding: attributes[name]?.json() ?? [], as: UTF8.self)
            return (prefix + name, prefix == "ce-" ? Self.percentEncoded(text) : text)
        } + [("content-type", "application/json")]
    }

    /// The whole event in CloudEvents' JSON format.
    package var structured: [UInt8] {
        if let document { return document }
        var bytes = Array("{".utf8)
        for name in attributes.keys.sorted() {
            bytes += JSONValue.string(name).json() + Array(":".utf8) + (attributes[name]?.json() ?? []) + Array(",".utf8)
        }
        return bytes + Array("\"data\":".utf8) + data + Array("}".utf8)
    }

    /// The body of `POST /v1/orders`.
    package var order: [UInt8] {
        guard data.count > 2, let source = attributes["source"] else { return data }
        return Array("{\"source\":".utf8) + source.json() + Array(",".utf8) + data.dropFirst()
    }

    /// By CloudEvents' HTTP binding: space, quotes, percent and what is not printable ASCII.
    private static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte > 0x20, byte < 0x7f, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "%") {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
