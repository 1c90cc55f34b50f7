import JSON

extension OpenAPIDocument {
    /// The schema of every refusal; see `ProblemBody`.
    static let problemSchema: JSONValue = {
        func object(_ members: [(String, JSONValue)]) -> JSONValue { .object(JSONObject(members)) }
        let text = object([("type", .string("string"))])
        let fault = object([
            ("type", .string("object")), ("properties", object([("pointer", text), ("code", text), ("detail", text)])),
            ("required", .array([.string("pointer"), .string("code"), .string("detail")])),
        ])
        return object([
            ("type", .string("object")),
            (
                "properties",
                object([
                    ("type", text), ("title", text), ("status", object([("type", .string("integer"))])), ("code", text),
                    ("detail", text), ("requestId", text),
                    ("errors", object([("type", .string("array")), ("items", fault)])),
                    ("receipt", object([("type", .string("object"))])),
                ])
            ),
            ("required", .array([.string("title"), .string("status"), .string("code"), .string("detail")])),
        ])
    }()
}
