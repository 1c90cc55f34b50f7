import Core
import Database

/// Gives a user a role for a time.
struct AssignRole: Sendable {
    let database: any Database
    let clock: any WallClock
    let ids: IdentifierSource
    let tell: TellOrganization
    let guardGiving: GuardGiving

    /// `from` is now where it is not said.
    func callAsFunction(
        _ role: ID, to user: ID, from: Timestamp?, until: Timestamp?, _ creation: Creation, by giver: Caller
    ) async throws -> (made: RoleAssignment, isNew: Bool) {
        try await database.write { tx in
            try creation.once(in: tx, find: { try AssignmentStore().find($0, in: tx) }) {
                let made = try perform(role, to: user, from: from, until: until, by: giver, in: tx)
                return (made.id, made)
            }
        }
    }

    /// `giver` is `nil` for a directory and the operator of the machine. Throws `forbidden` when the user would come to reach what
    /// the giver does not, and `conflict` when he holds the role at that time already.
    func perform(
        _ role: ID, to user: ID, from: Timestamp? = nil, until: Timestamp? = nil, by giver: Caller?, in tx: Transaction
    ) throws -> RoleAssignment {
        try UnitStore().lockTree(in: tx)
        let now = clock.now()
        let period = try Period(from: from ?? now, until: until)
        _ = try Missing.check(UserStore().find(user, in: tx))
        _ = try Missing.check(RoleStore().find(role, in: tx), named: "roleID")
        try Role.check(giver, handles: role)
        if role == Role.directory, try !TokenStore().list(ofUser: user, in: tx).isEmpty {
            throw Refusal(
                .conflict, "has-tokens", "Whoever has one of this account's tokens would become a directory. Revoke them first.")
        }
        let others = try AssignmentStore().list(of: user, in: tx)
        try Self.check(period, of: role, beside: others, at: now)
        let made = RoleAssignment(
            id: ids.next(), userID: user, roleID: role, from: period.from, until: period.until, version: 1)
        try guardGiving(to: [user], by: giver, in: tx) { try AssignmentStore().insert(made, in: tx) }
        try tell.assignment(made, in: tx)
        return made
    }

    static func check(_ period: Period, of role: ID, beside others: [RoleAssignment], at now: Timestamp) throws(Refusal) {
        guard !others.contains(where: { $0.roleID == role && period.overlaps(from: $0.from, until: $0.until) }) else {
            throw Refusal(.conflict, "already-assigned", "He holds this role at that time already. Change that assignment.")
        }
        guard !period.isOver(at: now) else { return }
        try RightsLimits.check(
            others.count { !$0.isOver(at: now) }, isBelow: RightsLimits.roles, "roles")
    }
}
