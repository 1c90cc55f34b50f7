package import ContactsAPI
package import Core
package import Database

/// A customer's history, newest first.
package struct ReadTimeline: Sendable {
    package let database: any Database

    package func callAsFunction(
        of account: AccountID, before: (at: Timestamp, sequence: Int64)?, kinds: [String], limit: Int
    ) async throws -> [TimelineEntry] {
        let lines: [TimelineEntry]? = try await database.read { tx in
            let lines = try TimelineStore.page(of: account, before: before, kinds: kinds, limit: limit, in: tx)
            if lines.isEmpty, try !AccountStore.exists(account, in: tx) { return nil }
            return lines
        }
        guard let lines else { throw Refusal(.notFound, "not-found", "There is no customer with this id.") }
        return lines
    }
}
