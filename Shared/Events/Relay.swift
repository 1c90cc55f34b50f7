package import Core
package import Database
package import Observability
import Synchronization

/// Keeps the outbox's promise: what committed is published, in order per key, at least once.
///
/// A row is deleted only after the transport acknowledged it. Whoever writes rows of a key holds that key's aggregate, so the
/// visible rows of a key are always a prefix of all its rows, and reading by `seq` needs no fence against late commits. A
/// crash between acknowledgement and delete publishes again; consumers drop the copy by its id.
///
/// Several relays may run on one database: a lease lets one work at a time. The lease saves work and duplicates and is not
/// needed for order: two relays both send each key from its first unacknowledged row on, so the first copies of a key's
/// events stand in order whatever the interleaving. Hence the processes' own clocks are good enough for it.
package final class Relay: Sendable {
    static let pageRows = 500
    /// A page also ends here, so that large events do not pile up in memory.
    static let pageBytes = 8 << 20

    private let outbox: OutboxRows
    private let lease: RelayLease
    private let transport: any EventTransport
    private let logger: Logger
    private let clock: any WallClock
    private let wakes: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation
    /// Whether it has been woken and has not looked yet.
    private let isWoken = Atomic<Bool>(false)
    private let published: Counter
    private let refused: Counter
    private let pending: Gauge
    private let oldest: Gauge
    private let latency: Histogram
    /// Monotonic microseconds at which the page under way was handed to the transport; 0 when none is.
    private let handedOver = Atomic<Int64>(0)

    /// `name` is the service's; it labels metrics and begins the name of the lease's holder.
    package init(
        database: any Database, transport: any EventTransport, logger: Logger, metrics: Metrics, clock: any WallClock,
        name: String
    ) {
        outbox = OutboxRows(database: database)
        lease = RelayLease(database: database, clock: clock, name: name)
        self.transport = transport
        self.logger = logger
        self.clock = clock
        (wakes, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let labels = [("service", name)]
        published = metrics.counter("outbox_published_total", "Events acknowledged by the transport.", labels: labels)
        refused = metrics.counter("outbox_refused_total", "Events the transport will never take.", labels: labels)
        pending = metrics.gauge("outbox_pending", "Rows waiting in the outbox.", labels: labels)
        oldest = metrics.gauge("outbox_oldest_seconds", "Age of the oldest row in the outbox.", labels: labels)
        latency = metrics.histogram("outbox_publish_seconds", "From hand-over of a page to its acknowledgement.", labels: labels)
    }

    /// Says that a row was committed. Without it a row is found within 250 ms.
    package func wake() {
        if !isWoken.exchange(true, ordering: .acquiringAndReleasing) { waker.yield() }
    }

    /// Works until the task is cancelled, through every failure of database and transport. Once per instance.
    package func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.tick() }
            await pump()
            group.cancelAll()
        }
        await lease.release()
    }

    /// Keeps the lease while a page may be under way, and polls.
    private func tick() async {
        var waiting = false
        repeat {
            do {
                if try await lease.keep() { pending.set(Double(try await outbox.count())) }
            } catch {
                logger.debug("The lease of the outbox could not be renewed.", ["error": "\(error)"])
            }
            let since = handedOver.load(ordering: .relaxed)
            let stuck = since > 0 && monotonicMicroseconds() - since > 10_000_000
            if stuck && !waiting { logger.warning("Events wait: the other side has not acknowledged for 10 seconds.") }
            waiting = stuck
            wake()
        } while (try? await Task.sleep(for: .milliseconds(250))) != nil
    }

    private func pump() async {
        var backoff = Backoff(first: 0.05, longest: 5)
        var troubled = false
        for await _ in wakes {
            // First, so that whoever commits from here on wakes it again.
            _ = isWoken.exchange(false, ordering: .acquiringAndReleasing)
            var more = true
            while more && !Task.isCancelled {
                do {
                    more = lease.isHeld ? try await publishPage() : false
                    if troubled && lease.isHeld { logger.notice("Events are published again.") }
                    troubled = troubled && !lease.isHeld
                    backoff.reset()
                } catch {
                    if !troubled && !Task.isCancelled {
                        logger.warning("Events cannot be published now; they wait in the outbox.", ["error": "\(error)"])
                    }
                    troubled = true
                    guard (try? await Task.sleep(for: .seconds(backoff.next()))) != nil else { return }
                }
            }
        }
    }

    /// True when there may be more to publish at once.
    private func publishPage() async throws -> Bool {
        let page = try await outbox.page(rows: Self.pageRows, bytes: Self.pageBytes)
        oldest.set(page.rows.first.map { clock.now().seconds(since: $0.createdAt) } ?? 0)
        let behind = page.rows.filter(\.isBehindParked).map(\.seq)
        if !behind.isEmpty { try await outbox.parkBehind(behind) }
        let rows = page.rows.filter { !$0.isBehindParked }
        guard !rows.isEmpty else { return page.isFull }

        StepPoint.reach("relay.before-publish")
        let start = monotonicMicroseconds()
        handedOver.store(start, ordering: .relaxed)
        let results = await transport.publish(rows.map(\.record))
        handedOver.store(0, ordering: .relaxed)
        latency.record(Double(monotonicMicroseconds() - start) / 1_000_000)
        StepPoint.reach("relay.after-ack")

        var acknowledged: [Int64] = []
        var refusals: [(seq: Int64, reason: String)] = []
        var unavailable: String?
        for (row, result) in zip(rows, results) {
            switch result {
            case .acknowledged: acknowledged.append(row.seq)
            case .refused(let reason): refusals.append((row.seq, reason))
            case .unavailable(let reason): unavailable = unavailable ?? reason
            }
        }
        // In a task of its own, because a stop must not leave behind what was acknowledged.
        let settled = (acknowledged, refusals)
        try await Task { try await outbox.settle(acknowledged: settled.0, refused: settled.1) }.value
        published.increment(by: acknowledged.count)
        for refusal in refusals {
            refused.increment()
            logger.error("An event was refused for good; it and what follows of its key are parked.", ["reason": refusal.reason])
        }
        if let unavailable { throw TransportUnavailable(reason: unavailable) }
        return page.isFull || !refusals.isEmpty
    }
}

private struct TransportUnavailable: Error, CustomStringConvertible {
    let reason: String
    var description: String { reason }
}
