import Core
import Database
import JSON

/// How much an actor saw and exported in one hour of the clock.
struct AuditVolume: Hashable, Sendable {
    let actor: AuditEntry.Actor
    let hour: Int64
    let action: AuditAction
    let records: Int64

    static func hour(of moment: Timestamp) -> Int64 { moment.microseconds / 3_600_000_000 }

    /// What these entries come to: lists count by their rows, as does an export; what belongs to no client counts for nothing.
    static func sums(of entries: [AuditEntry]) -> [AuditVolume] {
        struct Key: Hashable {
            let actor: String
            let hour: Int64
            let action: AuditAction
        }
        var sums: [Key: (actor: AuditEntry.Actor, records: Int64)] = [:]
        for entry in entries where ["done", "complete", "cut-short"].contains(entry.outcome) && !entry.actor.subject.isEmpty {
            guard let action = AuditAction(rawValue: entry.action), action == .view || action == .export,
                Resource(rawValue: entry.resource)?.isOwned == true || action == .export
            else { continue }
            let key = Key(actor: entry.actor.subject, hour: hour(of: entry.at), action: action)
            // What an export names is itself and not what left in it.
            let named = action == .export ? 0 : Int64(entry.records.count)
            let records = max(named, entry.details["count"]?.int ?? 0)
            sums[key] = (entry.actor, (sums[key]?.records ?? 0) + records)
        }
        return sums.map { AuditVolume(actor: $1.actor, hour: $0.hour, action: $0.action, records: $1.records) }
            .sorted { ($0.hour, $0.actor.subject, $0.action.rawValue) < ($1.hour, $1.actor.subject, $1.action.rawValue) }
    }
}

enum AuditVolumeStore {
    /// Adds to the hour, and says what it comes to now.
    static func add(_ volume: AuditVolume, in tx: Transaction) throws -> (records: Int64, isAlarmed: Bool) {
        try tx.first(
            upsert,
            [.text(volume.actor.subject), .int(volume.hour), .text(volume.action.rawValue), .int(volume.records), .bool(false)]
        ) { ($0.int(0), $0.bool(1)) } ?? (volume.records, false)
    }

    static func markAlarmed(_ volume: AuditVolume, in tx: Transaction) throws {
        try tx.execute(
            alarm, [.text(volume.actor.subject), .int(volume.hour), .text(volume.action.rawValue), .bool(true)])
    }

    static func purge(before hour: Int64, in tx: Transaction) throws {
        try tx.execute(purgeRows, [.int(hour)])
    }

    private static let upsert: Statement = """
        INSERT INTO audit_volumes (actor, hour, action, records, alarmed) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (actor, hour, action) DO UPDATE SET records = audit_volumes.records + excluded.records
        RETURNING records, alarmed
        """
    private static let alarm: Statement =
        "UPDATE audit_volumes SET alarmed = $4 WHERE actor = $1 AND hour = $2 AND action = $3"
    private static let purgeRows: Statement = "DELETE FROM audit_volumes WHERE hour < $1"
}
