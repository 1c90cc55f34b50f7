import JSON
import Testing

@Suite struct SchemaTests {
    @Test func `describes every kind of field`() throws {
        let schema = Shapes.schema(Order.self)
        #expect(schema.name == "Order")
        #expect(schema.json["type"] == "object")
        #expect(schema.json["required"] == ["number", "currency", "placedAt", "paid", "customer", "channel", "lines"])
        let expected: JSONValue = [
            "number": ["type": "string", "minLength": 1, "maxLength": 64, "description": "The shop's own number."],
            "currency": ["type": "string", "pattern": "^[A-Z]{3}$"],
            "placedAt": ["type": "string", "format": "date-time"],
            "paid": ["type": "boolean"],
            "customer": ["type": "string", "format": "uuid"],
            "channel": ["type": "string", "enum": ["web", "phone"]],
            "priority": ["type": "integer", "minimum": 1, "maximum": 10, "default": 5],
            "note": ["type": "string", "minLength": 1, "maxLength": 4096],
            "tags": [
                "type": "array", "items": ["type": "string", "minLength": 1, "maxLength": 20], "minItems": 0, "maxItems": 10,
            ],
            "shipping": ["$ref": "#/components/schemas/Money"],
            "extra": [:],
            "lines": ["type": "array", "items": ["$ref": "#/components/schemas/OrderLine"], "minItems": 1, "maxItems": 100],
        ]
        let properties = try #require(schema.json["properties"]?.object)
        for member in try #require(expected.object).members {
            #expect(properties[member.key] == member.value)
        }
        #expect(properties.members.count == expected.object?.members.count)
    }

    @Test func `describes nested shapes once, as components`() throws {
        let components = Shapes.schema(Order.self).components
        #expect(components.keys.sorted() == ["Money", "OrderLine"])
        let line = try #require(components["OrderLine"])
        #expect(line["required"] == ["sku", "quantity", "name"])
        let quantity = try #require(line["properties"]?["quantity"])
        #expect(quantity["multipleOf"]?.number?.text == "0.001")
        #expect(quantity["exclusiveMinimum"]?.number?.text == "0")
        #expect(quantity["exclusiveMaximum"]?.number?.text == "1000000000")
        #expect(quantity["description"] == "Pieces, or the product's unit.")
        #expect(line["properties"]?["name"]?["oneOf"]?.array?.count == 2)
        #expect(components["Money"]?["required"] == ["amount", "currency"])
    }

    @Test func `ends where shapes contain themselves`() throws {
        let schema = Shapes.schema(Category.self)
        #expect(schema.components.keys.sorted() == ["Category", "Shelf"])
        #expect(schema.components["Category"] == schema.json)
        #expect(schema.json["properties"]?["shelf"] == ["$ref": "#/components/schemas/Shelf"])
        #expect(schema.components["Shelf"]?["properties"]?["category"] == ["$ref": "#/components/schemas/Category"])
    }

    @Test func `faults nothing while describing`() {
        #expect(Shapes.schema(Period.self).json["required"] == ["from", "to"])
        #expect(Shapes.schema(Never1.self).json == ["type": "object", "properties": [:]])
    }
}
