package import Core
package import JSON

/// What a step in the history of an order was about; what does not apply is absent.
package struct OrderStepDetails: Shape, JSONWritable, Hashable {
    package static let shapeName = "OrderStepDetails"

    package var amount: Money?
    /// Of a payment or refund.
    package var reference: String?
    package var method: String?
    /// The return's name; of a refund, the return it is for.
    package var returnName: String?
    package var shipment: String?
    package var carrier: String?
    package var trackingNumber: String?
    package var trackingURL: String?
    /// Of a delivery: what was delivered.
    package var shipments: [String]?
    package var reason: String?
    package var lines: [LineQuantity]?

    package init() {}

    package init(_ fields: inout ShapeReader) {
        amount = fields.optionalMoney("amount")
        reference = fields.optionalText("reference")
        method = fields.optionalText("method")
        returnName = fields.optionalText("return")
        shipment = fields.optionalText("shipment")
        carrier = fields.optionalText("carrier")
        trackingNumber = fields.optionalText("trackingNumber")
        trackingURL = fields.optionalText("trackingUrl")
        shipments = fields.optionalTexts("shipments", count: 0...100_000)
        reason = fields.optionalText("reason")
        lines = fields.optionalObjects("lines", LineQuantity.self, count: 0...100_000)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("amount", amount)
            writer.field("reference", reference)
            writer.field("method", method)
            writer.field("return", returnName)
            writer.field("shipment", shipment)
            writer.field("carrier", carrier)
            writer.field("trackingNumber", trackingNumber)
            writer.field("trackingUrl", trackingURL)
            writer.field("shipments", array: shipments)
            writer.field("reason", reason)
            writer.field("lines", array: lines)
        }
    }
}
