import JSON
import OrdersAPI

/// What the API docs say about the doors beyond the types of their routes; the data's shapes are those their reader uses.
enum ShopEventDocs {
    static let events: [String: JSONValue] = [
        "requestBody": [
            "required": true,
            "content": [
                "application/cloudevents+json": ["schema": Schema.reference("ShopEvent")],
                "application/cloudevents-batch+json": [
                    "schema": ["type": "array", "maxItems": 1000, "items": Schema.reference("ShopEvent")]
                ],
                "application/json": ["schema": ["oneOf": .array(dataReferences)]],
            ],
        ],
        "responses": responses([
            (
                "200", "A duplicate, with the first receipt; of a batch, an array of receipts in order.", "application/json",
                oneOrMany
            ),
            ("202", "Accepted or waiting: the receipt.", "application/json", Schema.reference("Receipt")),
            ("400", "No CloudEvent or no JSON; kept.", "application/problem+json", Schema.reference("Problem")),
            (
                "403", "The token may not write this source; nothing is kept.", "application/problem+json",
                Schema.reference("Problem")
            ),
            ("409", "The name is taken by other content; kept.", "application/problem+json", Schema.reference("Problem")),
            ("413", "Too large; the head is kept.", "application/problem+json", Schema.reference("Problem")),
            ("422", "Something is wrong with it; kept.", "application/problem+json", Schema.reference("Problem")),
            (
                "503", "Nothing could be stored and nothing is kept; send again.", "application/problem+json",
                Schema.reference("Problem")
            ),
            (
                "default", "A refusal before the event was looked at, such as 401 and 429; nothing is kept.",
                "application/problem+json", Schema.reference("Problem")
            ),
        ]),
        "description": """
        Binary mode: attributes in ce-* headers, the data as the body. Structured mode: application/cloudevents+json. \
        Batch: application/cloudevents-batch+json, at most 1,000 events and 8 MB. One event is at most 512 kB.
        """,
    ]

    static let orders: [String: JSONValue] = [
        "parameters": [
            [
                "name": "Idempotency-Key", "in": "header", "required": true,
                "schema": ["type": "string", "pattern": "^[!-~]{1,200}$"],
                "description": "The order's id within the token. The same key and body again give the same answer.",
            ]
        ],
        "description": "The data of shop.order.placed.v1 plus `source`, the shop.",
        "requestBody": [
            "required": true,
            "content": [
                "application/json": [
                    "schema": [
                        "allOf": [
                            Schema.reference(PlacedOrder.shapeName),
                            [
                                "type": "object", "required": ["source"],
                                "properties": ["source": ["type": "string", "format": "uri-reference"]],
                            ],
                        ]
                    ]
                ]
            ],
        ],
    ]

    /// The shapes of every type's data, the event around them, and the table of the state machine.
    static var components: [String: JSONValue] {
        var components: [String: JSONValue] = ["ShopEvent": event, "x-order-transitions": OrderStateMachine.published]
        for type in ShopEvent.types {
            guard let shape = ShopEvent.shape(of: type) else { continue }
            let schema = Shapes.schema(shape)
            components[schema.name] = schema.json
            components.merge(schema.components) { kept, _ in kept }
        }
        return components
    }

    private static var event: JSONValue {
        [
            "type": "object", "required": ["specversion", "id", "source", "type", "data"],
            "properties": [
                "specversion": ["const": "1.0"], "id": ["type": "string", "minLength": 1, "maxLength": 256],
                "source": ["type": "string", "format": "uri-reference", "description": "The shop."],
                "type": ["type": "string", "enum": .array(ShopEvent.types.map { .string($0) })],
                "time": ["type": "string", "format": "date-time"], "data": ["type": "object"],
            ],
            "oneOf": .array(
                ShopEvent.types.compactMap { type in
                    ShopEvent.shape(of: type).map { shape in
                        ["properties": ["type": ["const": .string(type)], "data": Schema.reference(shape.shapeName)]]
                    }
                }),
        ]
    }

    private static var dataReferences: [JSONValue] {
        var names: [String] = []
        for type in ShopEvent.types {
            if let name = ShopEvent.shape(of: type)?.shapeName, !names.contains(name) { names.append(name) }
        }
        return names.map { Schema.reference($0) }
    }

    private static let oneOrMany: JSONValue = {
        let duplicate: JSONValue = [
            "type": "object", "required": ["outcome", "first"],
            "properties": ["outcome": ["const": "duplicate"], "first": Schema.reference("Receipt")],
        ]
        return ["oneOf": [duplicate, ["type": "array", "items": ["oneOf": [Schema.reference("Receipt"), duplicate]]]]]
    }()

    private static func responses(_ all: [(String, String, String, JSONValue)]) -> JSONValue {
        .object(
            JSONObject(
                all.map { status, description, type, schema in
                    (status, ["description": .string(description), "content": .object(JSONObject([(type, ["schema": schema])]))])
                }))
    }
}
