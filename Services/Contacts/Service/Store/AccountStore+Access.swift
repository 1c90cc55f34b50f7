import Access
package import ContactsAPI
package import Core
package import Database

extension AccountStore {
    /// What decides about access to the account, without the account; `nil` when there is none.
    package static func access(of id: AccountID, in tx: Transaction) throws -> RecordFacts? {
        guard let (owner, unit) = try tx.first(selectOwnership, [.id(id)], { ($0.idOrNil(0), $0.id(1)) }) else { return nil }
        return RecordFacts(owner: owner, unit: unit, shares: try RecordAccessStore.shares(of: id.id, in: tx))
    }

    /// The same of several, of those that there are.
    package static func access(of ids: Set<ID>, in tx: Transaction) throws -> [ID: RecordFacts] {
        guard !ids.isEmpty else { return [:] }
        let shares = try RecordAccessStore.shares(of: ids, in: tx)
        var facts: [ID: RecordFacts] = [:]
        let list = AccountSearch.joined(ids.sorted().map { "\(.id($0))" }, ", ")
        try tx.each("SELECT id, owner_id, unit_id FROM accounts WHERE id IN \(list)") { row in
            let id: ID = row.id(0)
            facts[id] = RecordFacts(owner: row.idOrNil(1), unit: row.id(2), shares: shares[id] ?? [])
            return true
        }
        return facts
    }

    package static func hasAny(of owner: ID, in tx: Transaction) throws -> Bool {
        try tx.first(selectAnyOwned, [.id(owner)]) { $0.int(0) } != nil
    }

    private static let selectAnyOwned: Statement = "SELECT 1 FROM accounts WHERE owner_id = $1 LIMIT 1"
    private static let selectOwnership: Statement = "SELECT owner_id, unit_id FROM accounts WHERE id = $1"
}
