import Core
import Database

/// Which events were received, so that each has its effect once.
enum Inbox {
    struct Name: Hashable, Sendable {
        let source: String
        let id: String

        init(source: String, id: String) {
            self.source = source
            self.id = id
        }

        init(_ event: Event) {
            self.init(source: event.source, id: event.id)
        }
    }

    /// Notes the events and returns those that were not noted before. One statement, so one round trip a batch.
    static func receive(_ events: [Event], at now: Timestamp, in tx: Transaction) throws -> Set<Name> {
        guard !events.isEmpty else { return [] }
        var sql: SQL = "INSERT INTO inbox (source, event_id, received_at) VALUES "
        for (index, event) in events.enumerated() {
            if index > 0 { sql += ", " }
            sql += "(\(.text(event.source)), \(.text(event.id)), \(.time(now)))"
        }
        sql += " ON CONFLICT DO NOTHING RETURNING source, event_id"
        return Set(try tx.rows(sql) { Name(source: $0.text(0), id: $0.text(1)) })
    }

    static func purge(before time: Timestamp, in database: any Database) async throws {
        while try await database.write({ try $0.changes(delete, [.time(time)]) }) > 0 {}
    }

    private static let delete: Statement = """
        DELETE FROM inbox WHERE (source, event_id) IN (
            SELECT source, event_id FROM inbox WHERE received_at < $1 ORDER BY received_at LIMIT 5000)
        """
}
