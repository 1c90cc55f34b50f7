package import Core
import Database
package import Observability

/// Gives entries their place in the chain, soon after they were written: consecutive numbers, and hashes that each cover the one
/// before. An entry whose process died before it was sealed is sealed by whoever comes next.
///
/// Every process of a service may run one. They take turns on the row that says where the chain ends, so that there is one chain
/// whoever seals, and nobody waits for the lease of one that died.
package struct AuditSealer: Sendable {
    /// Entries that one transaction seals.
    private static let most = 500

    private let trail: AuditTrail
    private let database: any Database
    private let alarm: AuditAlarm?
    private let clock: any WallClock
    private let logger: Logger

    package init(trail: AuditTrail, alarm: AuditAlarm?, clock: any WallClock, logger: Logger) {
        (self.trail, self.alarm, self.clock, self.logger) = (trail, alarm, clock, logger)
        database = trail.database
    }

    /// Seals until the task is cancelled, through every failure of the database. How long an entry waits for its seal is the time
    /// in which whoever owns the database could take it away unseen, so that is kept at a second.
    package func run() async throws {
        var isTroubled = false
        while true {
            do {
                while try await seal() == Self.most {}
                isTroubled = false
            } catch let error as DatabaseError {
                if !isTroubled { logger.warning("Audit lines cannot be sealed now", ["error": "\(error)"]) }
                isTroubled = true
            }
            try await Task.sleep(for: .seconds(1))
        }
    }

    /// Seals the oldest entries that are not, and says how many.
    @discardableResult
    package func seal() async throws -> Int {
        guard try await database.read({ tx in try AuditStore.hasUnsealed(in: tx) }) else { return 0 }
        return try await database.write { tx in
            guard var chain = try AuditChainState.load(forUpdate: true, in: tx) else {
                throw DatabaseError(kind: .other, code: "audit", message: "the row of the audit chain is missing")
            }
            let entries = try AuditStore.unsealed(limit: Self.most, in: tx)
            guard !entries.isEmpty else { return 0 }
            StepPoint.reach("audit-seal")
            for entry in entries {
                chain.number += 1
                chain.hash = AuditChain.hash(after: chain.hash, entry, number: chain.number, service: trail.service)
                try AuditStore.seal(entry.id, number: chain.number, hash: chain.hash, in: tx)
            }
            try chain.save(in: tx)
            try alarm?.count(entries, by: trail, at: clock.now(), in: tx)
            return entries.count
        }
    }
}
