import Core
import JSON

/// A shape with one field of every kind.
struct Order: Shape, JSONWritable, Hashable {
    static let shapeName = "Order"

    let number: String
    let currency: Currency?
    let placedAt: Timestamp
    let paid: Bool
    let customer: ID
    let channel: String
    let priority: Int64?
    let note: String?
    let tags: [String]?
    let shipping: Money?
    let extra: JSONValue?
    let lines: [OrderLine]

    init(_ fields: inout ShapeReader) {
        number = fields.text("number", length: 1...64, "The shop's own number.")
        currency = fields.currency("currency")
        placedAt = fields.time("placedAt")
        paid = fields.boolean("paid")
        customer = fields.id("customer")
        channel = fields.choice("channel", among: ["web", "phone"])
        priority = fields.optionalInteger("priority", in: 1...10, default: 5)
        note = fields.optionalText("note")
        tags = fields.optionalTexts("tags", count: 0...10, length: 1...20)
        shipping = fields.optionalMoney("shipping")
        extra = fields.any("extra")
        lines = fields.objects("lines", OrderLine.self, count: 1...100)
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("number", number)
            writer.field("currency", currency)
            writer.field("placedAt", placedAt)
            writer.field("paid", paid)
            writer.field("customer", customer)
            writer.field("channel", channel)
            writer.field("priority", priority)
            writer.field("note", note)
            writer.field("tags", tags)
            writer.field("shipping", shipping)
            writer.field("extra", extra)
            writer.field("lines", array: lines)
        }
    }

    static let example = #"""
        {"number": "A-1", "currency": "RUB", "placedAt": "2026-01-31T09:30:00+03:00", "paid": true,
         "customer": "01901234-5678-7abc-8def-0123456789ab", "channel": "phone", "tags": ["new", "срочно"],
         "shipping": {"amount": 300, "currency": "JPY"}, "extra": {"free": [1, null]},
         "lines": [{"sku": "T", "quantity": 1.5, "name": "Tea"}, {"sku": "C", "quantity": 1.0, "name": {"en": "Cup", "pt-BR": "Copo"}}]}
        """#
}

struct OrderLine: Shape, JSONWritable, Hashable {
    static let shapeName = "OrderLine"

    let sku: String
    let quantity: Int64
    let name: [String: String]

    init(_ fields: inout ShapeReader) {
        sku = fields.text("sku", length: 1...64)
        quantity = fields.decimal("quantity", decimals: 3, above: 0, below: 1_000_000_000_000, "Pieces, or the product's unit.")
        name = fields.textOrByLanguage("name", length: 1...200)
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("sku", sku)
            writer.field("quantity", JSONValue.number(JSONNumber(units: quantity, decimals: 3)))
            writer.field("name", name)
        }
    }
}

struct Rating: Shape {
    static let shapeName = "Rating"

    init(_ fields: inout ShapeReader) {
        _ = fields.integer("stars", in: 1...10)
        _ = fields.decimal("weight", decimals: 3, above: 0, below: 1_000_000)
        _ = fields.text("word", length: 1...3)
    }
}

/// Compares two fields, and refuses as a whole.
struct Period: Shape {
    static let shapeName = "Period"

    init(_ fields: inout ShapeReader) {
        let from = fields.integer("from")
        let to = fields.integer("to")
        guard !fields.isDescribing else { return }
        if to < from { fields.fault(at: "to", code: "before-start", detail: "Must not be before the start.") }
        if fields.value("to") == 3, from == 5 { fields.fault(code: "odd", detail: "Is odd at \(fields.pointer).") }
    }
}

struct Never1: Shape {
    static let shapeName = "Never"

    init?(_: inout ShapeReader) { nil }
}

/// Contains itself, and another that contains it.
struct Category: Shape {
    static let shapeName = "Category"

    init(_ fields: inout ShapeReader) {
        _ = fields.text("name")
        _ = fields.optionalObjects("children", Category.self, count: 0...10)
        _ = fields.optionalObject("shelf", Shelf.self)
    }
}

struct Shelf: Shape {
    static let shapeName = "Shelf"

    init(_ fields: inout ShapeReader) {
        _ = fields.object("category", Category.self)
    }
}
