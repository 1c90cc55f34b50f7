package import Core
package import JSON

/// How much of a line an event of the order concerns, with what people call it.
package struct OrderEventLine: Shape, JSONWritable, Hashable {
    package static let shapeName = "OrderEventLine"

    package let line: Int64
    package let sku: String
    package let name: String?
    /// A decimal number as text: `1.5`.
    package let quantity: String

    package init(line: Int64, sku: String, name: String?, quantity: Quantity) {
        (self.line, self.sku, self.name, self.quantity) = (line, sku, name, quantity.description)
    }

    package init(_ fields: inout ShapeReader) {
        line = fields.integer("line")
        sku = fields.text("sku")
        name = fields.optionalText("name")
        quantity = fields.text("quantity", "A decimal number as text.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("line", line)
            writer.field("sku", sku)
            writer.field("name", name)
            writer.field("quantity", quantity)
        }
    }
}

/// A shipment left.
package struct OrderShipped: Shape, JSONWritable, Hashable {
    package static let shapeName = "OrderShipped"

    package let head: OrderHead
    package let shipment: String
    package let shippedAt: Timestamp
    package let carrier: String?
    package let trackingNumber: String?
    package let trackingURL: String?
    package let lines: [OrderEventLine]
    package let fulfilmentState: FulfilmentState

    package init(
        head: OrderHead, shipment: String, shippedAt: Timestamp, carrier: String?, trackingNumber: String?, trackingURL: String?,
        lines: [OrderEventLine], fulfilmentState: FulfilmentState
    ) {
        (self.head, self.shipment, self.shippedAt, self.carrier) = (head, shipment, shippedAt, carrier)
        (self.trackingNumber, self.trackingURL) = (trackingNumber, trackingURL)
        (self.lines, self.fulfilmentState) = (lines, fulfilmentState)
    }

    package init?(_ fields: inout ShapeReader) {
        let head = OrderHead(&fields)
        shipment = fields.text("shipment")
        shippedAt = fields.time("shippedAt")
        carrier = fields.optionalText("carrier")
        trackingNumber = fields.optionalText("trackingNumber")
        trackingURL = fields.optionalText("trackingUrl")
        lines = fields.objects("lines", OrderEventLine.self, count: 0...2000)
        fulfilmentState = fields.state("fulfilmentState") ?? .unshipped
        guard let head else { return nil }
        self.head = head
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            head.writeMembers(to: &writer)
            writer.field("shipment", shipment)
            writer.field("shippedAt", shippedAt)
            writer.field("carrier", carrier)
            writer.field("trackingNumber", trackingNumber)
            writer.field("trackingUrl", trackingURL)
            writer.field("lines", array: lines)
            writer.field("fulfilmentState", fulfilmentState.rawValue)
        }
    }
}

/// One or more shipments arrived.
package struct OrderDelivered: Shape, JSONWritable, Hashable {
    package static let shapeName = "OrderDelivered"

    package let head: OrderHead
    package let shipments: [String]
    package let deliveredAt: Timestamp
    package let lines: [OrderEventLine]
    package let fulfilmentState: FulfilmentState

    package init(
        head: OrderHead, shipments: [String], deliveredAt: Timestamp, lines: [OrderEventLine], fulfilmentState: FulfilmentState
    ) {
        (self.head, self.shipments, self.deliveredAt) = (head, shipments, deliveredAt)
        (self.lines, self.fulfilmentState) = (lines, fulfilmentState)
    }

    package init?(_ fields: inout ShapeReader) {
        let head = OrderHead(&fields)
        shipments = fields.texts("shipments", count: 0...100_000)
        deliveredAt = fields.time("deliveredAt")
        lines = fields.objects("lines", OrderEventLine.self, count: 0...2000)
        fulfilmentState = fields.state("fulfilmentState") ?? .unshipped
        guard let head else { return nil }
        self.head = head
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            head.writeMembers(to: &writer)
            writer.field("shipments", array: shipments)
            writer.field("deliveredAt", deliveredAt)
            writer.field("lines", array: lines)
            writer.field("fulfilmentState", fulfilmentState.rawValue)
        }
    }
}
