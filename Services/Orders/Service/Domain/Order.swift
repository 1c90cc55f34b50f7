package import Core
package import OrdersAPI

/// An order of a shop: what was ordered at which prices, and what became of it.
package struct Order: Hashable, Sendable {
    package let id: OrderID
    /// The shop.
    package let source: String
    package let number: String
    package let placedAt: Timestamp
    package let receivedAt: Timestamp
    package let currency: Currency
    package let total: Int64
    package let taxIncluded: Bool
    package let shipping: Int64
    package let discount: Int64
    package let tax: Int64
    package let customer: OrderCustomer
    package let billingAddress: OrderAddress?
    package let shippingAddress: OrderAddress?
    package let channel: String
    package let note: String?
    package let campaign: OrderCampaign?
    package var lines: [OrderLine]
    package var paid: Int64
    package var refunded: Int64
    /// Rises by one with every step.
    package var version: Int64
    /// The account that the customer was found to be, once that is known.
    package var accountID: ID?

    /// As it was placed.
    package init(_ placed: PlacedOrder, id: OrderID, attributes: ShopEventAttributes) {
        self.init(
            id: id, source: attributes.source, number: placed.number, placedAt: placed.placedAt ?? attributes.moment,
            receivedAt: attributes.receivedAt, currency: placed.currency, total: placed.total, taxIncluded: placed.taxIncluded,
            shipping: placed.shipping, discount: placed.discount, tax: placed.tax, customer: placed.customer,
            billingAddress: placed.billingAddress, shippingAddress: placed.shippingAddress, channel: placed.channel,
            note: placed.note, campaign: placed.campaign, lines: placed.lines.map(OrderLine.init), paid: 0, refunded: 0,
            version: 1, accountID: nil)
    }

    package init(
        id: OrderID, source: String, number: String, placedAt: Timestamp, receivedAt: Timestamp, currency: Currency, total: Int64,
        taxIncluded: Bool, shipping: Int64, discount: Int64, tax: Int64, customer: OrderCustomer, billingAddress: OrderAddress?,
        shippingAddress: OrderAddress?, channel: String, note: String?, campaign: OrderCampaign?, lines: [OrderLine], paid: Int64,
        refunded: Int64, version: Int64, accountID: ID?
    ) {
        self.id = id
        self.source = source
        self.number = number
        self.placedAt = placedAt
        self.receivedAt = receivedAt
        self.currency = currency
        self.total = total
        self.taxIncluded = taxIncluded
        self.shipping = shipping
        self.discount = discount
        self.tax = tax
        self.customer = customer
        self.billingAddress = billingAddress
        self.shippingAddress = shippingAddress
        self.channel = channel
        self.note = note
        self.campaign = campaign
        self.lines = lines
        self.paid = paid
        self.refunded = refunded
        self.version = version
        self.accountID = accountID
    }

    /// What is to be paid: the total less each line's share of what was cancelled of it, half a minor unit away from zero;
    /// nothing when nothing is open. An order's discount larger than what is left of its lines makes nothing due, not less.
    package var due: Int64 {
        guard lines.contains(where: { $0.open > .zero }) else { return 0 }
        let cancelled = lines.reduce(into: Int128(0)) { sum, line in
            sum += Int128(
                Amount.share(of: line.total, part: line.cancelled.thousandths, whole: line.quantity.thousandths))
        }
        return Int64(max(0, Int128(total) - cancelled))
    }

    package var states: OrderStates { OrderStateMachine.states(of: totals) }

    var totals: OrderStateMachine.Totals {
        var totals = OrderStateMachine.Totals(due: due, paid: paid, refunded: refunded)
        for line in lines {
            totals.open += line.open
            totals.shipped += line.shipped
            totals.delivered += line.delivered
            totals.returned += line.returned
        }
        return totals
    }
}
