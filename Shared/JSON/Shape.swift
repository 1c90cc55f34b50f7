package import Core

/// A type that is read from JSON and described as a JSON Schema by one declaration.
///
/// ```swift
/// init(_ fields: inout ShapeReader) {
///     sku = fields.text("sku", length: 1...64, "The shop's own article number.")
///     quantity = fields.decimal("quantity", decimals: 3, above: 0)
/// }
/// ```
/// The same code runs twice over: once to describe, when every field gives a neutral value, and for each document, when a faulty field
/// gives a neutral value too and its fault is collected. So it must read every field on every path, before any `return nil`.
package protocol Shape: Sendable {
    /// The component's name in OpenAPI, such as `OrderLine`; unique in the suite.
    static var shapeName: String { get }

    /// A plain `init` will do where every field has a neutral value; `nil` is for those that do not, such as a currency.
    init?(_ fields: inout ShapeReader)
}

/// Reads and describes shapes.
package enum Shapes {
    /// All faults, in the order the fields are read; the value is `nil` when there is any.
    package static func read<T: Shape>(
        _: T.Type, from json: JSONValue, at pointer: JSONPointer = .root
    ) -> (value: T?, faults: [Fault]) {
        guard let object = json.object else { return (nil, [Fault.expected("an object", at: pointer)]) }
        var reader = ShapeReader(reading: object, at: pointer)
        let value = T(&reader)
        if value == nil, reader.faults.isEmpty {
            reader.fault(code: "invalid", detail: "Is not a valid \(T.shapeName).")
        }
        return reader.faults.isEmpty ? (value, []) : (nil, reader.faults)
    }

    /// Throws a `Refusal`: `too-large`, `not-json`, or the code of the first fault, with all faults.
    package static func decode<T: Shape>(
        _ type: T.Type, from bytes: [UInt8], limits: JSONLimits = JSONLimits()
    ) throws(Refusal) -> T {
        let json: JSONValue
        do {
            json = try JSONValue.parse(bytes, limits: limits)
        } catch {
            throw Refusal(error)
        }
        let (value, faults) = read(type, from: json)
        if let value { return value }
        throw Refusal(faults)
    }

    /// The type's schema; `T.init` is run with a reader that describes.
    package static func schema<T: Shape>(_: T.Type) -> Schema {
        var reader = ShapeReader(describing: [:])
        _ = T(&reader)
        return Schema(name: T.shapeName, json: reader.objectSchema, components: reader.components)
    }
}

extension Refusal {
    /// How a document that is not JSON is refused: 413 `too-large`, else 400 `not-json`.
    package init(_ error: JSONSyntaxError) {
        if error.reason == .tooLarge {
            self.init(.tooLarge, "too-large", "Send at most \(error.offset) bytes.")
        } else {
            self.init(.malformed, "not-json", error.description)
        }
    }

    /// 422 with the code and the place of the first fault, and all of them.
    package init(_ faults: [Fault]) {
        let first = faults.first
        let place = first.map { $0.pointer.isEmpty ? "The document" : $0.pointer } ?? ""
        self.init(.invalid, first?.code ?? "invalid", "\(place): \(first?.detail ?? "Is not valid.")", faults: faults)
    }
}
