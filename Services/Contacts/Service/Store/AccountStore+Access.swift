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

    package static func hasAny(of owner: ID, in tx: Transaction) throws -> Bool {
        try tx.first(selectAnyOwned, [.id(owner)]) { $0.int(0) } != nil
    }

    private static let selectAnyOwned: Statement = "SELECT 1 FROM accounts WHERE owner_id = $1 LIMIT 1"
    private static let selectOwnership: Statement = "SELECT owner_id, unit_id FROM accounts WHERE id = $1"
}
