package import Core
package import JSON

/// One event of a shop as the people see it who look after the intake.
package struct IntakeEventResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "IntakeEvent"

    /// The sequence of its receipt.
    package let id: String
    /// `accepted`, `waiting`, `rejected`, `superseded`, `discarded`.
    package let state: String
    package let source: String
    package let eventID: String
    package let type: String
    /// `kafka`, `http`, `orders` or `retry`.
    package let door: String
    package let receivedAt: Timestamp
    package let order: ID?
    package let orderNumber: String?
    /// Why it was refused: `code`, `detail`, `status`, `errors`.
    package let problem: JSONValue?
    /// Of a waiting event.
    package let waitsFor: String?
    package let waitsUntil: Timestamp?
    /// Of a discarded event.
    package let reason: String?
    package let supersededBy: String?
    package let retryOf: String?
    package let settledAt: Timestamp?
    package let settledBy: String?
    package let received: IntakeBytesResource?
    package let receipt: JSONValue?
    /// The groups of fields that the caller may not see. The bytes hold fields of all groups, and are absent with any of them.
    package let hidden: [FieldGroup]

    package init(
        id: String, state: String, source: String, eventID: String, type: String, door: String, receivedAt: Timestamp,
        order: ID? = nil, orderNumber: String? = nil, problem: JSONValue? = nil, waitsFor: String? = nil,
        waitsUntil: Timestamp? = nil, reason: String? = nil, supersededBy: String? = nil, retryOf: String? = nil,
        settledAt: Timestamp? = nil, settledBy: String? = nil, received: IntakeBytesResource? = nil, receipt: JSONValue? = nil,
        hidden: [FieldGroup] = []
    ) {
        (self.id, self.state, self.source, self.eventID, self.type) = (id, state, source, eventID, type)
        (self.door, self.receivedAt, self.order, self.orderNumber) = (door, receivedAt, order, orderNumber)
        (self.problem, self.waitsFor, self.waitsUntil, self.reason) = (problem, waitsFor, waitsUntil, reason)
        (self.supersededBy, self.retryOf, self.settledAt, self.settledBy) = (supersededBy, retryOf, settledAt, settledBy)
        (self.received, self.receipt, self.hidden) = (received, receipt, hidden)
    }

    package init(_ fields: inout ShapeReader) {
        id = fields.text("id", "The sequence of its receipt, in digits.")
        state = fields.choice("state", among: ["accepted", "waiting", "rejected", "superseded", "discarded", "duplicate"])
        source = fields.text("source", length: 0...4096, "Empty where the event had none that could be read.")
        eventID = fields.text("eventId", length: 0...4096, "As source.")
        type = fields.text("type", length: 0...4096, "As source.")
        door = fields.choice("door", among: ["kafka", "http", "orders", "retry"])
        receivedAt = fields.time("receivedAt")
        order = fields.optionalID("order")
        orderNumber = fields.optionalText("orderNumber")
        problem = fields.any("problem", "Why it was refused: code, detail, status, errors with pointers.")
        waitsFor = fields.optionalChoice("waitsFor", among: ["order-not-placed", "shipment-unknown", "not-shipped-yet"])
        waitsUntil = fields.optionalTime("waitsUntil", "When it is given up.")
        reason = fields.optionalText("reason", "Why it was discarded.")
        supersededBy = fields.optionalText("supersededBy", "The id of the event that took its place.")
        retryOf = fields.optionalText("retryOf", "The id of the event that it is a retry of.")
        settledAt = fields.optionalTime("settledAt")
        settledBy = fields.optionalText("settledBy", "Who retried or discarded it.")
        received = fields.optionalObject("received", IntakeBytesResource.self)
        receipt = fields.any("receipt", "The signed receipt, as it was given.")
        hidden = fields.hiddenGroups()
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("state", state)
            writer.field("source", source)
            writer.field("eventId", eventID)
            writer.field("type", type)
            writer.field("door", door)
            writer.field("receivedAt", receivedAt)
            writer.field("order", order)
            writer.field("orderNumber", orderNumber)
            writer.field("problem", problem)
            writer.field("waitsFor", waitsFor)
            writer.field("waitsUntil", waitsUntil)
            writer.field("reason", reason)
            writer.field("supersededBy", supersededBy)
            writer.field("retryOf", retryOf)
            writer.field("settledAt", settledAt)
            writer.field("settledBy", settledBy)
            writer.field("received", received)
            writer.field("receipt", receipt)
            writer.hiddenGroups(hidden)
        }
    }
}

/// What came through the door, byte for byte.
package struct IntakeBytesResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "IntakeBytes"

    /// `binary`: the bytes are the data; `structured`: the whole event; `order`: the data and `source`.
    package let form: String
    /// Of the binary form, as name and value.
    package let attributes: [String: String]
    /// In base64; of an event that was too large, its head.
    package let bytes: String
    /// The same as text, where it is UTF-8.
    package let text: String?
    /// Bytes of the whole.
    package let length: Int64

    package init(form: String, attributes: [String: String], bytes: String, text: String?, length: Int64) {
        (self.form, self.attributes, self.bytes, self.text, self.length) = (form, attributes, bytes, text, length)
    }

    package init(_ fields: inout ShapeReader) {
        form = fields.choice("form", among: ["binary", "structured", "order"])
        let object = fields.any("attributes", "Attributes beside the body, by name.")?.object
        attributes = Dictionary(
            (object?.members ?? []).map { ($0.key, $0.value.string ?? "") }, uniquingKeysWith: { first, _ in first })
        bytes = fields.text("bytes", length: 0...4_000_000, "In base64; of an event that was too large, its head.")
        text = fields.optionalText("text", length: 0...4_000_000, "The same as text, where it is UTF-8.")
        length = fields.integer("length", in: 0...Int64.max, "Bytes of the whole.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("form", form)
            writer.field(
                "attributes",
                object: { writer in
                    for name in attributes.keys.sorted() { writer.field(name, attributes[name]) }
                })
            writer.field("bytes", bytes)
            writer.field("text", text)
            writer.field("length", length)
        }
    }
}
