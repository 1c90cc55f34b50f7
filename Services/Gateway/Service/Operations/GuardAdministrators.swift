import Core
import Database

/// Sees to it that there is always an active person who is an administrator for good.
struct GuardAdministrators: Sendable {
    let clock: any WallClock

    /// Called after a change that may have taken the last one away; throws `conflict` then.
    func check(in tx: Transaction) throws {
        guard try AssignmentStore().isHeldForGood(Role.administrator, at: clock.now(), in: tx) else {
            throw Refusal(
                .conflict, "last-administrator",
                "There would be no administrator left. Give the role to another active person first, without an end.")
        }
    }

    /// Whether the user is one, now or later.
    func isHeld(by user: ID, in tx: Transaction) throws -> Bool {
        let now = clock.now()
        return try AssignmentStore().list(of: user, in: tx).contains {
            $0.roleID == Role.administrator && !$0.isOver(at: now)
        }
    }
}
