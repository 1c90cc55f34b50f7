package import ContactsAPI
import Core
package import Database

/// The rules by which new clients find their queue, for those who may assign all of them.
package struct QueueRuleList: Sendable {
    package let database: any Database

    package func read() async throws -> (rules: QueueRulesResource, version: Int64) {
        try await database.read { tx in try QueueRuleStore.read(in: tx) }
    }

    /// Replaces the list. Throws `stale` when it has not this version any more; `unknown-id` and `inactive` name the rule.
    package func write(_ rules: QueueRulesResource, expecting version: Int64) async throws -> Int64 {
        try await database.write { tx in
            for (index, rule) in rules.rules.enumerated() {
                try FindReceiver.requireUnit(rule.unitID, at: "/rules/\(index)/unitID", in: tx)
            }
            guard try QueueRuleStore.write(rules, expecting: version, in: tx) else {
                throw Refusal(.stale, "stale", "Somebody changed the rules meanwhile. Read them again and decide anew.")
            }
            return version + 1
        }
    }
}
