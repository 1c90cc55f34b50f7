package import Core
package import Database
package import OrdersAPI

/// Counts the rows of answered events, so that it stays fast with millions of them and still counts rows and nothing else.
///
/// A row that was settled by its first answer never changes, so a range of them is counted once it is closed and the sums are kept.
/// Counted anew at each question are the rows after the last closed range, and those that were ever open, by an index that holds
/// only them. What was received is counted apart from the states. Closed ranges are counted again in turn; a row that is
/// missing then shows as an equation that no longer balances, for ever.
package struct IntakeSums: Sendable {
    /// A number drawn longer ago than this is committed or given up: no transaction of the intake lives that long.
    private static let settlingSeconds = 300.0
    /// Rows of a closed range.
    private let rangeSize: Int

    package init(rangeSize: Int = 20_000) {
        self.rangeSize = rangeSize
    }

    package func equation(at now: Timestamp, in tx: Transaction) throws -> IntakeEquation {
        var equation = IntakeEquation(asOf: now)
        let next = try tx.first(Self.closed) { row in
            equation.received = row.int(1)
            equation.accepted = row.int(2)
            equation.duplicates = row.int(3)
            return row.int(0)
        }
        try tx.each(Self.tail, [.int(next ?? 0)]) { row in
            equation.received += row.int(1)
            return true
        }
        try tx.each(Self.tailStates, [.int(next ?? 0)]) { row in
            equation.add(row.int(1), IntakeState(rawValue: row.text(0)) ?? .rejected)
            return true
        }
        try tx.each(Self.everOpen, []) { row in
            equation.add(row.int(1), IntakeState(rawValue: row.text(0)) ?? .rejected)
            return true
        }
        return equation
    }

    /// Of the events with these numbers, which follow the time of their receipt: how many were taken, and how many refused, whatever
    /// became of them since.
    package func counts(_ range: Range<Int64>, in tx: Transaction) throws -> (accepted: Int64, rejected: Int64) {
        var counts: (accepted: Int64, rejected: Int64) = (0, 0)
        try tx.each(Self.statesBetween, [.int(range.lowerBound), .int(range.upperBound)]) { row in
            switch IntakeState(rawValue: row.text(0)) {
            case .accepted, .waiting: counts.accepted += row.int(1)
            case .rejected, .superseded, .discarded: counts.rejected += row.int(1)
            default: break
            }
            return true
        }
        return counts
    }

    private static let statesBetween: Statement = """
        SELECT state, count(*) FROM intake_events WHERE seq >= $1 AND seq < $2 GROUP BY state
        """

    /// Closes one more range, if there are rows enough that can no longer be joined by others. False when there are not.
    package func closeRange(at now: Timestamp, in tx: Transaction) throws -> Bool {
        try tx.lock(key: "orders.intake.sums")
        let first = try tx.first(Self.closed) { $0.int(0) } ?? 0
        let horizon = IntakeSequence.first(at: now.adding(seconds: -Self.settlingSeconds))
        guard let next = try tx.first(Self.boundary, [.int(first), .int(horizon), .int(rangeSize)], { $0.int(0) }) else {
            return false
        }
        let counts = try count(first..<next, in: tx)
        try tx.execute(
            Self.insert,
            [.int(first), .int(next), .int(counts.received), .int(counts.accepted), .int(counts.duplicates), .time(now)])
        return true
    }

    /// Counts the range again whose count is the oldest. Rows that came late are added to what was received; rows that are gone are
    /// not taken off it. True when the range is as it was.
    package func recountOldest(at now: Timestamp, in tx: Transaction) throws -> Bool {
        try tx.lock(key: "orders.intake.sums")
        guard let (range, kept) = try tx.first(Self.oldest, [], { ($0.int(0)..<$0.int(1), $0.int(2)) }) else { return true }
        let counts = try count(range, in: tx)
        try tx.execute(
            Self.update,
            [
                .int(range.lowerBound), .int(max(kept, counts.received)), .int(counts.accepted), .int(counts.duplicates),
                .time(now),
            ])
        return counts.received >= kept
    }

    private func count(_ range: Range<Int64>, in tx: Transaction) throws -> (received: Int64, accepted: Int64, duplicates: Int64)
    {
        try tx.first(Self.count, [.int(range.lowerBound), .int(range.upperBound)]) { ($0.int(0), $0.int(1), $0.int(2)) } ?? (
            0, 0, 0
        )
    }

    private static let closed: Statement = """
        SELECT COALESCE(MAX(next_seq), 0), CAST(COALESCE(SUM(received), 0) AS bigint), CAST(COALESCE(SUM(accepted), 0) AS bigint),
            CAST(COALESCE(SUM(duplicates), 0) AS bigint) FROM intake_sums
        """
    private static let tail: Statement = "SELECT 0, COUNT(*) FROM intake_events WHERE seq >= $1"
    private static let tailStates: Statement = """
        SELECT state, COUNT(*) FROM intake_events WHERE seq >= $1 AND NOT once_open GROUP BY state
        """
    private static let everOpen: Statement = "SELECT state, COUNT(*) FROM intake_events WHERE once_open GROUP BY state"
    private static let boundary: Statement = """
        SELECT seq FROM intake_events WHERE seq >= $1 AND seq < $2 ORDER BY seq LIMIT 1 OFFSET $3
        """
    private static let count: Statement = """
        SELECT COUNT(*), COUNT(CASE WHEN state = 'accepted' AND NOT once_open THEN 1 END),
            COUNT(CASE WHEN state = 'duplicate' AND NOT once_open THEN 1 END)
        FROM intake_events WHERE seq >= $1 AND seq < $2
        """
    private static let insert: Statement = """
        INSERT INTO intake_sums (first_seq, next_seq, received, accepted, duplicates, counted_at) VALUES ($1, $2, $3, $4, $5, $6)
        """
    private static let oldest: Statement = """
        SELECT first_seq, next_seq, received FROM intake_sums ORDER BY counted_at, first_seq LIMIT 1
        """
    private static let update: Statement = """
        UPDATE intake_sums SET received = $2, accepted = $3, duplicates = $4, counted_at = $5 WHERE first_seq = $1
        """
}
