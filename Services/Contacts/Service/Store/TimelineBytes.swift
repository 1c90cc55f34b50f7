import Core
package import Database

/// Every byte of every history, in one order, for comparing what was with what is.
package struct TimelineBytes: Sendable {
    package init() {}

    /// Hands over each field of each entry.
    package func each(in tx: Transaction, _ field: ([UInt8]) -> Void) throws {
        try tx.each(Self.all, []) { row in
            field(row.bytes(0))
            for time in [row.time(1), row.time(7)] { field(Array(String(time.microseconds).utf8)) }
            field(Array(String(row.int(2)).utf8))
            for column in [3, 4, 5, 6, 8] { field(row.bytes(column)) }
            return true
        }
    }

    private static let all: Statement = """
        SELECT account_id, at, seq, kind, source, actor, event_id, time, data FROM timeline_entries ORDER BY account_id, at, seq
        """
}
