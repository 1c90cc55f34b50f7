package import ContactsAPI
package import Core
package import Database

/// Customers as lists, in pages by key: a page costs the same wherever it stands.
package enum CustomerStore {
    /// A line with the key that it is sorted by.
    package struct Line: Sendable {
        package let customer: CustomerSummary
        package let key: Key
    }

    package enum Key: Hashable, Comparable, Sendable {
        case text(String)
        case time(Timestamp)

        var value: SQLValue {
            switch self {
            case .text(let text): .text(text)
            case .time(let time): .time(time)
            }
        }

        /// As the database sorts: texts by their bytes.
        package static func < (left: Key, right: Key) -> Bool {
            switch (left, right) {
            case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
            case (.time(let left), .time(let right)): left < right
            case (.text, .time): true
            case (.time, .text): false
            }
        }
    }

    package static func page(
        _ query: CustomerQuery?, by order: CustomerOrder, after: (key: Key, id: AccountID)?, limit: Int, in tx: Transaction
    ) throws -> [Line] {
        guard let query else { return try lines(where: nil, by: order, after: after, limit: limit, in: tx) }
        try AccountSearch.prepare(tx)
        let named = try lines(
            where: AccountSearch.condition(query, in: tx), by: order, after: after, limit: limit, in: tx)
        guard let condition = try AccountSearch.orderCondition(query, in: tx) else { return named }
        let ordering = try lines(where: condition, by: order, after: after, limit: limit, in: tx)
        return merged(named, ordering, descends: order.descends, limit: limit)
    }

    private static func lines(
        where condition: SQL?, by order: CustomerOrder, after: (key: Key, id: AccountID)?, limit: Int, in tx: Transaction
    ) throws -> [Line] {
        let column = column(order)
        var sql: SQL = """
            SELECT a.id, a.kind, a.name, a.language, a.orders, a.last_order_at, a.created_at, \(constant: column),
            (SELECT display FROM contact_points p WHERE p.account_id = a.id AND p.kind = 'email' AND p.is_primary = \(.bool(true))),
            (SELECT display FROM contact_points p WHERE p.account_id = a.id AND p.kind = 'phone' AND p.is_primary = \(.bool(true)))
            FROM accounts a
            """
        var word: SQL = " WHERE "
        if let condition {
            sql += "\(word)\(condition)"
            word = " AND "
        }
        if let after {
            let sign: SQL = order.descends ? "<" : ">"
            sql += "\(word)(\(constant: column), a.id) \(sign) (\(after.key.value), \(.id(after.id)))"
        }
        let direction: SQL = order.descends ? "DESC" : "ASC"
        sql += " ORDER BY \(constant: column) \(direction), a.id \(direction) LIMIT \(.int(limit))"
        return try tx.rows(sql) { row in
            let customer = CustomerSummary(
                id: AccountID(row.id(0)), kind: row.text(1), name: row.text(2), email: row.textOrNil(8), phone: row.textOrNil(9),
                language: row.textOrNil(3), orders: row.int(4),
                lastOrderAt: row.time(5) == AccountStore.never ? nil : row.time(5),
                createdAt: row.time(6))
            return Line(customer: customer, key: isText(order) ? .text(row.text(7)) : .time(row.time(7)))
        }
    }

    /// Both lists as one in the same order, a customer of both once.
    private static func merged(_ left: [Line], _ right: [Line], descends: Bool, limit: Int) -> [Line] {
        guard !right.isEmpty else { return left }
        var seen: Set<AccountID> = []
        let all = (left + right).filter { seen.insert($0.customer.id).inserted }
        let sorted = all.sorted { left, right in
            let (first, second) = descends ? (right, left) : (left, right)
            return (first.key, first.customer.id.id) < (second.key, second.customer.id.id)
        }
        return Array(sorted.prefix(limit))
    }

    package static func isText(_ order: CustomerOrder) -> Bool {
        order == .name || order == .nameDescending
    }

    private static func column(_ order: CustomerOrder) -> StaticString {
        switch order {
        case .name, .nameDescending: "a.name_key"
        case .lastOrder, .newestOrder: "a.last_order_at"
        case .created, .newestCreated: "a.created_at"
        }
    }
}
