package import Core
package import JSON

/// One of the order's shipments.
package struct OrderShipmentResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "OrderShipment"

    /// Unique in the order.
    package let shipment: String
    package let shippedAt: Timestamp
    package let carrier: String?
    package let trackingNumber: String?
    package let trackingURL: String?
    package let deliveredAt: Timestamp?
    package let lines: [LineQuantity]

    package init(
        shipment: String, shippedAt: Timestamp, carrier: String?, trackingNumber: String?, trackingURL: String?,
        deliveredAt: Timestamp?, lines: [LineQuantity]
    ) {
        (self.shipment, self.shippedAt, self.carrier) = (shipment, shippedAt, carrier)
        (self.trackingNumber, self.trackingURL) = (trackingNumber, trackingURL)
        (self.deliveredAt, self.lines) = (deliveredAt, lines)
    }

    package init(_ fields: inout ShapeReader) {
        shipment = fields.text("shipment", "Unique in the order.")
        shippedAt = fields.time("shippedAt")
        carrier = fields.optionalText("carrier")
        trackingNumber = fields.optionalText("trackingNumber")
        trackingURL = fields.optionalText("trackingUrl")
        deliveredAt = fields.optionalTime("deliveredAt")
        lines = fields.objects("lines", LineQuantity.self, count: 0...2000)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("shipment", shipment)
            writer.field("shippedAt", shippedAt)
            writer.field("carrier", carrier)
            writer.field("trackingNumber", trackingNumber)
            writer.field("trackingUrl", trackingURL)
            writer.field("deliveredAt", deliveredAt)
            writer.field("lines", array: lines)
        }
    }
}
