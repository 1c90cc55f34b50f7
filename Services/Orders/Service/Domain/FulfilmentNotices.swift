package import Core
package import JSON
package import OrdersAPI

/// The data of `shop.order.shipped.v1`.
package struct ShipmentNotice: Shape {
    package static let shapeName = "ShopOrderShipped"

    package let number: String
    package let shipment: String?
    package let shippedAt: Timestamp?
    package let carrier: String?
    package let trackingNumber: String?
    package let trackingURL: String?
    /// `nil`: all that is left to ship.
    package let lines: [LineQuantity]?

    package init(_ fields: inout ShapeReader) {
        number = fields.orderNumber()
        shipment = fields.optionalName("shipment", "Unique in the order; else the event's id.")
        shippedAt = fields.optionalTime("shippedAt")
        carrier = fields.optionalFilledText("carrier")
        trackingNumber = fields.optionalFilledText("trackingNumber")
        trackingURL = fields.optionalFilledText("trackingUrl", most: 4096)
        lines = fields.optionalObjects("lines", LineQuantity.self, count: 1...2000, "Absent: all that is left to ship.")
        fields.refuseRepeatedLines()
    }
}

/// The data of `shop.order.delivered.v1`.
package struct DeliveryNotice: Shape {
    package static let shapeName = "ShopOrderDelivered"

    package let number: String
    /// `nil`: all that was shipped.
    package let shipment: String?
    package let deliveredAt: Timestamp?

    package init(_ fields: inout ShapeReader) {
        number = fields.orderNumber()
        shipment = fields.optionalName("shipment", "Absent: all that was shipped.")
        deliveredAt = fields.optionalTime("deliveredAt")
    }
}

/// The data of `shop.order.cancelled.v1`.
package struct CancellationNotice: Shape {
    package static let shapeName = "ShopOrderCancelled"

    package let number: String
    package let reason: String?
    package let cancelledAt: Timestamp?
    /// `nil`: all that is left to ship.
    package let lines: [LineQuantity]?

    package init(_ fields: inout ShapeReader) {
        number = fields.orderNumber()
        reason = fields.optionalFilledText("reason", most: 4096)
        cancelledAt = fields.optionalTime("cancelledAt")
        lines = fields.optionalObjects("lines", LineQuantity.self, count: 1...2000, "Absent: all that is left to ship.")
        fields.refuseRepeatedLines()
    }
}

/// The data of `shop.order.returned.v1`.
package struct ReturnNotice: Shape {
    package static let shapeName = "ShopOrderReturned"

    package let number: String
    package let lines: [LineQuantity]
    package let returnName: String?
    package let reason: String?
    package let returnedAt: Timestamp?

    package init(_ fields: inout ShapeReader) {
        number = fields.orderNumber()
        lines = fields.objects("lines", LineQuantity.self, count: 1...2000)
        returnName = fields.optionalName("return", "Unique in the order; else the event's id.")
        reason = fields.optionalFilledText("reason", most: 4096)
        returnedAt = fields.optionalTime("returnedAt")
        fields.refuseRepeatedLines()
    }
}
