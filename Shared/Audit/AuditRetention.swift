package import Core
import Database
import JSON

/// Removes what is older than the policy keeps, always from the beginning of the chain. The hash of the last entry removed stays
/// as the chain's new beginning, and a line says what was removed.
package struct AuditRetention: Sendable {
    package static let days = Setting(
        "CRM_AUDIT_DAYS", default: "1095", "Days that the audit is kept; 0: for ever.")
    private static let most = 500

    private let trail: AuditTrail
    private let database: any Database

    package init(trail: AuditTrail) {
        self.trail = trail
        database = trail.database
    }

    /// Removes entries written before `moment`, a few at a time, and says how many. Entries that are not sealed yet stay.
    @discardableResult
    package func remove(before moment: Timestamp) async throws -> Int {
        var count = 0
        while true {
            let removed = try await database.write { tx in try perform(before: moment, in: tx) }
            count += removed
            guard removed == Self.most else { break }
        }
        try await database.write { tx in
            try AuditVolumeStore.purge(before: AuditVolume.hour(of: moment.adding(days: 1)), in: tx)
        }
        return count
    }

    private func perform(before moment: Timestamp, in tx: Transaction) throws -> Int {
        guard var chain = try AuditChainState.load(forUpdate: true, in: tx) else { return 0 }
        // Up to the first one that is young enough: the chain is removed from its beginning and has no holes.
        let entries = try AuditStore.sealed(after: chain.removed, limit: Self.most, in: tx).prefix { $0.entry.at < moment }
        guard let first = entries.first, let last = entries.last else { return 0 }
        (chain.removed, chain.removedHash, chain.removedUntil) = (last.number, last.hash, last.entry.at)
        try chain.save(in: tx)
        for sealed in entries { try AuditStore.delete(sealed.entry, in: tx) }
        let details: JSONValue =
            [
                ("before", JSONValue.string(moment.description)), ("from", .number(JSONNumber(first.number))),
                ("to", .number(JSONNumber(last.number))), ("hash", .string(last.hash.hexadecimal)),
            ].object
        try trail.append(
            AuditEntry(
                id: trail.ids.next(), actor: AuditEntry.Actor(kind: "service", subject: trail.service, name: trail.service),
                address: "", request: "", action: AuditAction.retention.rawValue, resource: Resource.audit.rawValue, door: "",
                outcome: "done", records: [], fields: [], rule: [("setting", JSONValue.string(Self.days.name))].object,
                details: details), in: tx)
        return entries.count
    }
}
