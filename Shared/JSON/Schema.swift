/// A JSON Schema of dialect 2020-12, as OpenAPI 3.1 and AsyncAPI 3 take it.
package struct Schema: Sendable, Hashable {
    package let name: String
    /// Nested shapes stand as `{"$ref": "#/components/schemas/NAME"}`.
    package let json: JSONValue
    /// The nested shapes by name, at any depth; this one too where it contains itself.
    package let components: [String: JSONValue]

    package init(name: String, json: JSONValue, components: [String: JSONValue] = [:]) {
        self.name = name
        self.json = json
        self.components = components
    }

    package static func reference(_ name: String) -> JSONValue {
        ["$ref": .string("#/components/schemas/" + name)]
    }
}

/// What a `ShapeReader` notes down while it describes.
struct ShapeDescription: Sendable {
    var properties = JSONObject()
    var required: [JSONValue] = []
    var components: [String: JSONValue]
}

/// The schemas of the reader's kinds of field.
extension JSONValue {
    static func text(_ length: ClosedRange<Int>) -> JSONValue {
        ["type": "string", "minLength": .int(length.lowerBound), "maxLength": .int(length.upperBound)]
    }

    static func format(_ format: String) -> JSONValue {
        ["type": "string", "format": .string(format)]
    }

    static func integer(in range: ClosedRange<Int64>) -> JSONValue {
        ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
    }

    static func decimal(_ decimals: Int, above: Int64?, below: Int64?) -> JSONValue {
        var schema = JSONObject([("type", "number"), ("multipleOf", .scaled(1, decimals))])
        if let above { schema.set("exclusiveMinimum", .scaled(above, decimals)) }
        if let below { schema.set("exclusiveMaximum", .scaled(below, decimals)) }
        return .object(schema)
    }

    static func list(of items: JSONValue, _ count: ClosedRange<Int>) -> JSONValue {
        ["type": "array", "items": items, "minItems": .int(count.lowerBound), "maxItems": .int(count.upperBound)]
    }

    static func choice(_ choices: [String]) -> JSONValue {
        ["type": "string", "enum": .array(choices.map { .string($0) })]
    }

    static func byLanguage(_ length: ClosedRange<Int>) -> JSONValue {
        let languages: JSONValue = [
            "type": "object", "minProperties": 1, "propertyNames": ["pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"],
            "additionalProperties": text(length),
        ]
        return ["oneOf": [text(length), languages]]
    }

    private static func int(_ value: Int) -> JSONValue { integer(Int64(value)) }

    static func integer(_ value: Int64) -> JSONValue { .number(JSONNumber(value)) }

    private static func scaled(_ units: Int64, _ decimals: Int) -> JSONValue {
        .number(JSONNumber(units: units, decimals: decimals))
    }
}
