import ContactsAPI
package import Core
package import Database
import Events
import JSON
package import Jobs
package import Observability

/// Brings accounts from before to where those of today are: tells whose they are to the services that decide by it, where they were
/// never told, and writes the texts they are found by in today's form. Once after an upgrade, in steps, each durable: stopped, it goes
/// on where it was, and an account that is right already is not written.
package struct RefreshAccounts: Sendable {
    package static let kind = "contacts.refresh-accounts"
    static let step = 100

    package let database: any Database
    package let tell: TellAccount
    package let jobs: JobQueue
    package let clock: any WallClock
    package let logger: Logger
    package let left: Gauge

    package init(
        database: any Database, tell: TellAccount, jobs: JobQueue, clock: any WallClock, logger: Logger, metrics: Metrics
    ) {
        (self.database, self.tell, self.jobs) = (database, tell, jobs)
        (self.clock, self.logger) = (clock, logger)
        left = metrics.gauge(
            "contacts_accounts_to_refresh", "Accounts from before an upgrade, at most, that are still to be told and indexed.")
    }

    /// For the operator of the machine, beside a running server, which publishes what is told.
    package init(operating database: any Database, clock: any WallClock, ids: IdentifierSource) {
        let outbox = Outbox(
            source: ContactsEvents.source, topic: ContactsEvents.topic, clock: clock, ids: ids, wake: {})
        self.init(
            database: database, tell: TellAccount(outbox: outbox, record: RecordEvent(clock: clock)),
            jobs: JobQueue(clock: clock, ids: ids, wake: {}), clock: clock, logger: .silent, metrics: Metrics())
    }

    /// Called at every start: puts the job into the queue where there is something to do.
    package func begin() async throws {
        guard let place = try await database.read({ tx in try AccountRefreshStore.next(in: tx) }) else { return }
        left.set(Double(place.left))
        _ = try await database.write { tx in try enqueue(in: tx) }
    }

    private func enqueue(in tx: Transaction) throws -> Bool {
        guard try AccountRefreshStore.next(in: tx) != nil else { return false }
        try jobs.enqueue(Self.kind, payload: JSONValue.object(JSONObject()).json(), uniqueKey: Self.kind, in: tx)
        return true
    }

    /// That all accounts are told anew, for other services that lost what they knew: the job does it, or whoever calls this. Returns
    /// whether there are any.
    package func tellAll() async throws -> Bool {
        let name = "all-\(clock.now())"
        return try await database.write { tx in
            try AccountRefreshStore.addAll(name, in: tx)
            return try enqueue(in: tx)
        }
    }

    /// Goes on for so many seconds at most. True when nothing is left to do. `after` is called after each step.
    package func callAsFunction(
        seconds: Double = 1800, after: (AccountRefreshStore.Place) throws -> Void = { _ in }
    ) async throws -> Bool {
        let end = monotonicMicroseconds() + Int64(seconds * 1_000_000)
        while let place = try await database.write({ tx in try step(in: tx) }) {
            left.set(Double(place.left))
            if place.isOver {
                logger.notice(
                    "Accounts from before the upgrade are told and indexed.",
                    ["told": "\(place.told)", "indexed": "\(place.reindexed)"])
            }
            try Task.checkCancellation()
            try after(place)
            guard monotonicMicroseconds() < end else { return false }
        }
        return true
    }

    /// `nil` when there was nothing to do.
    private func step(in tx: Transaction) throws -> AccountRefreshStore.Place? {
        guard var place = try AccountRefreshStore.next(forUpdate: true, in: tx) else { return nil }
        let page = try AccountRefreshStore.page(place, limit: Self.step, in: tx)
        for line in page.sorted(by: { $0.id.id < $1.id.id }) {
            guard let account = try AccountStore.load(line.id, forUpdate: true, in: tx) else { continue }
            if try AccountStore.reindex(account, in: tx) { place.reindexed += 1 }
            guard try place.tellsAll || !LogStore.hasToldAccess(of: line.id, in: tx) else { continue }
            var told = account
            try tell.changed(&told, in: tx)
            try AccountStore.save(told, was: account, cause: ContactsEvents.source, in: tx)
            place.told += 1
        }
        place.after = page.count < Self.step ? place.until : page.last?.doc ?? place.until
        try AccountRefreshStore.save(place, in: tx)
        return place
    }
}
