package import Core
package import Database
package import Observability
import Synchronization

/// Runs a service's jobs: leases what is due, runs it under its kind's limits, and records how it ended.
///
/// A run holds a lease of 15 s, renewed every 5 s, and a token that guards everything it writes at its end. A worker that
/// dies loses its leases, so its jobs start elsewhere within about 15 s; after the third such death a job is dead. Wake-ups
/// come from `wake`, other processes' jobs are found within 250 ms.
package final class JobRunner: Sendable {
    private struct State: Sendable {
        var runs: [ID: JobRun] = [:]
        var ticks: [String: Int64] = [:]
        var isStopping = false
    }

    private let store: JobStore
    let database: any Database
    private let clock: any WallClock
    private let handlers: [JobHandler]
    private let schedules: [Schedule]
    private let logger: Logger
    private let metrics: Metrics
    private let stopAfter: Double
    private let state = Mutex(State())
    private let wakes: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation

    /// `worker` names this process to operators. `lease` and `stopAfter`, how long a stop waits for running jobs, are in
    /// seconds.
    package init(
        database: any Database, handlers: [JobHandler], schedules: [Schedule], clock: any WallClock, logger: Logger,
        metrics: Metrics, worker: String, lease: Double = 15, stopAfter: Double = 5
    ) {
        store = JobStore(
            database: database, clock: clock, ids: IdentifierSource(clock: clock), worker: worker, lease: lease)
        self.database = database
        self.clock = clock
        self.handlers = handlers
        self.schedules = schedules
        self.logger = logger
        self.metrics = metrics
        self.stopAfter = stopAfter
        (wakes, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Says that a job was committed.
    package func wake() { waker.yield() }

    /// Works until the task is cancelled, through every failure of the database. Then it leases nothing more, waits for the
    /// running jobs up to `stopAfter`, cancels what is left and gives its leases back with the attempt restored. A handler
    /// that ignores cancellation keeps this from returning, without its lease. Once per instance.
    package func run() async throws {
        // A task of its own, so that the jobs are not cancelled with this one but may end.
        let work = Task { await self.work() }
        await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            state.withLock { $0.isStopping = true }
            waker.yield()
        }
    }

    private func work() async {
        await withTaskGroup(of: Void.self) { timers in
            timers.addTask { while (try? await Task.sleep(for: .milliseconds(250))) != nil { self.waker.yield() } }
            timers.addTask { await self.keepLeases() }
            await withDiscardingTaskGroup { jobs in
                var troubled = false
                var stopAt: Int64?
                for await _ in wakes {
                    let (isStopping, running) = state.withLock { ($0.isStopping, Array($0.runs.values)) }
                    if isStopping {
                        if running.isEmpty { break }
                        let now = monotonicMicroseconds()
                        let deadline = stopAt ?? now + Int64(stopAfter * 1_000_000)
                        stopAt = deadline
                        if now < deadline { continue }
                        for run in running { run.revoke(.stopping) }
                        await giveBack(running)
                        break
                    }
                    do {
                        for run in try await lease() { jobs.addTask { await self.execute(run) } }
                        troubled = false
                    } catch {
                        if !troubled { logger.warning("Jobs cannot be leased now.", ["error": "\(error)"]) }
                        troubled = true
                    }
                }
            }
            timers.cancelAll()
        }
    }

    /// One pass over the queue; the leased runs count as running from here on.
    private func lease() async throws -> [JobRun] {
        let counts = state.withLock { state in
            Dictionary(grouping: state.runs.values, by: \.handler.kind).mapValues(\.count)
        }
        let free = handlers.map { (handler: $0, count: $0.concurrency - counts[$0.kind, default: 0]) }.filter { $0.count > 0 }
        guard !free.isEmpty else { return [] }
        let now = clock.now()
        let seen = state.withLock { $0.ticks }
        let ticks = schedules.map { ($0, now.microseconds / (Int64($0.every) * 1_000_000)) }.filter { seen[$0.0.name] != $0.1 }
        if ticks.isEmpty {
            guard try await store.hasPending() else { return [] }
        }
        let pass = try await store.pass(free, known: handlers.map(\.kind), ticks: ticks)
        state.withLock { state in
            for (schedule, tick) in ticks { state.ticks[schedule.name] = tick }
            for run in pass.runs { state.runs[run.id] = run }
        }
        for (kind, id) in pass.rescued {
            count(kind, "rescued")
            logger.warning("A job whose worker died starts again.", ["kind": kind, "job": "\(id)"])
        }
        for (kind, id, reason) in pass.buried {
            count(kind, "dead")
            logger.error("A job is dead.", ["kind": kind, "job": "\(id)", "reason": reason])
        }
        if !pass.runs.isEmpty { waker.yield() }
        return pass.runs
    }

    private func execute(_ run: JobRun) async {
        let end = await run.execute(database: database, clock: clock)
        let kind = run.handler.kind
        metrics.histogram("job_seconds", "How long runs take.", labels: [("kind", kind)])
            .record(Double(monotonicMicroseconds() - run.startedAt) / 1_000_000)
        if run.isCompleted {
            count(kind, "done")
        } else if let ending = ending(of: run, end) {
            await record(ending, of: run)
        } else {
            count(kind, "stale")
        }
        state.withLock { state in
            if state.runs[run.id] === run { state.runs[run.id] = nil }
        }
        waker.yield()
    }

    private func ending(of run: JobRun, _ end: JobRun.End) -> JobStore.Ending? {
        func failed(_ reason: String) -> JobStore.Ending {
            guard let delay = run.handler.policy.delay(after: run.attempt, random: .random(in: 0..<1)) else {
                return .dead(reason: reason)
            }
            return .retry(after: delay, reason: reason)
        }
        switch end {
        case .returned: return .done
        case .revoked(.stopping): return .interrupted
        case .revoked(.lost), .threw(JobFailure.stale), .timedOut(JobFailure.stale): return nil
        case .threw(JobFailure.permanent(let reason)), .timedOut(JobFailure.permanent(let reason)): return .dead(reason: reason)
        case .threw(JobFailure.snooze(let seconds)), .timedOut(JobFailure.snooze(let seconds)): return .snoozed(seconds: seconds)
        case .timedOut: return failed("The run took longer than \(run.handler.timeout) seconds.")
        case .threw(let error): return failed(Self.reason(error))
        }
    }

    /// Writes the ending, again and again while the database is away and the lease may still be ours.
    private func record(_ ending: JobStore.Ending, of run: JobRun) async {
        let fields = ["kind": run.handler.kind, "job": "\(run.id)", "attempt": "\(run.attempt)"]
        let giveUp = monotonicMicroseconds() + Int64(store.lease * 1_000_000)
        while true {
            do {
                guard try await store.end(run, ending) else { return count(run.handler.kind, "stale") }
                break
            } catch {
                guard monotonicMicroseconds() < giveUp, (try? await Task.sleep(for: .milliseconds(500))) != nil else {
                    return logger.error("The end of a job could not be recorded; it will run again.", fields)
                }
            }
        }
        switch ending {
        case .done: count(run.handler.kind, "done")
        case .snoozed: count(run.handler.kind, "snoozed")
        case .interrupted: count(run.handler.kind, "interrupted")
        case .retry(let delay, let reason):
            count(run.handler.kind, "failed")
            logger.warning("A job failed and will run again.", fields.merging(["reason": reason, "after": "\(delay)"]) { $1 })
        case .dead(let reason):
            count(run.handler.kind, "dead")
            logger.error("A job is dead.", fields.merging(["reason": reason]) { $1 })
        }
    }

    /// Until the timers are cancelled, that is until the last job has ended.
    private func keepLeases() async {
        var renewed = monotonicMicroseconds()
        while (try? await Task.sleep(for: .seconds(store.lease / 3))) != nil {
            let runs = state.withLock { state in state.runs.values.filter(\.deservesLease) }
            do {
                let start = monotonicMicroseconds()
                let kept = try await store.renew(runs)
                renewed = start
                for run in runs where !kept.contains(run.id) { run.revoke(.lost) }
            } catch {
                logger.warning("The leases of running jobs could not be renewed.", ["error": "\(error)"])
                guard Double(monotonicMicroseconds() - renewed) > store.lease * 1_000_000 else { continue }
                for run in runs { run.revoke(.lost) }
            }
        }
    }

    /// For handlers that do not return on cancellation: whoever returned already has given its lease back itself.
    private func giveBack(_ runs: [JobRun]) async {
        let deadline = monotonicMicroseconds() + 1_000_000
        while monotonicMicroseconds() < deadline, state.withLock({ !$0.runs.isEmpty }) {
            guard (try? await Task.sleep(for: .milliseconds(20))) != nil else { return }
        }
        for run in runs where state.withLock({ $0.runs[run.id] === run }) {
            await record(.interrupted, of: run)
        }
    }

    private func count(_ kind: String, _ outcome: String) {
        metrics.counter("jobs_total", "Ends of runs.", labels: [("kind", kind), ("outcome", outcome)]).increment()
    }

    private static func reason(_ error: any Error) -> String {
        if let problem = error as? any Problem { return "\(problem.code): \(problem.detail)" }
        return String("\(error)".prefix(500))
    }
}
