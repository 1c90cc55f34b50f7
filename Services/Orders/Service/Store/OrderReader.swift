package import Access
import Core
package import Database
package import OrdersAPI

/// Orders as they are listed and shown.
package struct OrderReader: Sendable {
    package init() {}

    /// An order with its whole history.
    package struct Found: Sendable, Hashable {
        package var order: Order
        package var steps: [OrderStep]
    }

    package func order(_ id: OrderID, in tx: Transaction) throws -> Found? {
        let orders = try tx.rows(Self.byID, [.id(id)], OrderRow.decode)
        return try complete(orders, in: tx).first
    }

    /// At most `limit` orders after `after`, in the order of the query, of those that the viewer may see.
    package func orders(
        _ query: OrderQuery, after: OrderQuery.Place?, limit: Int, by rights: RecordRights, in tx: Transaction
    ) throws -> [Found] {
        let visible = rights.rows(showing: query.groups, account: "account_id")
        guard let sql = sql(query, visible, after: after, limit: limit) else { return [] }
        return try complete(tx.rows(sql, OrderRow.decode), in: tx)
    }

    private func complete(_ orders: [Order], in tx: Transaction) throws -> [Found] {
        guard !orders.isEmpty else { return [] }
        var places: [ID: Int] = [:]
        var found: [Found] = []
        var ids = SQL()
        for (index, order) in orders.enumerated() {
            places[order.id.id] = index
            found.append(Found(order: order, steps: []))
            ids += index == 0 ? "\(.id(order.id))" : ", \(.id(order.id))"
        }
        try tx.each(
            """
            SELECT order_id, \(constant: OrderLineRow.columns) FROM order_lines WHERE order_id IN (\(ids))
            ORDER BY order_id, position
            """
        ) { row in
            if let place = places[row.id(0)] { found[place].order.lines.append(OrderLineRow.decode(row, first: 1)) }
            return true
        }
        try tx.each(
            """
            SELECT order_id, \(constant: OrderStepRow.columns) FROM order_steps WHERE order_id IN (\(ids))
            ORDER BY order_id, version
            """
        ) { row in
            if let place = places[row.id(0)] { found[place].steps.append(try OrderStepRow.decode(row, first: 1)) }
            return true
        }
        return found
    }

    /// `nil` where no row can be the answer.
    private func sql(_ query: OrderQuery, _ visible: AccessFilter.Rows, after: OrderQuery.Place?, limit: Int) -> SQL? {
        var sql: SQL = "SELECT \(constant: OrderRow.columns) FROM orders WHERE 1 = 1"
        switch visible {
        case .everything: break
        case .nothing: return nil
        case .some(let condition): sql += " AND \(condition)"
        }
        if let source = query.source { sql += " AND source = \(.text(source))" }
        if let number = query.number { sql += " AND number = \(.text(number))" }
        if let customer = query.customer { sql += " AND account_id = \(.id(customer))" }
        if let from = query.placedFrom { sql += " AND placed_at >= \(.time(from))" }
        if let to = query.placedTo { sql += " AND placed_at < \(.time(to))" }
        if let state = query.state { sql += " AND \(constant: Self.column(state)) = \(.text(state.name))" }
        if let currency = query.currency { sql += " AND currency = \(.text(currency.code))" }
        if let from = query.totalFrom { sql += " AND total >= \(.int(from))" }
        if let to = query.totalTo { sql += " AND total <= \(.int(to))" }
        if let owner = query.owner {
            sql += " AND account_id IN (SELECT o.record_id FROM record_access o WHERE o.owner_id = \(.id(owner)))"
        }
        let column = Self.column(query.sort.key)
        if let after {
            let key: SQLValue =
                switch after.key {
                case .time(let time): .time(time)
                case .text(let text): .text(text)
                case .amount(let amount): .int(amount)
                }
            sql +=
                query.sort.descending
                ? " AND (\(constant: column), id) < (\(key), \(.id(after.id)))"
                : " AND (\(constant: column), id) > (\(key), \(.id(after.id)))"
        }
        sql +=
            query.sort.descending
            ? " ORDER BY \(constant: column) DESC, id DESC" : " ORDER BY \(constant: column), id"
        sql += " LIMIT \(.int(limit))"
        return sql
    }

    private static func column(_ state: OrderQuery.State) -> StaticString {
        switch state {
        case .order: "order_state"
        case .payment: "payment_state"
        case .fulfilment: "fulfilment_state"
        case .returns: "return_state"
        }
    }

    private static func column(_ key: OrderQuery.Sort.Key) -> StaticString {
        switch key {
        case .placedAt: "placed_at"
        case .number: "number"
        case .total: "total"
        }
    }

    private static let byID: Statement = "SELECT \(constant: OrderRow.columns) FROM orders WHERE id = $1"
}
