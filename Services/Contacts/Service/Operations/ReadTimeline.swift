package import ContactsAPI
package import Core
package import Database

/// A customer's history, newest first, as far as the viewer may see it.
package struct ReadTimeline: Sendable {
    package let database: any Database
    package let rights: CustomerRights

    package func callAsFunction(
        of account: AccountID, before: (at: Timestamp, sequence: Int64)?, filter: TimelineFilter = TimelineFilter(), limit: Int,
        for viewer: Viewer
    ) async throws -> [TimelineEntry] {
        try await database.read { tx in
            let rights = try self.rights(of: viewer, in: tx)
            let facts = try self.rights.require(showing: [.history], account, rights, in: tx)
            let shown = TimelineRights(
                account: rights.decide(.view, facts), order: rights.decide(.view, facts, on: .order),
                mail: rights.decide(.view, facts, on: .mail))
            return try Self.lines(of: account, before: before, filter, shown, limit, in: tx)
        }
    }

    private static func lines(
        of account: AccountID, before: (at: Timestamp, sequence: Int64)?, _ filter: TimelineFilter, _ rights: TimelineRights,
        _ limit: Int, in tx: Transaction
    ) throws -> [TimelineEntry] {
        guard filter.looksInside || !rights.showEverything else {
            return try TimelineStore.page(of: account, before: before, filter, limit: limit, in: tx)
        }
        var found: [TimelineEntry] = []
        var place = before
        while found.count < limit {
            let page = try TimelineStore.page(of: account, before: place, filter, limit: step, in: tx)
            // What is held back is held back before it is searched.
            found += try page.compactMap(rights.shown).filter(filter.holds)
            guard page.count == step, let last = page.last else { break }
            place = (last.at, last.sequence)
        }
        return Array(found.prefix(limit))
    }

    private static let step = 500
}
