import Core
import Database

/// The queue's tables as the runner sees them. Every method is one transaction.
struct JobStore: Sendable {
    /// Runs after which a job whose worker died each time is not tried again.
    static let crashLimit = 3

    let database: any Database
    let clock: any WallClock
    let ids: IdentifierSource
    let worker: String
    /// Seconds.
    let lease: Double

    struct Pass: Sendable {
        var runs: [JobRun] = []
        var rescued: [(kind: String, id: ID)] = []
        var buried: [(kind: String, id: ID, reason: String)] = []
    }

    func hasPending() async throws -> Bool {
        let now = clock.now()
        return try await database.read { try $0.first(JobQueries.pending, [.time(now)]) { $0.bool(0) } ?? false }
    }

    /// Enqueues the jobs of new ticks, promotes what is due, rescues the runs of dead workers and leases up to `free` runs of
    /// each handler.
    func pass(_ free: [(handler: JobHandler, count: Int)], known: [String], ticks: [(Schedule, Int64)]) async throws -> Pass {
        try await database.write { tx in
            let now = clock.now()
            var pass = Pass()
            for (schedule, tick) in ticks { try enqueue(schedule, tick, in: tx) }
            try tx.execute(JobQueries.promote, [.time(now)])
            try rescue(now, &pass, in: tx)
            for (handler, count) in free { pass.runs += try claim(handler, count, now, in: tx) }
            if pass.runs.isEmpty && free.count == known.count { try buryUnknown(known, now, &pass, in: tx) }
            return pass
        }
    }

    private func claim(_ handler: JobHandler, _ count: Int, _ now: Timestamp, in tx: Transaction) throws -> [JobRun] {
        let token = ids.next()
        let values: [SQLValue] = [
            .text(handler.kind), .int(count), .id(token), .text(worker), .time(now.adding(seconds: lease)),
        ]
        let claimed = try tx.rows(JobQueries.claim, values) { row in
            let run = JobRun(id: row.id(0), token: token, attempt: row.count(2), payload: row.bytes(1), handler: handler)
            return (run: run, priority: row.int(3), runAt: row.time(4))
        }
        return claimed.sorted { ($0.priority, $0.runAt, $0.run.id) < ($1.priority, $1.runAt, $1.run.id) }.map(\.run)
    }

    private func rescue(_ now: Timestamp, _ pass: inout Pass, in tx: Transaction) throws {
        let expired = try tx.rows(JobQueries.expired, [.time(now)]) { row in
            (id: row.id(0), kind: row.text(1), attempt: row.int(2), crashes: row.count(3) + 1, worker: row.textOrNil(4) ?? "")
        }
        for job in expired {
            let reason = "The worker \(job.worker) died during the run."
            try tx.execute(JobQueries.note, [.id(job.id), .int(job.attempt), .time(now), .text(reason)])
            if job.crashes < Self.crashLimit {
                try tx.execute(JobQueries.rescue, [.id(job.id), .int(job.crashes)])
                pass.rescued.append((job.kind, job.id))
            } else {
                let reason = "Its worker died \(job.crashes) times during the run."
                try tx.execute(JobQueries.bury, [.id(job.id), .time(now), .text(reason), .int(job.crashes)])
                pass.buried.append((job.kind, job.id, reason))
            }
        }
    }

    private func buryUnknown(_ known: [String], _ now: Timestamp, _ pass: inout Pass, in tx: Transaction) throws {
        var sql: SQL = "SELECT id, kind, crashes FROM jobs WHERE state = 'ready'"
        for kind in known { sql += " AND kind <> \(.text(kind))" }
        sql += " ORDER BY id LIMIT 100 \(.forUpdateSkipLocked)"
        for job in try tx.rows(sql, { (id: $0.id(0), kind: $0.text(1), crashes: $0.int(2)) }) {
            let reason = "No handler for the kind \(job.kind)."
            try tx.execute(JobQueries.bury, [.id(job.id), .time(now), .text(reason), .int(job.crashes)])
            pass.buried.append((job.kind, job.id, reason))
        }
    }

    private func enqueue(_ schedule: Schedule, _ tick: Int64, in tx: Transaction) throws {
        guard try tx.changes(JobQueries.addTick, [.text(schedule.name), .int(tick)]) == 1 else { return }
        try tx.execute(JobQueries.dropTicks, [.text(schedule.name), .int(tick - 100)])
        let at = Timestamp(microseconds: tick * Int64(schedule.every) * 1_000_000)
        try JobQueue(clock: clock, ids: ids, wake: {}).enqueue(
            schedule.kind, payload: Array("{\"at\":\"\(at)\"}".utf8), uniqueKey: "schedule:\(schedule.name)", in: tx)
    }

    /// Renews the leases; returns the runs that still have theirs.
    func renew(_ runs: [JobRun]) async throws -> Set<ID> {
        guard !runs.isEmpty else { return [] }
        var sql: SQL = """
            UPDATE jobs SET lease_until = \(.time(clock.now().adding(seconds: lease))) WHERE state = 'running' AND (
            """
        for (index, run) in runs.enumerated() {
            if index > 0 { sql += " OR " }
            sql += "(id = \(.id(run.id)) AND token = \(.id(run.token)))"
        }
        sql += ") RETURNING id"
        let statement = sql
        return try await database.write { tx in Set(try tx.rows(statement) { $0.id(0) }) }
    }

    /// How a run ended; nothing when its lease was no longer ours.
    enum Ending: Sendable {
        case done
        case dead(reason: String)
        case retry(after: Double, reason: String)
        case snoozed(seconds: Double)
        case interrupted
    }

    /// False when the token is stale, and then nothing is written.
    func end(_ run: JobRun, _ ending: Ending) async throws -> Bool {
        let now = clock.now()
        let owned: [SQLValue] = [.id(run.id), .id(run.token)]
        return try await database.write { tx in
            let (statement, values, reason): (Statement, [SQLValue], String?) =
                switch ending {
                case .done: (JobQueries.complete, [.time(now)], nil)
                case .dead(let reason): (JobQueries.fail, [.time(now), .text(reason)], reason)
                case .retry(let delay, let reason): (JobQueries.postpone, [.time(now.adding(seconds: delay)), .int(0)], reason)
                case .snoozed(let seconds): (JobQueries.postpone, [.time(now.adding(seconds: seconds)), .int(1)], nil)
                case .interrupted: (JobQueries.giveBack, [], nil)
                }
            guard try tx.changes(statement, owned + values) == 1 else { return false }
            if let reason {
                try tx.execute(JobQueries.note, [.id(run.id), .int(run.attempt), .time(now), .text(reason)])
            }
            return true
        }
    }
}
