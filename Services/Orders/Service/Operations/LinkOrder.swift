package import Core
package import Database
package import OrdersAPI

/// Notes which account contacts found an order's customer to be.
package struct LinkOrder: Sendable {
    private let orders = OrderStore()

    package init() {}

    package func perform(_ order: OrderID, account: ID, in tx: Transaction) throws {
        try orders.link(order, to: account, in: tx)
    }
}
