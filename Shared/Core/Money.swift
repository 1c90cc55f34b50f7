/// An amount in minor units of its currency: 129900 RUB is 1 299 roubles.
package struct Money: Hashable, Sendable {
    package let amount: Int64
    package let currency: Currency

    package init(amount: Int64, currency: Currency) {
        self.amount = amount
        self.currency = currency
    }
}
