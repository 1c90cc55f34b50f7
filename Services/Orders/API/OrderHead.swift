package import Core
package import JSON

/// What every event of an order says first; its members stand beside the event's own.
package struct OrderHead: Shape, Hashable {
    package static let shapeName = "OrderHead"

    package let orderID: OrderID
    /// The shop.
    package let source: String
    package let number: String
    package let placedAt: Timestamp
    package let currency: Currency
    package let customerRef: CustomerReference
    package let cause: EventCause

    package init(
        orderID: OrderID, source: String, number: String, placedAt: Timestamp, currency: Currency,
        customerRef: CustomerReference, cause: EventCause
    ) {
        (self.orderID, self.source, self.number, self.placedAt) = (orderID, source, number, placedAt)
        (self.currency, self.customerRef, self.cause) = (currency, customerRef, cause)
    }

    package init?(_ fields: inout ShapeReader) {
        orderID = OrderID(fields.id("orderID"))
        source = fields.text("source", "The shop.")
        number = fields.text("number")
        placedAt = fields.time("placedAt")
        let currency = fields.currency("currency", "ISO 4217; amounts are in its minor units.")
        let customerRef = fields.object("customerRef", CustomerReference.self)
        let cause = fields.object("cause", EventCause.self)
        guard let currency, let customerRef, let cause else { return nil }
        (self.currency, self.customerRef, self.cause) = (currency, customerRef, cause)
    }

    /// Writes the members into the event's object.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.field("orderID", orderID)
        writer.field("source", source)
        writer.field("number", number)
        writer.field("placedAt", placedAt)
        writer.field("currency", currency)
        writer.field("customerRef", customerRef)
        writer.field("cause", cause)
    }
}
