/// What the order has to look like when it is read back (contract §2 and §4).
extension OrderBook {
    /// The total less each line's share of what was cancelled, half away from zero; 0 when all is cancelled.
    var due: Int64 {
        guard sum(\.open) > 0 else { return 0 }
        return lines.values.reduce(total) { due, line in
            due - (2 * line.total * line.cancelled + line.quantity) / (2 * line.quantity)
        }
    }

    var orderState: String {
        if sum(\.open) == 0 { return "cancelled" }
        return sum(\.delivered) == sum(\.open) ? "completed" : "placed"
    }

    var paymentState: String {
        if refunded > 0 { return refunded == paid ? "refunded" : "partly-refunded" }
        if paid == 0 { return "unpaid" }
        return paid < due ? "partly-paid" : paid == due ? "paid" : "overpaid"
    }

    var fulfilmentState: String {
        let (open, shipped, delivered) = (sum(\.open), sum(\.shipped), sum(\.delivered))
        if shipped == 0 { return "unshipped" }
        if delivered > 0 { return delivered == open ? "delivered" : "partly-delivered" }
        return shipped == open ? "shipped" : "partly-shipped"
    }

    var returnState: String {
        let returned = sum(\.returned)
        return returned == 0 ? "none" : returned == sum(\.shipped) ? "returned" : "partly-returned"
    }

    private func sum(_ field: KeyPath<Line, Int64>) -> Int64 {
        lines.values.reduce(0) { $0 + $1[keyPath: field] }
    }
}
