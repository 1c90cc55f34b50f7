import Access
package import ContactsAPI
package import Core
package import Database
import JSON

extension AccountStore {
    /// These accounts whole, of those that there are.
    package static func load(_ ids: [ID], in tx: Transaction) throws -> [Account] {
        guard !ids.isEmpty else { return [] }
        let list = AccountSearch.joined(ids.sorted().map { "\(.id($0))" }, ", ")
        return try load(where: "a.id IN \(list)", after: nil, limit: ids.count, in: tx)
    }

    /// Several accounts whole, in the order of their ids, by one question for each table however many they are. `filter` is a
    /// condition on `accounts a`.
    package static func load(where filter: SQL, after: AccountID?, limit: Int, in tx: Transaction) throws -> [Account] {
        var accounts = try tx.rows(
            """
            SELECT a.id, a.kind, a.name, a.is_named, a.language, a.orders, a.last_order_at, a.created_at, a.changed_at, a.version,
            a.owner_id, a.unit_id FROM accounts a WHERE a.id > \(.id(after?.id ?? ID(high: 0, low: 0))) AND \(filter)
            ORDER BY a.id LIMIT \(.int(limit))
            """, core)
        guard !accounts.isEmpty else { return [] }
        let ids = AccountSearch.joined(accounts.map { "\(.id($0.id))" }, ", ")
        var places: [ID: Int] = [:]
        for (index, account) in accounts.enumerated() { places[account.id.id] = index }
        func each(_ sql: SQL, _ body: (inout Account, Row) throws -> Void) throws {
            try tx.each(sql) { row in
                if let place = places[row.id(0)] { try body(&accounts[place], row) }
                return true
            }
        }
        try each("SELECT account_id, id, name, created_at FROM people WHERE account_id IN \(ids) ORDER BY id") {
            $0.people.append(Person(id: $1.id(1), name: $1.text(2), createdAt: $1.time(3)))
        }
        try each(
            """
            SELECT account_id, kind, value, display, raw, type, is_valid, is_primary, person_id, verification FROM contact_points
            WHERE account_id IN \(ids) ORDER BY account_id, position, kind, value
            """
        ) { $0.points.append(try point($1)) }
        try each(
            """
            SELECT account_id, kind, scope, value, raw FROM identities WHERE account_id IN \(ids)
            ORDER BY account_id, position, kind, scope, value
            """
        ) {
            $0.identities.append(
                Identity(
                    kind: Identity.Kind(rawValue: $1.text(1)) ?? .shopID, scope: $1.text(2), value: $1.text(3), raw: $1.text(4)))
        }
        try each(
            "SELECT account_id, data FROM addresses WHERE account_id IN \(ids) ORDER BY account_id, position, type, value_key"
        ) { $0.addresses.append(try Shapes.decode(AddressResource.self, from: $1.bytes(1))) }
        try each(
            """
            SELECT account_id, purpose, channel, given_at, withdrawn_at FROM consents WHERE account_id IN \(ids)
            ORDER BY account_id, position, purpose, channel, given_at
            """
        ) {
            let consent = ConsentResource(
                purpose: $1.text(1), channel: $1.text(2), givenAt: $1.time(3), withdrawnAt: $1.timeOrNil(4))
            $0.consents = Consents($0.consents.all + [consent])
        }
        try each("SELECT account_id, category FROM interests WHERE account_id IN \(ids) ORDER BY account_id, position, category")
        {
            $0.interests.append($1.text(1))
        }
        let shares = try RecordAccessStore.shares(of: Set(places.keys), in: tx)
        for index in accounts.indices {
            let access = accounts[index].access
            accounts[index].access = RecordFacts(
                owner: access.owner, unit: access.unit, shares: shares[accounts[index].id.id] ?? [])
        }
        return accounts
    }

    private static func core(_ row: Row) throws -> Account {
        var account = Account(
            id: AccountID(row.id(0)), kind: Account.Kind(rawValue: row.text(1)) ?? .person, name: row.text(2),
            isNamed: row.bool(3), createdAt: row.time(7))
        account.language = row.textOrNil(4)
        account.orders = row.int(5)
        account.lastOrderAt = row.time(6) == never ? nil : row.time(6)
        account.changedAt = row.time(8)
        account.version = row.int(9)
        account.access = RecordFacts(owner: row.idOrNil(10), unit: row.id(11))
        return account
    }

    private static func point(_ row: Row) throws -> ContactPoint {
        ContactPoint(
            kind: ContactPoint.Kind(rawValue: row.text(1)) ?? .email, value: row.text(2), text: row.text(3), raw: row.text(4),
            type: row.text(5), isValid: row.bool(6), isPrimary: row.bool(7), person: row.idOrNil(8),
            verification: try row.bytesOrNil(9).map { try Shapes.decode(VerificationResource.self, from: $0) })
    }
}
