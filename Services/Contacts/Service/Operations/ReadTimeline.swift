package import ContactsAPI
package import Core
package import Database

/// A customer's history, newest first.
package struct ReadTimeline: Sendable {
    package let database: any Database

    package func callAsFunction(
        of account: AccountID, before: (at: Timestamp, sequence: Int64)?, filter: TimelineFilter = TimelineFilter(), limit: Int
    ) async throws -> [TimelineEntry] {
        let lines: [TimelineEntry]? = try await database.read { tx in
            let lines = try Self.lines(of: account, before: before, filter, limit, in: tx)
            if lines.isEmpty, try !AccountStore.exists(account, in: tx) { return nil }
            return lines
        }
        guard let lines else { throw Refusal(.notFound, "not-found", "There is no customer with this id.") }
        return lines
    }

    private static func lines(
        of account: AccountID, before: (at: Timestamp, sequence: Int64)?, _ filter: TimelineFilter, _ limit: Int,
        in tx: Transaction
    ) throws -> [TimelineEntry] {
        guard filter.looksInside else {
            return try TimelineStore.page(of: account, before: before, filter, limit: limit, in: tx)
        }
        var found: [TimelineEntry] = []
        var place = before
        while found.count < limit {
            let page = try TimelineStore.page(of: account, before: place, filter, limit: step, in: tx)
            found += page.filter(filter.holds)
            guard page.count == step, let last = page.last else { break }
            place = (last.at, last.sequence)
        }
        return Array(found.prefix(limit))
    }

    private static let step = 500
}
