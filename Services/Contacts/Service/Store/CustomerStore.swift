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

    /// So many rows are read in the list's own order before an index of texts is asked: a common text has filled a page by then, and
    /// most people's own customers are no more.
    private static let readFirst = 1000

    /// Of the customers that the viewer may see, each as far as he may see it.
    package static func page(
        _ query: CustomerQuery?, _ filter: CustomerFilter = CustomerFilter(), by order: CustomerOrder,
        after: (key: Key, id: AccountID)?, limit: Int, rights: AccountRights, in tx: Transaction
    ) throws -> [Line] {
        let place = Place(order: order, after: after, limit: limit, conditions: CustomerCondition.all(filter))
        let rows = rows(by: order, filter, rights)
        guard !rows.isNothing else { return [] }
        guard let query else { return try shown(lines(of: spots(rows, where: nil, place), place, in: tx), rights, in: tx) }
        try AccountSearch.prepare(tx)
        let ways = ways(rows, rights)
        let ordering = rows.and(rights.rows(showing: [])).and(rights.rowsWithOrders())
        let ofOrders = ordering.isNothing ? nil : try AccountSearch.orderCondition(query, in: tx)
        let near = ways.map { ($0.rows, AccountSearch.text(query, of: $0.part, tx.engine)) }
        let orders = ofOrders.map { (ordering, $0) }
        var (found, rest) = try first(near + [orders].compactMap(\.self), rows, place, in: tx)
        if let rest { found += try everywhere(query, ways, orders, rest, in: tx) }
        guard !found.isEmpty else { return [] }
        let ids: SQL = "SELECT a.id FROM accounts a WHERE a.id IN \(AccountSearch.joined(found.map { "\(.id($0.id.id))" }, ", "))"
        return try shown(lines(of: ids, place, in: tx), rights, in: tx)
    }

    private typealias Spot = (key: Key, id: AccountID)

    private struct Place {
        let order: CustomerOrder
        let after: Spot?
        let limit: Int
        /// What the rows are chosen by, beside whose they are and what was typed.
        let conditions: [SQL]
        /// The page itself has one of a few lengths; what is left of one can have any.
        var isRest = false

        func end(_ limit: Int? = nil) -> SQL {
            let limit = limit ?? self.limit
            return isRest ? " LIMIT \(.int(limit))" : " LIMIT \(number: limit)"
        }
    }

    /// Which part of the customers' text is looked at in which rows. A part whose rows a wider part looks through already finds nothing
    /// new.
    private static func ways(_ rows: AccountRows, _ rights: AccountRights) -> [(rows: AccountRows, part: AccountSearch.Part)] {
        parts.reduce(into: []) { ways, part in
            let seen = part.1.map { rows.and(rights.rows(showing: $0)) } ?? rows
            guard !seen.isNothing, !ways.contains(where: { $0.rows == seen }) else { return }
            ways.append((seen, part.0))
        }
    }

    /// What the rows that stand first have, and where the rest begins; `nil` where there is no rest to look at.
    private static func first(
        _ ways: [(rows: AccountRows, condition: SQL)], _ rows: AccountRows, _ place: Place, in tx: Transaction
    ) throws -> (found: [Spot], rest: Place?) {
        let meant = AccountSearch.joined(
            ways.map { way in
                way.rows == rows
                    ? way.condition : AccountSearch.joined([way.rows.condition, way.condition].compactMap(\.self), " AND ")
            }, " OR ")
        let (end, column, direction) = (end(place, limit: readFirst), column(place.order), direction(place))
        let back: SQL = place.order.descends ? "ASC" : "DESC"
        var sql: SQL = "WITH a AS MATERIALIZED (SELECT * FROM "
        if let branches = rows.branches {
            sql += merged(branches.map { "SELECT * FROM accounts a\(filter([$0] + behind(place)))\(end)" })
        } else {
            // So many rows of all, as those of the viewer may lie far apart.
            sql += "accounts a\(filter(behind(place)))"
        }
        let conditions = [meant, rows.branches == nil ? rows.condition : nil]
        sql += """
            \(end)) SELECT page.k, page.id, read.rows, last.k, last.id FROM (SELECT count(*) AS rows FROM a) AS read
            LEFT JOIN (SELECT \(constant: column) AS k, id FROM a ORDER BY \(constant: column) \(back), id \(back) LIMIT 1) AS last ON TRUE
            LEFT JOIN (SELECT \(constant: column) AS k, a.id FROM a\(filter(conditions))\(self.end(place))) AS page ON TRUE
            ORDER BY page.k \(direction), page.id \(direction)
            """
        var last: Spot?
        let found = try tx.rows(sql) { row in
            if row.count(2) == readFirst { last = spot(row, at: 3, place.order) }
            return spot(row, at: 0, place.order)
        }.compactMap(\.self)
        guard found.count < place.limit, let last else { return (found, nil) }
        return (
            found,
            Place(
                order: place.order, after: last, limit: place.limit - found.count, conditions: place.conditions, isRest: true)
        )
    }

    private static func everywhere(
        _ query: CustomerQuery, _ ways: [(rows: AccountRows, part: AccountSearch.Part)], _ orders: (AccountRows, SQL)?,
        _ place: Place,
        in tx: Transaction
    ) throws -> [Spot] {
        var lists: [[Spot]] = []
        func look(_ rows: AccountRows, _ match: AccountSearch.Match) throws {
            let sql: SQL
            switch match {
            case .few(nil): return
            case .few(let condition?): sql = inOrder([rows.condition, condition] + behind(place), place)
            case .many(let condition): sql = spots(rows, where: condition, place)
            }
            lists.append(try tx.rows(sql) { spot($0, at: 0, place.order) }.compactMap(\.self))
        }
        for way in ways { try look(way.rows, AccountSearch.match(query, in: way.part, in: tx)) }
        if let orders { try look(orders.0, .few(orders.1)) }
        return merged(lists, place)
    }

    private static func spot(_ row: Row, at column: Int, _ order: CustomerOrder) -> Spot? {
        row.idOrNil(column + 1).map { id in
            (isText(order) ? .text(row.text(column)) : .time(row.time(column)), AccountID(id))
        }
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

    /// The rows that a list in this order may hold: those of the filter that show what it is sorted and chosen by.
    private static func rows(
        by order: CustomerOrder, _ filter: CustomerFilter, _ rights: AccountRights
    ) -> AccountRows {
        let rows = rows(filter, rights)
        return switch order {
        case .name, .nameDescending: rows
        case .created, .newestCreated, .changed, .newestChanged: rows.and(rights.rows(level: .full))
        case .lastOrder, .newestOrder: rows.and(rights.rows(showing: [.money]))
        }
    }

    /// The rows of the filter that show what they are chosen by.
    static func rows(_ filter: CustomerFilter, _ rights: AccountRights) -> AccountRows {
        let rows = rights.rows(of: filter).and(rights.rows(level: CustomerCondition.needsFull(filter) ? .full : .ownerOnly))
        return filter.lastOrder.isOpen ? rows : rows.and(rights.rows(showing: [.money]))
    }

    /// How many there are, counted no further than `most` and one.
    package static func count(
        _ filter: CustomerFilter, most: Int, rights: AccountRights, in tx: Transaction
    ) throws -> Int {
        let rows = rows(filter, rights)
        guard !rows.isNothing else { return 0 }
        let conditions = [rows.condition] + CustomerCondition.all(filter)
        let sql: SQL = """
            SELECT count(*) FROM (SELECT 1 AS one FROM accounts a\(Self.filter(conditions)) LIMIT \(.int(most + 1))) AS found
            """
        return try tx.first(sql) { $0.count(0) } ?? 0
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

    /// The first rows behind the place that meet the condition: `k`, which the list is sorted by, and `id`.
    private static func spots(_ rows: AccountRows, where condition: SQL?, _ place: Place) -> SQL {
        // Each branch is a range of an index in the list's order. As each is limited, it is read in that order and no further than the
        // page needs.
        if let branches = rows.branches {
            let parts = branches.map { inOrder([$0, condition] + behind(place), place) }
            let direction = direction(place)
            return "SELECT k, id FROM \(merged(parts)) ORDER BY k \(direction), id \(direction)\(place.end())"
        }
        return inOrder([rows.condition, condition] + behind(place), place)
    }

    private static func inOrder(_ conditions: [SQL?], _ place: Place) -> SQL {
        "SELECT \(constant: column(place.order)) AS k, a.id FROM accounts a\(filter(conditions))\(end(place))"
    }

    private static func merged(_ parts: [SQL]) -> SQL {
        "\(AccountSearch.joined(parts.map { "SELECT * FROM (\($0)) AS part" }, " UNION ALL ")) AS a"
    }

    private static func direction(_ place: Place) -> SQL { place.order.descends ? "DESC" : "ASC" }

    private static func end(_ place: Place, limit: Int? = nil) -> SQL {
        let direction = direction(place)
        return """
             ORDER BY a.\(constant: column(place.order)) \(direction), a.id \(direction)\(place.end(limit))
            """
    }

    /// The lines of the ids that a statement gives, in the list's order.
    private static func lines(of ids: SQL, _ place: Place, in tx: Transaction) throws -> [Raw] {
        try tx.rows(select(ids, place)) { try decode($0, place.order) }
    }

    private static func select(_ ids: SQL, _ place: Place) -> SQL {
        let (column, direction) = (column(place.order), direction(place))
        return """
            SELECT \(constant: columns), a.\(constant: column) FROM (\(ids)) AS page
            JOIN accounts a ON a.id = page.id\(constant: names) ORDER BY a.\(constant: column) \(direction), a.id \(direction)
            """
    }

    private static func filter(_ conditions: [SQL?]) -> SQL {
        let conditions = conditions.compactMap(\.self)
        return conditions.isEmpty ? "" : " WHERE \(AccountSearch.joined(conditions, " AND "))"
    }

    private static func behind(_ place: Place) -> [SQL?] {
        guard let after = place.after else { return place.conditions }
        let column = column(place.order)
        let sign: SQL = place.order.descends ? "<" : ">"
        return place.conditions + ["(a.\(constant: column), a.id) \(sign) (\(after.key.value), \(.id(after.id)))"]
    }

    private static let columns: StaticString =
        """
        a.id, a.kind, a.name, a.language, a.orders, a.last_order_at, a.created_at,
        (SELECT display FROM contact_points p WHERE p.account_id = a.id AND p.kind = 'email' AND p.is_primary = TRUE),
        (SELECT display FROM contact_points p WHERE p.account_id = a.id AND p.kind = 'phone' AND p.is_primary = TRUE),
        a.is_named, a.owner_id, owner.name, a.unit_id, unit.name, a.changed_at, a.version
        """
    private static let names: StaticString =
        " LEFT JOIN known_users owner ON owner.user_id = a.owner_id LEFT JOIN known_units unit ON unit.unit_id = a.unit_id"

    private static func decode(_ row: Row, _ order: CustomerOrder) throws -> Raw {
        let customer = CustomerSummary(
            id: AccountID(row.id(0)), kind: row.text(1), name: row.text(2), email: row.textOrNil(7), phone: row.textOrNil(8),
            language: row.textOrNil(3), orders: row.int(4), lastOrderAt: row.time(5) == AccountStore.never ? nil : row.time(5),
            createdAt: row.time(6), ownerID: row.idOrNil(10), ownerName: row.textOrNil(11), unitID: row.id(12),
            unitName: row.textOrNil(13), changedAt: row.time(14), version: row.int(15))
        return Raw(
            customer: customer, isNamed: row.bool(9), facts: RecordFacts(owner: row.idOrNil(10), unit: row.id(12)),
            key: isText(order) ? .text(row.text(16)) : .time(row.time(16)))
    }

    /// The lists as one in the same order, a customer of several once.
    private static func merged(_ lists: [[Spot]], _ place: Place) -> [Spot] {
        guard lists.count > 1 else { return lists.first ?? [] }
        var seen: Set<AccountID> = []
        let all = lists.joined().filter { seen.insert($0.id).inserted }
        let sorted = all.sorted { left, right in
            let (first, second) = place.order.descends ? (right, left) : (left, right)
            return (first.key, first.id.id) < (second.key, second.id.id)
        }
        return Array(sorted.prefix(place.limit))
    }

    /// The page as a question to the database, `nil` where there can be no answer: for tests of how it is answered.
    static func question(
        _ filter: CustomerFilter, by order: CustomerOrder, limit: Int, rights: AccountRights
    ) -> SQL? {
        let rows = rows(by: order, filter, rights)
        guard !rows.isNothing else { return nil }
        let place = Place(order: order, after: nil, limit: limit, conditions: CustomerCondition.all(filter))
        return select(spots(rows, where: nil, place), place)
    }

    package static func isText(_ order: CustomerOrder) -> Bool {
        order == .name || order == .nameDescending
    }

    private static func column(_ order: CustomerOrder) -> StaticString {
        switch order {
        case .name, .nameDescending: "name_key"
        case .lastOrder, .newestOrder: "last_order_at"
        case .created, .newestCreated: "created_at"
        case .changed, .newestChanged: "changed_at"
        }
    }
}
