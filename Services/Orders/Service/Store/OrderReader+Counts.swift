package import Access
package import Core
package import Database

extension OrderReader {
    /// How many orders the viewer may see that were placed from each bound to the next. Who sees all of them is answered from the
    /// index alone; of the others each sees few.
    package func counts(between bounds: [Timestamp], by rights: RecordRights, in tx: Transaction) throws -> [Int64] {
        guard let first = bounds.first, let last = bounds.last, bounds.count > 1 else { return [] }
        switch rights.rows(account: "account_id") {
        case .nothing: return Array(repeating: 0, count: bounds.count - 1)
        case .everything:
            return try zip(bounds, bounds.dropFirst()).map { from, to in
                try tx.first(Self.countBetween, [.time(from), .time(to)]) { $0.int(0) } ?? 0
            }
        case .some(let condition):
            var counts: [Int64] = Array(repeating: 0, count: bounds.count - 1)
            var span = 0
            try tx.each(
                """
                SELECT placed_at FROM orders WHERE placed_at >= \(.time(first)) AND placed_at < \(.time(last)) AND \(condition)
                ORDER BY placed_at, id
                """
            ) { row in
                let placed = row.time(0)
                while span + 2 < bounds.count, bounds[span + 1] <= placed { span += 1 }
                counts[span] += 1
                return true
            }
            return counts
        }
    }

    private static let countBetween: Statement = "SELECT count(*) FROM orders WHERE placed_at >= $1 AND placed_at < $2"
}
