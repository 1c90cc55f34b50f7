import Access
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

    /// Of the customers that the viewer may see, each as far as he may see it.
    package static func page(
        _ query: CustomerQuery?, by order: CustomerOrder, after: (key: Key, id: AccountID)?, limit: Int, rights: AccountRights,
        in tx: Transaction
    ) throws -> [Line] {
        let place = Place(order: order, after: after, limit: limit)
        let rows = rows(by: order, rights)
        guard let query else { return try shown(lines(rows, where: nil, place, in: tx), rights, in: tx) }
        try AccountSearch.prepare(tx)
        var found: [Found] = []
        for (part, groups) in Self.parts {
            let seen = groups.map { rows.and(rights.rows(showing: $0)) } ?? rows
            // A part whose rows a wider part has looked through already finds nothing new.
            guard !seen.isNothing, !found.contains(where: { $0.rows == seen }) else { continue }
            let condition = try AccountSearch.condition(query, in: part, in: tx)
            found.append(Found(rows: seen, lines: try lines(seen, where: condition, place, in: tx)))
        }
        let ordering = rows.and(rights.rows(showing: [])).and(rights.rowsWithOrders())
        if !ordering.isNothing, let condition = try AccountSearch.orderCondition(query, in: tx) {
            found.append(Found(rows: ordering, lines: try lines(ordering, where: condition, place, in: tx)))
        }
        return try shown(merged(found.map(\.lines), place), rights, in: tx)
    }

    private struct Found {
        let rows: AccountRows
        let lines: [Raw]
    }

    private struct Place {
        let order: CustomerOrder
        let after: (key: Key, id: AccountID)?
        let limit: Int
    }

    /// A line before it is decided what of it is shown.
    private struct Raw {
        let customer: CustomerSummary
        let isNamed: Bool
        let facts: RecordFacts
        let key: Key
    }

    /// What of a customer's text is looked at, for rows of which these groups are shown; `nil` is for all rows of the list.
    static let parts: [(AccountSearch.Part, Set<FieldGroup>?)] = [
        (.all, [.contact, .identifiers]), (.contact, [.contact]), (.identifiers, [.identifiers]), (.name, nil),
    ]

    /// The rows that a list in this order may hold: those that show what it is sorted by.
    private static func rows(by order: CustomerOrder, _ rights: AccountRights) -> AccountRows {
        switch order {
        case .name, .nameDescending: rights.rows(level: .ownerOnly)
        case .created, .newestCreated: rights.rows(level: .full)
        case .lastOrder, .newestOrder: rights.rows(showing: [.money])
        }
    }

    private static func shown(_ lines: [Raw], _ rights: AccountRights, in tx: Transaction) throws -> [Line] {
        let shares =
            rights.countsShares ? try RecordAccessStore.shares(of: Set(lines.map(\.customer.id.id)), in: tx) : [:]
        return lines.map { line in
            let facts = RecordFacts(
                owner: line.facts.owner, unit: line.facts.unit, shares: shares[line.customer.id.id] ?? [])
            let decision = rights.decide(.view, facts)
            return Line(customer: line.customer.shown(by: decision, isNamed: line.isNamed), key: line.key)
        }
    }

    private static func lines(
        _ rows: AccountRows, where condition: SQL?, _ place: Place, in tx: Transaction
    ) throws -> [Raw] {
        guard !rows.isNothing else { return [] }
        let column = column(place.order)
        let direction: SQL = place.order.descends ? "DESC" : "ASC"
        var sql: SQL = "SELECT \(constant: columns), \(constant: column) FROM "
        if let branches = rows.branches {
            // Each branch is a range of an index in the list's order; the page is the first of all of them.
            sql += "(SELECT page.id FROM ("
            for (index, branch) in branches.enumerated() {
                if index > 0 { sql += " UNION " }
                sql += "SELECT k, id FROM (SELECT \(constant: column) AS k, a.id FROM accounts a"
                sql += filter([branch, condition, after(place, column)].compactMap(\.self))
                sql += " ORDER BY \(constant: column) \(direction), a.id \(direction) LIMIT \(.int(place.limit))) AS b"
            }
            sql += ") AS page ORDER BY k \(direction), id \(direction) LIMIT \(.int(place.limit))) AS page"
            sql += " JOIN accounts a ON a.id = page.id\(constant: names)"
        } else {
            sql += "accounts a\(constant: names)"
            sql += filter([rows.condition, condition, after(place, column)].compactMap(\.self))
        }
        sql += " ORDER BY \(constant: column) \(direction), a.id \(direction) LIMIT \(.int(place.limit))"
        return try tx.rows(sql) { try decode($0, place.order) }
    }

    private static func filter(_ conditions: [SQL]) -> SQL {
        conditions.isEmpty ? "" : " WHERE \(AccountSearch.joined(conditions, " AND "))"
    }

    private static func after(_ place: Place, _ column: StaticString) -> SQL? {
        guard let after = place.after else { return nil }
        let sign: SQL = place.order.descends ? "<" : ">"
        return "(\(constant: column), a.id) \(sign) (\(after.key.value), \(.id(after.id)))"
    }

    private static let columns: StaticString =
        """
        a.id, a.kind, a.name, a.language, a.orders, a.last_order_at, a.created_at,
        (SELECT display FROM contact_points p WHERE p.account_id = a.id AND p.kind = 'email' AND p.is_primary = TRUE),
        (SELECT display FROM contact_points p WHERE p.account_id = a.id AND p.kind = 'phone' AND p.is_primary = TRUE),
        a.is_named, a.owner_id, owner.name, a.unit_id, unit.name
        """
    private static let names: StaticString =
        " LEFT JOIN known_users owner ON owner.user_id = a.owner_id LEFT JOIN known_units unit ON unit.unit_id = a.unit_id"

    private static func decode(_ row: Row, _ order: CustomerOrder) throws -> Raw {
        let customer = CustomerSummary(
            id: AccountID(row.id(0)), kind: row.text(1), name: row.text(2), email: row.textOrNil(7), phone: row.textOrNil(8),
            language: row.textOrNil(3), orders: row.int(4), lastOrderAt: row.time(5) == AccountStore.never ? nil : row.time(5),
            createdAt: row.time(6), ownerID: row.idOrNil(10), ownerName: row.textOrNil(11), unitID: row.id(12),
            unitName: row.textOrNil(13))
        return Raw(
            customer: customer, isNamed: row.bool(9), facts: RecordFacts(owner: row.idOrNil(10), unit: row.id(12)),
            key: isText(order) ? .text(row.text(14)) : .time(row.time(14)))
    }

    /// The lists as one in the same order, a customer of several once.
    private static func merged(_ lists: [[Raw]], _ place: Place) -> [Raw] {
        guard lists.count > 1 else { return lists.first ?? [] }
        var seen: Set<AccountID> = []
        let all = lists.joined().filter { seen.insert($0.customer.id).inserted }
        let sorted = all.sorted { left, right in
            let (first, second) = place.order.descends ? (right, left) : (left, right)
            return (first.key, first.customer.id.id) < (second.key, second.customer.id.id)
        }
        return Array(sorted.prefix(place.limit))
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
