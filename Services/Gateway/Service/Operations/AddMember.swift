import Core
import Database

/// Puts a user into a unit for a time.
struct AddMember: Sendable {
    let database: any Database
    let clock: any WallClock
    let ids: IdentifierSource
    let tell: TellOrganization
    let tellLater: TellUserLater
    let guardGiving: GuardGiving

    /// `from` is now where it is not said.
    func callAsFunction(
        _ user: ID, to unit: ID, from: Timestamp?, until: Timestamp?, _ creation: Creation, by giver: Caller
    ) async throws -> (made: Membership, isNew: Bool) {
        try await database.write { tx in
            try creation.once(in: tx, find: { try MembershipStore().find($0, in: tx) }) {
                let made = try perform(user, to: unit, from: from, until: until, by: giver, in: tx)
                return (made.id, made)
            }
        }
    }

    /// Throws `conflict` when he belongs to the unit at that time already. `giver` is `nil` for a directory and the operator of the
    /// machine.
    func perform(
        _ user: ID, to unit: ID, from: Timestamp? = nil, until: Timestamp? = nil, by giver: Caller?, in tx: Transaction
    ) throws -> Membership {
        try UnitStore().lockTree(in: tx)
        let now = clock.now()
        let period = try Period(from: from ?? now, until: until)
        let place = try Missing.check(UnitStore().find(unit, in: tx))
        guard place.isActive else {
            throw Refusal(.conflict, "unit-inactive", "This unit is closed. Open it again, or choose another one.")
        }
        _ = try Missing.check(UserStore().find(user, in: tx), named: "userID")
        let others = try MembershipStore().list(of: user, in: tx)
        try Self.check(period, in: unit, beside: others, at: now)
        try check(giver, mayPlace: user, beside: others, at: now, in: tx)
        let made = Membership(
            id: ids.next(), unitID: unit, userID: user, from: period.from, until: period.until, version: 1)
        try guardGiving(to: [user], by: giver, in: tx) { try MembershipStore().insert(made, in: tx) }
        try tell.membership(made, in: tx)
        try tell.user(user, in: tx)
        try tellLater(user, at: period.changes(after: now), in: tx)
        return made
    }

    /// Who belongs to no unit is the whole organization's. Once he holds roles, only an administrator makes him the people of one
    /// unit, as its head may then stand in for him.
    private func check(
        _ giver: Caller?, mayPlace user: ID, beside others: [Membership], at now: Timestamp, in tx: Transaction
    ) throws {
        guard let giver, !giver.scopes.contains("*"), !others.contains(where: { !$0.isOver(at: now) }) else {
            return
        }
        guard try !AssignmentStore().list(of: user, in: tx).contains(where: { !$0.isOver(at: now) }) else {
            throw Refusal(
                .forbidden, "not-yours-to-give", "He holds roles and belongs to no unit. Ask an administrator to place him.")
        }
    }

    static func check(_ period: Period, in unit: ID, beside others: [Membership], at now: Timestamp) throws(Refusal) {
        guard !others.contains(where: { $0.unitID == unit && period.overlaps(from: $0.from, until: $0.until) }) else {
            throw Refusal(.conflict, "already-member", "He belongs to this unit at that time already. Change that membership.")
        }
        guard !period.isOver(at: now) else { return }
        try RightsLimits.check(
            others.count { !$0.isOver(at: now) }, isBelow: RightsLimits.memberships, "units")
    }
}
