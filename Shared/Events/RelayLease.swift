import Core
import Database
import Synchronization

/// Which of several relays works on a database. Held for 5 s and renewed every 2 s; the holder stops trusting it after 4 s without
/// renewal by its monotonic clock, which leaves 1 s for clocks that differ. Short, as after a `kill -9` events wait for its end; a
/// holder that a slow database keeps from renewing in time costs no more than duplicates.
final class RelayLease: Sendable {
    private static let held: Int64 = 4_000_000
    private static let renewAfter: Int64 = 2_000_000
    private static let retryAfter: Int64 = 1_000_000
    private static let expiry = 5.0

    private let database: any Database
    private let clock: any WallClock
    private let holder: String
    /// Monotonic microseconds: of the last success, and of the last attempt.
    private let renewed = Atomic<Int64>(.min / 2)
    private let tried = Atomic<Int64>(.min / 2)

    init(database: any Database, clock: any WallClock, name: String) {
        self.database = database
        self.clock = clock
        holder = "\(name)-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
    }

    var isHeld: Bool { monotonicMicroseconds() - renewed.load(ordering: .relaxed) < Self.held }

    /// Takes or renews the lease when it is time to; true when it just did.
    func keep() async throws -> Bool {
        let now = monotonicMicroseconds()
        let wait = isHeld ? Self.renewAfter : Self.retryAfter
        guard now - tried.load(ordering: .relaxed) >= wait else { return false }
        tried.store(now, ordering: .relaxed)
        let wall = clock.now()
        let values: [SQLValue] = [.text(holder), .time(wall), .time(wall.adding(seconds: Self.expiry))]
        guard try await database.write({ try $0.changes(Self.take, values) }) == 1 else { return false }
        renewed.store(now, ordering: .relaxed)
        return true
    }

    /// Lets the next relay start at once. Awaited in a task of its own because ours is cancelled by now.
    func release() async {
        guard isHeld else { return }
        renewed.store(.min / 2, ordering: .relaxed)
        let (database, holder) = (database, holder)
        // Failing only means that the next holder waits for the expiry.
        _ = try? await Task { try await database.write { try $0.execute(Self.drop, [.text(holder)]) } }.value
    }

    private static let take: Statement = """
        INSERT INTO relay_lease (id, holder, expires_at) VALUES (1, $1, $3)
        ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
        WHERE relay_lease.holder = excluded.holder OR relay_lease.expires_at < $2
        """
    private static let drop: Statement = "DELETE FROM relay_lease WHERE id = 1 AND holder = $1"
}
