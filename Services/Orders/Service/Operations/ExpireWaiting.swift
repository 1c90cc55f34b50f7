package import Core
package import Database

/// Rejects what waited longer than `days`: its cause never came.
package struct ExpireWaiting: Sendable {
    private static let chunkSize = 100

    private let database: any Database
    private let release: ReleaseWaiting
    private let clock: any WallClock
    private let days: Int
    private let store = IntakeStore()

    package init(database: any Database, release: ReleaseWaiting, clock: any WallClock, days: Int) {
        self.database = database
        self.release = release
        self.clock = clock
        self.days = days
    }

    /// Returns how many. Each in a transaction of its own, under the lock of its order.
    @discardableResult
    package func callAsFunction() async throws -> Int {
        let bound = IntakeSequence.first(at: clock.now().adding(days: -days))
        var expired = 0
        var after: Int64 = -1
        while true {
            let due = try await database.read { [after] tx in
                try IntakeCases().waiting(after: after, before: bound, limit: Self.chunkSize, in: tx)
            }
            for row in due {
                after = row.sequence
                if try await expire(row) { expired += 1 }
            }
            if due.count < Self.chunkSize { return expired }
        }
    }

    private func expire(_ row: IntakeRow) async throws -> Bool {
        let (store, release) = (store, release)
        return try await database.write { tx in
            try JudgeShopEvent.lock(source: row.source, orderNumber: row.orderNumber ?? "", in: tx)
            guard let now = try store.row(row.sequence, in: tx), now.state == .waiting else { return false }
            try release.expire(now, in: tx)
            return true
        }
    }
}
