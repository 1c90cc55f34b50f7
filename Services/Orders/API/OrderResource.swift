package import Core
package import JSON

/// An order as it is read: contract §4.
package struct OrderResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "Order"

    package let id: OrderID
    /// The shop.
    package let source: String
    package let number: String
    /// The account, once contacts said whose order it is.
    package let customer: ID?
    package let placedAt: Timestamp
    package let receivedAt: Timestamp
    package let channel: String
    package internal(set) var total: Money?
    package internal(set) var due: Money?
    package internal(set) var paid: Money?
    package internal(set) var refunded: Money?
    package internal(set) var shipping: Money?
    package internal(set) var discount: Money?
    package internal(set) var tax: Money?
    package internal(set) var taxIncluded: Bool?
    package internal(set) var states: OrderStatesResource
    package internal(set) var lines: [OrderLineResource]
    package let shipments: [OrderShipmentResource]
    /// Who bought, as the shop said it.
    package internal(set) var buyer: OrderBuyer
    package internal(set) var billingAddress: OrderAddress?
    package internal(set) var shippingAddress: OrderAddress?
    package internal(set) var note: String?
    package let campaign: OrderCampaign?
    /// In the order of acceptance; absent where the caller may not see it.
    package internal(set) var history: [OrderHistoryEntry]?
    package let version: Int64
    /// The groups of fields that the caller may not see; they are absent.
    package internal(set) var hidden: [FieldGroup] = []

    package init(
        id: OrderID, source: String, number: String, customer: ID?, placedAt: Timestamp, receivedAt: Timestamp, channel: String,
        total: Money?, due: Money?, paid: Money?, refunded: Money?, shipping: Money?, discount: Money?, tax: Money?,
        taxIncluded: Bool?,
        states: OrderStatesResource, lines: [OrderLineResource], shipments: [OrderShipmentResource], buyer: OrderBuyer,
        billingAddress: OrderAddress?, shippingAddress: OrderAddress?, note: String?, campaign: OrderCampaign?,
        history: [OrderHistoryEntry], version: Int64
    ) {
        (self.id, self.source, self.number, self.customer) = (id, source, number, customer)
        (self.placedAt, self.receivedAt, self.channel) = (placedAt, receivedAt, channel)
        (self.total, self.due, self.paid, self.refunded) = (total, due, paid, refunded)
        (self.shipping, self.discount, self.tax, self.taxIncluded) = (shipping, discount, tax, taxIncluded)
        (self.states, self.lines, self.shipments, self.buyer) = (states, lines, shipments, buyer)
        (self.billingAddress, self.shippingAddress) = (billingAddress, shippingAddress)
        (self.note, self.campaign, self.history, self.version) = (note, campaign, history, version)
    }

    package init?(_ fields: inout ShapeReader) {
        id = OrderID(fields.id("id"))
        source = fields.text("source", "The shop.")
        number = fields.text("number", "Unique in the shop.")
        customer = fields.optionalID("customer", "The account, once it is known whose order it is.")
        placedAt = fields.time("placedAt")
        receivedAt = fields.time("receivedAt")
        channel = fields.text("channel")
        total = fields.optionalMoney("total")
        due = fields.optionalMoney("due", "The total less what was cancelled.")
        paid = fields.optionalMoney("paid")
        refunded = fields.optionalMoney("refunded")
        shipping = fields.optionalMoney("shipping")
        discount = fields.optionalMoney("discount")
        tax = fields.optionalMoney("tax")
        taxIncluded = fields.optionalBoolean("taxIncluded")
        let states = fields.object("states", OrderStatesResource.self)
        lines = fields.objects("lines", OrderLineResource.self, count: 0...2000)
        shipments = fields.objects("shipments", OrderShipmentResource.self, count: 0...100_000)
        let buyer = fields.object("buyer", OrderBuyer.self, "Who bought, as the shop said it.")
        billingAddress = fields.optionalObject("billingAddress", OrderAddress.self)
        shippingAddress = fields.optionalObject("shippingAddress", OrderAddress.self)
        note = fields.optionalText("note", length: 1...65_536)
        campaign = fields.optionalObject("utm", OrderCampaign.self)
        history = fields.optionalObjects("history", OrderHistoryEntry.self, count: 0...100_000, "In the order of acceptance.")
        version = fields.integer("version")
        hidden = fields.hiddenGroups()
        guard let states, let buyer else { return nil }
        (self.states, self.buyer) = (states, buyer)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("source", source)
            writer.field("number", number)
            writer.field("customer", customer)
            writer.field("placedAt", placedAt)
            writer.field("receivedAt", receivedAt)
            writer.field("channel", channel)
            writer.field("total", total)
            writer.field("due", due)
            writer.field("paid", paid)
            writer.field("refunded", refunded)
            writer.field("shipping", shipping)
            writer.field("discount", discount)
            writer.field("tax", tax)
            writer.field("taxIncluded", taxIncluded)
            writer.field("states", states)
            writer.field("lines", array: lines)
            writer.field("shipments", array: shipments)
            writer.field("buyer", buyer)
            writer.field("billingAddress", billingAddress)
            writer.field("shippingAddress", shippingAddress)
            writer.field("note", note)
            writer.field("utm", campaign)
            writer.field("history", array: history)
            writer.field("version", version)
            writer.hiddenGroups(hidden)
        }
    }
}
