package import ContactsAPI
package import Database
import JSON

/// The rules by which new clients find their queue: one list, read and written whole.
package enum QueueRuleStore {
    package static func read(in tx: Transaction) throws -> (rules: QueueRulesResource, version: Int64) {
        let found = try tx.first(select) { row in
            (rules: try Shapes.decode(QueueRulesResource.self, from: row.bytes(0)), version: row.int(1))
        }
        return found ?? (QueueRulesResource(rules: []), 0)
    }

    /// False when the list has not this version any more.
    package static func write(_ rules: QueueRulesResource, expecting version: Int64, in tx: Transaction) throws -> Bool {
        try tx.changes(update, [.json(rules.json()), .int(version)]) == 1
    }

    private static let select: Statement = "SELECT rules, version FROM queue_rules WHERE id = 1"
    private static let update: Statement = """
        UPDATE queue_rules SET rules = $1, version = version + 1 WHERE id = 1 AND version = $2
        """
}
