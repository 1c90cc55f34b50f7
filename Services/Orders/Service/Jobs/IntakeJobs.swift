package import Core
package import Database
package import Jobs
package import Observability

/// What is done about the intake at regular times.
package enum IntakeJobs {
    private static let countKind = "orders.intake.count"
    private static let expireKind = "orders.intake.expire"
    private static let crowdsKind = "orders.intake.watch-waiting"
    private static let bodiesKind = "orders.intake.drop-bodies"

    package static let schedules = [
        Schedule(name: countKind, kind: countKind, every: 60),
        Schedule(name: expireKind, kind: expireKind, every: 600),
        Schedule(name: crowdsKind, kind: crowdsKind, every: 600),
        Schedule(name: bodiesKind, kind: bodiesKind, every: 3600),
    ]

    package static func handlers(
        database: any Database, expire: ExpireWaiting, mostWaiting: Int, bodyDays: Int, clock: any WallClock, logger: Logger
    ) -> [JobHandler] {
        [
            JobHandler(kind: countKind, timeout: 300, concurrency: 1) { _ in
                try await count(database: database, clock: clock, logger: logger)
            },
            JobHandler(kind: expireKind, timeout: 300, concurrency: 1) { _ in
                let count = try await expire()
                if count > 0 { logger.notice("Events waited too long for their cause", ["count": "\(count)"]) }
            },
            JobHandler(kind: crowdsKind, timeout: 300, concurrency: 1) { _ in
                try await watchWaiting(database: database, over: mostWaiting, logger: logger)
            },
            JobHandler(kind: bodiesKind, timeout: 600, concurrency: 1) { _ in
                try await dropBodies(database: database, days: bodyDays, clock: clock)
            },
        ]
    }

    /// Closes ranges that are full, and counts the range again that was counted longest ago.
    package static func count(
        sums: IntakeSums = IntakeSums(), database: any Database, clock: any WallClock, logger: Logger
    ) async throws {
        while try await database.write({ try sums.closeRange(at: clock.now(), in: $0) }) {}
        guard try await database.write({ try sums.recountOldest(at: clock.now(), in: $0) }) else {
            return logger.error("Rows of answered events are missing; the equation of the intake does not balance")
        }
    }

    /// Warns of orders that more events wait for than `limit`. They are kept, however many: the contract promises it, as they are
    /// valid. But whoever places the order applies them all in one transaction, and so many are a mistake or an attack.
    package static func watchWaiting(database: any Database, over limit: Int, logger: Logger) async throws {
        for (source, number, count) in try await database.read({ try IntakeCases().crowds(over: limit, in: $0) }) {
            logger.warning(
                "Very many events wait for one order", ["source": source, "number": number, "count": "\(count)"])
        }
    }

    /// Events keep their rows; only the bytes they came in go.
    package static func dropBodies(database: any Database, days: Int, clock: any WallClock) async throws {
        let bound = IntakeSequence.first(at: clock.now().adding(days: -days))
        while try await database.write({ try IntakeCases().dropBodies(before: bound, limit: 1000, in: $0) }) == 1000 {}
    }
}
