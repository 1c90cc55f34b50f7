import ContactsAPI
package import Database

/// Makes the history anew from the log. Runs beside everything else: it holds a few accounts at a time, and what arrives for them
/// meanwhile waits and is added after. An account whose history is right already is not written.
package struct RebuildTimeline: Sendable {
    package struct Report: Hashable, Sendable {
        package var accounts = 0
        package var entries = 0
        /// Accounts whose history was not what the log says.
        package var repaired = 0
        /// Entries that belonged to no account.
        package var stray = 0
    }

    private let database: any Database
    private static let batch = 100

    package init(database: any Database) {
        self.database = database
    }

    /// `progress` is called after every batch with the report so far.
    package func callAsFunction(progress: (Report) -> Void = { _ in }) async throws -> Report {
        var report = Report()
        report.stray = try await database.write { tx in try TimelineStore.removeStray(in: tx) }
        var last: AccountID?
        while true {
            let after = last
            let (done, next) = try await database.write { tx in
                let accounts = try AccountStore.lockNext(after: after, limit: Self.batch, in: tx)
                var done = Report()
                for account in accounts { try Self.rebuild(account, &done, in: tx) }
                return (done, accounts.last)
            }
            guard let next else { return report }
            report.accounts += done.accounts
            report.entries += done.entries
            report.repaired += done.repaired
            last = next
            progress(report)
        }
    }

    private static func rebuild(_ account: AccountID, _ report: inout Report, in tx: Transaction) throws {
        let lines = try LogStore.entries(of: account, in: tx).compactMap { try TimelineProjection.entry($0, of: account) }
        let right = lines.sorted { ($0.at, $0.sequence) < ($1.at, $1.sequence) }
        report.accounts += 1
        report.entries += right.count
        guard try TimelineStore.all(of: account, in: tx) != right else { return }
        report.repaired += 1
        try TimelineStore.remove(of: account, in: tx)
        for line in right { try TimelineStore.add(line, in: tx) }
    }
}
