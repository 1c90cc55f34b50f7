package import ContactsAPI
import Core
package import Database

/// How far accounts from before were gone through. An account is counted by the place in which it came.
package enum AccountRefreshStore {
    package struct Place: Hashable, Sendable {
        package let name: String
        /// Also accounts that were told already.
        package let tellsAll: Bool
        package var after: Int64
        package let until: Int64
        package var told: Int64
        package var reindexed: Int64

        package var isOver: Bool { after >= until }
        /// At most; of accounts that are gone the places stay.
        package var left: Int64 { max(0, until - after) }
    }

    /// The first that is not over. `forUpdate` holds it until the end of the transaction.
    package static func next(forUpdate: Bool = false, in tx: Transaction) throws -> Place? {
        try tx.first(forUpdate ? selectForUpdate : select) { row in
            Place(
                name: row.text(0), tellsAll: row.bool(5), after: row.int(1), until: row.int(2), told: row.int(3),
                reindexed: row.int(4))
        }
    }

    /// All accounts that are there now, told already or not.
    package static func addAll(_ name: String, in tx: Transaction) throws {
        try tx.execute(insertAll, [.text(name)])
    }

    package static func save(_ place: Place, in tx: Transaction) throws {
        try tx.execute(update, [.text(place.name), .int(place.after), .int(place.told), .int(place.reindexed)])
    }

    /// The accounts of the place's next step, with what each came as.
    package static func page(_ place: Place, limit: Int, in tx: Transaction) throws -> [(doc: Int64, id: AccountID)] {
        try tx.rows(selectPage, [.int(place.after), .int(place.until), .int(limit)]) { ($0.int(0), AccountID($0.id(1))) }
    }

    private static let select: Statement = """
        SELECT name, after_doc, until_doc, told, reindexed, tells_all FROM account_refreshes WHERE after_doc < until_doc
        ORDER BY name LIMIT 1
        """
    private static let insertAll: Statement = """
        INSERT INTO account_refreshes (name, after_doc, until_doc, told, reindexed, tells_all)
        SELECT CAST($1 AS text), 0, coalesce(max(doc), 0), 0, 0, TRUE FROM accounts
        """
    private static let selectForUpdate: Statement = """
        SELECT name, after_doc, until_doc, told, reindexed, tells_all FROM account_refreshes WHERE after_doc < until_doc
        ORDER BY name LIMIT 1 \(.forUpdate)
        """
    private static let update: Statement =
        "UPDATE account_refreshes SET after_doc = $2, told = $3, reindexed = $4 WHERE name = $1"
    private static let selectPage: Statement =
        "SELECT doc, id FROM accounts WHERE doc > $1 AND doc <= $2 ORDER BY doc LIMIT $3"
}
