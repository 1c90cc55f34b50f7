package import Core
package import Database

/// What is done about changes at regular times.
package struct KeepChanges: Sendable {
    private static let most = 1000

    private let database: any Database
    private let clock: any WallClock

    package init(database: any Database, clock: any WallClock) {
        (self.database, self.clock) = (database, clock)
    }

    /// Removes what is older than this many days, a few at a time.
    package func forget(days: Int) async throws {
        let moment = clock.now().adding(days: -days)
        while try await database.write({ tx in try ChangeStore.remove(before: moment, limit: Self.most, in: tx) }) == Self.most {
            try Task.checkCancellation()
        }
    }

    /// Tells of shares that began or ended by their dates alone, as a change of this type.
    package func passShares(as type: String) async throws {
        let now = clock.now()
        try await database.write { tx in
            let from = try ChangeFeedStore.passed(in: tx)
            // A clock that was set back tells nothing twice.
            guard from.map({ $0 < now }) ?? true else { return }
            try ChangeFeedStore.passed(now, in: tx)
            guard let from else { return }
            let passed = try ChangeFeedStore.sharesPassed(after: from, until: now, in: tx)
            for (account, ended) in passed.sorted(by: { $0.key < $1.key }) {
                let shares = ended.sorted { $0.key < $1.key }.map {
                    RecordFacts.Share(principal: $0.key, mayChange: false, until: $0.value)
                }
                let change = Change(
                    type, record: account, account: account, part: nil, version: nil, at: now, actor: nil, isOpen: false,
                    kept: shares.isEmpty ? nil : RecordFacts(owner: nil, unit: nil, shares: shares))
                try ChangeStore.add(change, in: tx)
            }
        }
    }
}
