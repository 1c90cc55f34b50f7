package import Core
package import Database

extension OwnershipRights {
    /// Whether the viewer decides whom to let in on the account: its owner, who may also change it, or his deputy, or whoever
    /// may assign it.
    package func isHost(of facts: RecordFacts, _ viewer: Viewer, in tx: Transaction) throws -> Bool {
        if try decide(.assign, on: facts, by: viewer, in: tx).isAllowed { return true }
        guard let owner = facts.owner, owner == viewer.user || viewer.deputyFor.contains(owner) else { return false }
        return try decide(.change, on: facts, by: viewer, in: tx).isAllowed
    }

    /// Throws `not-found` where the row is not there for the viewer, `not-the-owner` where he does not decide whom to let in, and
    /// `missing-right` where he would give more than he has himself.
    package func requireHost(
        of facts: RecordFacts, giving isChanging: Bool = false, _ viewer: Viewer, in tx: Transaction
    ) throws {
        guard try isHost(of: facts, viewer, in: tx) else {
            guard try decide(.view, on: facts, by: viewer, in: tx).level != .none else { throw OwnershipRefusal.unseen }
            throw Refusal(
                .forbidden, "not-the-owner",
                "Whom to let in on a customer is decided by its owner and by whoever may assign it. Ask one of them.")
        }
        if isChanging { try require(.change, on: facts, by: viewer, in: tx) }
    }
}
