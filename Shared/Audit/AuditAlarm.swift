package import Core
import Database
package import Events
import JSON
package import Observability

/// Tells when somebody sees or exports more in an hour than is usual: in the log, as an event, and as a line of the audit itself.
package struct AuditAlarm: Sendable {
    package static let viewed = Setting(
        "CRM_AUDIT_ALARM_VIEWS", default: "3000",
        "Customers, orders and mails that one person or token may be shown by a service in an hour before an alarm; 0: no alarm.")
    package static let exported = Setting(
        "CRM_AUDIT_ALARM_EXPORTS", default: "1000",
        "Rows that one person or token may export from a service in an hour before an alarm; 0: no alarm.")

    private let limits: [AuditAction: Int64]
    private let outbox: Outbox
    private let logger: Logger

    package init(settings: Settings, outbox: Outbox, logger: Logger) throws {
        var limits: [AuditAction: Int64] = [:]
        for (action, setting) in [(AuditAction.view, Self.viewed), (.export, Self.exported)] {
            let limit = try settings.integer(setting)
            guard limit >= 0 else { throw SettingError(setting: setting.name, expected: "a number from 0 on") }
            if limit > 0 { limits[action] = Int64(limit) }
        }
        (self.limits, self.outbox, self.logger) = (limits, outbox, logger)
    }

    /// Counts what was just sealed, and raises the alarm once for an actor, an hour and an action.
    func count(_ entries: [AuditEntry], by trail: AuditTrail, at now: Timestamp, in tx: Transaction) throws {
        guard !limits.isEmpty else { return }
        for volume in AuditVolume.sums(of: entries) where volume.records > 0 {
            let (records, isAlarmed) = try AuditVolumeStore.add(volume, in: tx)
            guard let limit = limits[volume.action], records > limit, !isAlarmed else { continue }
            try AuditVolumeStore.markAlarmed(volume, in: tx)
            try raise(volume, records, limit, trail, now, tx)
        }
    }

    private func raise(
        _ volume: AuditVolume, _ records: Int64, _ limit: Int64, _ trail: AuditTrail, _ now: Timestamp, _ tx: Transaction
    ) throws {
        let hour = Timestamp(microseconds: volume.hour * 3_600_000_000)
        let details: JSONValue =
            [
                ("action", JSONValue.string(volume.action.rawValue)), ("hour", .string(hour.description)),
                ("limit", .number(JSONNumber(limit))), ("records", .number(JSONNumber(records))),
                ("subject", .string(volume.actor.subject)),
            ].object
        try trail.append(
            AuditEntry(
                id: trail.ids.next(), actor: AuditEntry.Actor(kind: "service", subject: trail.service, name: trail.service),
                address: "", request: "", action: AuditAction.alarm.rawValue, resource: Resource.audit.rawValue, door: "",
                outcome: "done", records: [volume.actor.subject], fields: [], rule: .object(JSONObject()), details: details),
            in: tx)
        try outbox.append(
            "crm.\(trail.service).audit.volume-exceeded.v1", key: volume.actor.subject, data: details.json(), in: tx)
        let fields = [
            "subject": volume.actor.subject, "kind": volume.actor.kind, "action": volume.action.rawValue,
            "records": "\(records)", "limit": "\(limit)", "hour": hour.description,
        ]
        tx.afterCommit { [logger] in logger.error("Somebody sees or exports unusually much", fields) }
    }
}
