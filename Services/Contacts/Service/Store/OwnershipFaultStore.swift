package import Core
package import Database

/// Owners who left and queues of units that were closed, as far as accounts still wait for them.
package enum OwnershipFaultStore {
    package enum Fault: String, Sendable, CaseIterable {
        case ownerInactive = "owner-inactive"
        case ownerUnknown = "owner-unknown"
        case queueInactive = "queue-inactive"
        case queueUnknown = "queue-unknown"
    }

    package struct Finding: Hashable, Sendable {
        /// A user, or a unit.
        package let principal: ID
        package let fault: Fault
        package let accounts: Int64
        /// When it was seen first.
        package let since: Timestamp
    }

    /// Looks at all accounts; what was seen before keeps its beginning, what is mended is forgotten.
    package static func look(at now: Timestamp, in tx: Transaction) throws -> [Finding] {
        let owners = try tx.rows(selectOwners, [.bool(false)]) { row in
            (row.id(0), row.isNull(2) ? Fault.ownerUnknown : .ownerInactive, row.int(1))
        }
        // Nobody has told of the unit at the top before the gateway's first start.
        let queues = try tx.rows(selectQueues, [.bool(false), .id(UnitTree.root)]) { row in
            (row.id(0), row.isNull(2) ? Fault.queueUnknown : .queueInactive, row.int(1))
        }
        for (principal, fault, accounts) in owners + queues {
            try tx.execute(put, [.id(principal), .text(fault.rawValue), .int(accounts), .time(now)])
        }
        try tx.execute(forget, [.time(now)])
        return try tx.rows(selectAll) { row in
            Finding(
                principal: row.id(0), fault: Fault(rawValue: row.text(1)) ?? .ownerUnknown, accounts: row.int(2),
                since: row.time(3))
        }
    }

    private static let selectOwners: Statement = """
        SELECT g.owner_id, g.accounts, u.user_id FROM (
            SELECT owner_id, count(*) AS accounts FROM accounts WHERE owner_id IS NOT NULL GROUP BY owner_id) g
        LEFT JOIN known_users u ON u.user_id = g.owner_id
        WHERE u.user_id IS NULL OR u.is_active = $1 ORDER BY g.owner_id
        """
    private static let selectQueues: Statement = """
        SELECT g.unit_id, g.accounts, u.unit_id FROM (
            SELECT unit_id, count(*) AS accounts FROM accounts WHERE owner_id IS NULL GROUP BY unit_id) g
        LEFT JOIN known_units u ON u.unit_id = g.unit_id
        WHERE (u.unit_id IS NULL AND g.unit_id <> $2) OR u.is_active = $1 ORDER BY g.unit_id
        """
    private static let put: Statement = """
        INSERT INTO ownership_faults (principal_id, fault, accounts, since, seen_at) VALUES ($1, $2, $3, $4, $4)
        ON CONFLICT (principal_id, fault) DO UPDATE SET accounts = excluded.accounts, seen_at = excluded.seen_at
        """
    private static let forget: Statement = "DELETE FROM ownership_faults WHERE seen_at <> $1"
    private static let selectAll: Statement = """
        SELECT principal_id, fault, accounts, since FROM ownership_faults ORDER BY since, principal_id, fault
        """
}
