import Access
package import ContactsAPI
package import Core
package import Database

/// The history of owners. Rows are only added.
package enum OwnerStore {
    package static func add(_ entry: OwnerEntry, in tx: Transaction) throws {
        let (holder, change) = (entry.holder, entry.change)
        try tx.execute(
            insert,
            [
                .id(entry.account), .int(entry.version), .id(holder.userID), .text(holder.userName), .id(holder.unitID),
                .text(holder.unitName), .time(change.at), .text(change.way.rawValue), .text(change.reason),
                .text(change.by.kind), .text(change.by.id), .text(change.by.name), .id(change.reassignment),
            ])
    }

    /// Newest first.
    package static func page(of account: AccountID, before version: Int64?, limit: Int, in tx: Transaction) throws -> [OwnerEntry]
    {
        try tx.rows(select, [.id(account), .int(version ?? Int64.max), .int(limit)]) { row in
            let by = ActorResource(kind: row.text(7), id: row.text(8), name: row.text(9))
            return OwnerEntry(
                account: account, version: row.int(0),
                holder: HolderResource(
                    userID: row.idOrNil(1), userName: row.textOrNil(2), unitID: row.id(3), unitName: row.textOrNil(4)),
                change: OwnerChange(
                    OwnershipWay(rawValue: row.text(6)) ?? .intake, reason: row.textOrNil(11), by: by, at: row.time(5),
                    reassignment: row.idOrNil(10)))
        }
    }

    /// When the entry of this version began.
    package static func beginning(of account: AccountID, version: Int64, in tx: Transaction) throws -> Timestamp? {
        try tx.first(selectBeginning, [.id(account), .int(version)]) { $0.time(0) }
    }

    /// With the names that are known now.
    package static func holder(_ ownership: Ownership, in tx: Transaction) throws -> HolderResource {
        HolderResource(
            userID: ownership.owner, userName: try ownership.owner.flatMap { try OrganizationStore.user($0, in: tx)?.name },
            unitID: ownership.unit, unitName: try OrganizationStore.unit(ownership.unit, in: tx)?.name)
    }

    private static let insert: Statement = """
        INSERT INTO account_owners
        (account_id, version, owner_id, owner_name, unit_id, unit_name, from_at, way, reason, by_kind, by_id, by_name,
        reassignment_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """
    private static let selectBeginning: Statement =
        "SELECT from_at FROM account_owners WHERE account_id = $1 AND version = $2"
    private static let select: Statement = """
        SELECT version, owner_id, owner_name, unit_id, unit_name, from_at, way, by_kind, by_id, by_name, reassignment_id, reason
        FROM account_owners WHERE account_id = $1 AND version < $2 ORDER BY version DESC LIMIT $3
        """
}
