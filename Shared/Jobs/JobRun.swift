import Core
import Database
import Synchronization

/// One leased run of a job in this process.
final class JobRun: Sendable {
    /// Why a run is ended from outside.
    enum Revocation: Sendable {
        /// The runner stops; the run is given back.
        case stopping
        /// The lease belongs to nobody or somebody else now; what this run writes at its end changes nothing.
        case lost
    }

    enum End: Sendable {
        case returned
        case threw(any Error)
        case timedOut(any Error)
        case revoked(Revocation)
    }

    let id: ID
    let token: ID
    let attempt: Int
    let payload: [UInt8]
    let handler: JobHandler
    /// Monotonic microseconds.
    let startedAt = monotonicMicroseconds()
    private let completed = Atomic<Bool>(false)
    private let revocations: AsyncStream<Revocation>
    private let revoker: AsyncStream<Revocation>.Continuation

    init(id: ID, token: ID, attempt: Int, payload: [UInt8], handler: JobHandler) {
        self.id = id
        self.token = token
        self.attempt = attempt
        self.payload = payload
        self.handler = handler
        (revocations, revoker) = AsyncStream.makeStream(of: Revocation.self, bufferingPolicy: .bufferingOldest(1))
    }

    var isCompleted: Bool { completed.load(ordering: .acquiring) }

    /// Still within its timeout and some time to notice it. Past that its lease is left to expire.
    var deservesLease: Bool {
        Double(monotonicMicroseconds() - startedAt) / 1_000_000 < handler.timeout + 15
    }

    func revoke(_ reason: Revocation) { revoker.yield(reason) }

    /// Runs the handler under its timeout; returns when it did, whatever ended it.
    func execute(database: any Database, clock: any WallClock) async -> End {
        let context = context(database: database, clock: clock)
        return await withTaskGroup(of: End?.self) { group in
            group.addTask {
                do {
                    try await self.handler.run(context)
                    return .returned
                } catch {
                    return .threw(error)
                }
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(self.handler.timeout))
                return nil
            }
            group.addTask {
                for await reason in self.revocations { return .revoked(reason) }
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            guard case .revoked(let reason) = first else {
                if let first { return first }
                return await Self.handlerEnd(of: &group).map { if case .threw(let error) = $0 { .timedOut(error) } else { $0 } }
                    ?? .returned
            }
            let end = await Self.handlerEnd(of: &group)
            if case .returned = end { return .returned }
            return .revoked(reason)
        }
    }

    private static func handlerEnd(of group: inout TaskGroup<End?>) async -> End? {
        for await end in group {
            switch end {
            case .returned, .threw: return end
            default: continue
            }
        }
        return nil
    }

    private func context(database: any Database, clock: any WallClock) -> JobContext {
        JobContext(id: id, kind: handler.kind, payload: payload, attempt: attempt) { body in
            let values: [SQLValue] = [.id(self.id), .id(self.token), .time(clock.now())]
            try await database.write { tx in
                guard try tx.changes(JobQueries.complete, values) == 1 else { throw JobFailure.stale }
                try body(tx)
            }
            self.completed.store(true, ordering: .releasing)
        }
    }
}
