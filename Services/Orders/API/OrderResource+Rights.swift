package import Core

extension OrderResource {
    /// The order without the fields that are held back: what belongs to which group is said here and nowhere else.
    ///
    /// Contact are the buyer's name, mail and phone, the addresses, and the note, in which customers write all of these. Money are
    /// prices, sums and payments, also as a state and as steps of the history.
    package func shown(by decision: AccessDecision) -> OrderResource {
        var copy = self
        if !decision.shows(.contact) {
            (copy.buyer.name, copy.buyer.email, copy.buyer.phone) = (nil, nil, nil)
            (copy.billingAddress, copy.shippingAddress, copy.note) = (nil, nil, nil)
        }
        if !decision.shows(.identifiers) {
            (copy.buyer.shopID, copy.buyer.taxID) = (nil, nil)
            copy.buyer.company?.taxID = nil
        }
        if !decision.shows(.consents) { (copy.buyer.consents, copy.buyer.interests) = (nil, nil) }
        if !decision.shows(.money) { copy.hideMoney() }
        if !decision.shows(.history) { copy.history = nil }
        copy.hidden = decision.hidden
        return copy
    }

    private mutating func hideMoney() {
        (total, due, paid, refunded) = (nil, nil, nil, nil)
        (shipping, discount, tax, taxIncluded) = (nil, nil, nil, nil)
        states.payment = nil
        for index in lines.indices {
            (lines[index].unitPrice, lines[index].discount, lines[index].total) = (nil, nil, nil)
            (lines[index].tax, lines[index].taxRate) = (nil, nil)
        }
        history = history?.filter { !OrderHistoryEntry.payments.contains($0.kind) }.map { $0.withoutMoney }
    }

    /// Changes whenever the order, its account or what the caller may see of it does.
    package var entityTag: String {
        ([String(version), customer?.description] + hidden.map(\.rawValue)).compactMap(\.self).joined(separator: "-")
    }
}

extension OrderSummary {
    /// Without sums and counts where the customer's money is held back.
    package func shown(by decision: AccessDecision) -> OrderSummary {
        guard !decision.shows(.money) else { return self }
        var copy = self
        (copy.orders, copy.totals, copy.unpaid) = (nil, nil, nil)
        copy.last?.total = nil
        copy.hidden = [.money]
        return copy
    }
}
