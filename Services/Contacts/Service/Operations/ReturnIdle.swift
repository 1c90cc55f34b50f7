import Access
import ContactsAPI
package import Core
package import Database

/// Returns clients with whom nothing has happened for long into the queue of their unit, so that somebody else may claim them.
package struct ReturnIdle: Sendable {
    static let step = 200

    package let database: any Database
    package let change: ChangeOwner
    package let clock: any WallClock

    /// Returns how many went back. Goes through them in steps, each durable.
    @discardableResult
    package func callAsFunction(days: Int) async throws -> Int {
        let now = clock.now()
        let bound = now.adding(days: -days)
        var count = 0
        var place: (changedAt: Timestamp, id: AccountID)?
        repeat {
            try Task.checkCancellation()
            let from = place
            let page = try await database.write { tx in
                let page = try IdleStore.page(before: bound, after: from, limit: Self.step, in: tx)
                for line in page.sorted(by: { $0.id.id < $1.id.id }) { try giveBack(line.id, now, in: tx) }
                return page
            }
            count += page.count
            place = page.count == Self.step ? page.last : nil
        } while place != nil
        return count
    }

    private func giveBack(_ id: AccountID, _ now: Timestamp, in tx: Transaction) throws {
        guard let account = try AccountStore.load(id, forUpdate: true, in: tx) else { return }
        let queue = Ownership(owner: nil, unit: try Self.openQueue(from: account.ownership.unit, in: tx))
        _ = try change.perform(
            account, to: queue, OwnerChange(.idle, reason: nil, by: OwnerChange.byRule, at: now), in: tx)
    }

    /// The unit, or the nearest one above it that is not closed.
    private static func openQueue(from unit: ID, in tx: Transaction) throws -> ID {
        var unit = unit
        for _ in 0..<100 {
            guard unit != UnitTree.root, let known = try OrganizationStore.unit(unit, in: tx) else { break }
            if known.isActive { return unit }
            unit = known.parentID ?? UnitTree.root
        }
        return UnitTree.root
    }
}
