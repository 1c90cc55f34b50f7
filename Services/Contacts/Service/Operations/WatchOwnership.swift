package import Core
package import Database
package import Observability

/// Looks whether every account has an owner who is there, or a queue that is open, and says in the log and in metrics where not.
package struct WatchOwnership: Sendable {
    package let database: any Database
    package let clock: any WallClock
    package let metrics: Metrics
    package let logger: Logger
    /// Seconds that a fault may last before it is an alarm: whoever moves a leaver's clients needs some time.
    package let patience: Double

    package func callAsFunction() async throws {
        let now = clock.now()
        let findings = try await database.write { tx in try OwnershipFaultStore.look(at: now, in: tx) }
        for fault in OwnershipFaultStore.Fault.allCases {
            let accounts = findings.filter { $0.fault == fault }.reduce(0) { $0 + $1.accounts }
            metrics.gauge(
                "contacts_ownership_faults", "Accounts whose owner left or whose queue is closed.",
                labels: [("fault", fault.rawValue)]
            ).set(Double(accounts))
        }
        let overdue = findings.filter { now.seconds(since: $0.since) >= patience }
        metrics.gauge(
            "contacts_ownership_faults_overdue", "Those of contacts_ownership_faults that have lasted longer than the patience."
        ).set(Double(overdue.reduce(0) { $0 + $1.accounts }))
        for finding in overdue.prefix(20) {
            logger.error(
                "Accounts belong to nobody who is there; reassign them.",
                [
                    "fault": finding.fault.rawValue, "principal": "\(finding.principal)", "accounts": "\(finding.accounts)",
                    "since": "\(finding.since)",
                ])
        }
    }
}
