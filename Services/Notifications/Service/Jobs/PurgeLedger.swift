import Core
import Database
import Jobs

/// Removes finished entries of the ledger once they are older than the setting says. Uncertain ones stay until somebody
/// decided.
struct PurgeLedger: Sendable {
    static let kind = "notifications.purge-ledger"
    static let schedule = Schedule(name: kind, kind: kind, every: 86_400)

    let database: any Database
    let clock: any WallClock
    let days: Int

    var handler: JobHandler {
        JobHandler(kind: Self.kind) { _ in
            let moment = clock.now().adding(days: -days)
            try await database.write { tx in try MailStore().purge(before: moment, in: tx) }
        }
    }
}
