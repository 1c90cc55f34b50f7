package import Core
package import Database
package import OrdersAPI

extension OrderReader {
    /// The customer's orders in short. Sums are exact and stop at the largest amount that can be written.
    package func summary(of customer: ID, in tx: Transaction) throws -> OrderSummary {
        var orders: Int64 = 0
        var totals: [Money] = []
        var unpaid: [Money] = []
        try tx.each(Self.sums, [.id(customer)]) { row in
            guard let currency = Currency(row.text(0)) else { throw UnreadableRow(column: "orders.currency") }
            orders += row.int(1)
            totals.append(Money(amount: Self.sum(row, 2), currency: currency))
            let owed = Self.sum(row, 4)
            if owed > 0 { unpaid.append(Money(amount: owed, currency: currency)) }
            return true
        }
        let last = try tx.first(Self.newest, [.id(customer)]) { row in
            guard let currency = Currency(row.text(4)) else { throw UnreadableRow(column: "orders.currency") }
            return LastOrder(
                id: OrderID(row.id(0)), number: row.text(1), placedAt: row.time(2),
                total: Money(amount: row.int(3), currency: currency))
        }
        return OrderSummary(customer: customer, orders: orders, totals: totals, unpaid: unpaid, last: last)
    }

    /// Column `first` counts millions, the next one units, so that no sum of amounts overflows on the way.
    private static func sum(_ row: Row, _ first: Int) -> Int64 {
        Int64(clamping: min(Int128(Amount.most), Int128(row.int(first)) * 1_000_000 + Int128(row.int(first + 1))))
    }

    private static let sums: Statement = """
        SELECT currency, COUNT(*), CAST(SUM(due / 1000000) AS bigint), CAST(SUM(due % 1000000) AS bigint),
            CAST(SUM(CASE WHEN due > paid THEN (due - paid) / 1000000 ELSE 0 END) AS bigint),
            CAST(SUM(CASE WHEN due > paid THEN (due - paid) % 1000000 ELSE 0 END) AS bigint)
        FROM orders WHERE account_id = $1 GROUP BY currency ORDER BY currency
        """
    private static let newest: Statement = """
        SELECT id, number, placed_at, total, currency FROM orders WHERE account_id = $1 ORDER BY placed_at DESC, id DESC LIMIT 1
        """
}
