import Access
package import ContactsAPI
import Core
package import Database
import JSON

package enum AccountStore {
    /// The account whole. `forUpdate` holds it until the end of the transaction: events of one account are told in order.
    package static func load(_ id: AccountID, forUpdate: Bool = false, in tx: Transaction) throws -> Account? {
        let core = try tx.first(forUpdate ? selectForUpdate : select, [.id(id)]) { row in
            var account = Account(
                id: id, kind: Account.Kind(rawValue: row.text(0)) ?? .person, name: row.text(1), isNamed: row.bool(2),
                createdAt: row.time(6))
            account.language = row.textOrNil(3)
            account.orders = row.int(4)
            account.lastOrderAt = row.time(5) == never ? nil : row.time(5)
            account.changedAt = row.time(7)
            account.version = row.int(8)
            account.access = RecordFacts(owner: row.idOrNil(9), unit: row.id(10))
            return account
        }
        guard var account = core else { return nil }
        let of: [SQLValue] = [.id(id)]
        account.people = try tx.rows(selectPeople, of) { Person(id: $0.id(0), name: $0.text(1), createdAt: $0.time(2)) }
        account.points = try tx.rows(selectPoints, of) { row in
            ContactPoint(
                kind: ContactPoint.Kind(rawValue: row.text(0)) ?? .email, value: row.text(1), text: row.text(2), raw: row.text(3),
                type: row.text(4), isValid: row.bool(5), isPrimary: row.bool(6), person: row.idOrNil(7),
                verification: try row.bytesOrNil(8).map { try Shapes.decode(VerificationResource.self, from: $0) })
        }
        account.identities = try tx.rows(selectIdentities, of) { row in
            Identity(
                kind: Identity.Kind(rawValue: row.text(0)) ?? .shopID, scope: row.text(1), value: row.text(2), raw: row.text(3))
        }
        account.addresses = try tx.rows(selectAddresses, of) { try Shapes.decode(AddressResource.self, from: $0.bytes(0)) }
        account.consents = Consents(
            try tx.rows(selectConsents, of) { row in
                ConsentResource(
                    purpose: row.text(0), channel: row.text(1), givenAt: row.time(2), withdrawnAt: row.timeOrNil(3))
            })
        account.interests = try tx.rows(selectInterests, of) { $0.text(0) }
        account.access = RecordFacts(
            owner: account.access.owner, unit: account.access.unit, shares: try RecordAccessStore.shares(of: id.id, in: tx))
        return account
    }

    package static func exists(_ id: AccountID, in tx: Transaction) throws -> Bool {
        try tx.first(selectOne, [.id(id)]) { $0.int(0) } != nil
    }

    /// Holds the account until the end of the transaction; false when there is none.
    package static func lock(_ id: AccountID, in tx: Transaction) throws -> Bool {
        try tx.first(lockOne, [.id(id)]) { $0.int(0) } != nil
    }

    /// Holds the next accounts in the order of their ids.
    package static func lockNext(after: AccountID?, limit: Int, in tx: Transaction) throws -> [AccountID] {
        try tx.rows(lockSome, [.id(after?.id ?? ID(high: 0, low: 0)), .int(limit)]) { AccountID($0.id(0)) }
    }

    /// Whose each identity is, for those that are somebody's.
    package static func owners(of identities: [Identity], in tx: Transaction) throws -> [(identity: Identity, account: AccountID)]
    {
        try identities.compactMap { identity in
            try tx.first(owner, [.text(identity.kind.rawValue), .text(identity.scope), .text(identity.value)]) { row in
                (identity, AccountID(row.id(0)))
            }
        }
    }

    /// All accounts that are written to at this address.
    package static func holders(ofEmail key: String, in tx: Transaction) throws -> [AccountID] {
        try tx.rows(selectHolders, [.text(key)]) { AccountID($0.id(0)) }
    }

    /// Stands for no order, so that lists sort without nulls.
    static let never = Timestamp(microseconds: 0)

    private static let select: Statement = """
        SELECT kind, name, is_named, language, orders, last_order_at, created_at, changed_at, version,
        owner_id, unit_id FROM accounts WHERE id = $1
        """
    private static let selectForUpdate: Statement = """
        SELECT kind, name, is_named, language, orders, last_order_at, created_at, changed_at, version,
        owner_id, unit_id FROM accounts WHERE id = $1
        \(.forUpdate)
        """
    private static let selectOne: Statement = "SELECT version FROM accounts WHERE id = $1"
    private static let lockOne: Statement = "SELECT version FROM accounts WHERE id = $1 \(.forUpdate)"
    private static let lockSome: Statement = "SELECT id FROM accounts WHERE id > $1 ORDER BY id LIMIT $2 \(.forUpdate)"
    private static let selectPeople: Statement = "SELECT id, name, created_at FROM people WHERE account_id = $1 ORDER BY id"
    private static let selectPoints: Statement = """
        SELECT kind, value, display, raw, type, is_valid, is_primary, person_id, verification FROM contact_points
        WHERE account_id = $1 ORDER BY position, kind, value
        """
    private static let selectIdentities: Statement = """
        SELECT kind, scope, value, raw FROM identities WHERE account_id = $1 ORDER BY position, kind, scope, value
        """
    private static let selectAddresses: Statement = """
        SELECT data FROM addresses WHERE account_id = $1 ORDER BY position, type, value_key
        """
    private static let selectConsents: Statement = """
        SELECT purpose, channel, given_at, withdrawn_at FROM consents WHERE account_id = $1
        ORDER BY position, purpose, channel, given_at
        """
    private static let selectInterests: Statement = """
        SELECT category FROM interests WHERE account_id = $1 ORDER BY position, category
        """
    private static let owner: Statement = "SELECT account_id FROM identities WHERE kind = $1 AND scope = $2 AND value = $3"
    private static let selectHolders: Statement = """
        SELECT account_id FROM contact_points WHERE kind = 'email' AND value = $1 ORDER BY account_id
        """
}
