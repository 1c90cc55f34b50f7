import Core
import Database

/// Says anew from when to when somebody belongs to a unit, or takes the membership back as if it had never been. Who moves on is
/// given an `until`, so that it stays known where he worked.
struct ChangeMembership: Sendable {
    let database: any Database
    let clock: any WallClock
    let tell: TellOrganization
    let tellLater: TellUserLater
    let guardGiving: GuardGiving

    func callAsFunction(
        _ edit: PeriodEdit, of id: ID, in unit: ID, expecting version: Int64, by giver: Caller
    ) async throws -> Membership {
        try await database.write { tx in try perform(edit, of: id, in: unit, expecting: version, by: giver, in: tx) }
    }

    func remove(_ id: ID, from unit: ID, expecting version: Int64, by giver: Caller) async throws {
        try await database.write { tx in try performRemoval(id, from: unit, expecting: version, by: giver, in: tx) }
    }

    /// Ends it now; one that has not begun is taken back.
    func end(_ id: ID, of user: ID, expecting version: Int64, by giver: Caller) async throws {
        let now = clock.now()
        try await database.write { tx in
            let found = try Missing.check(MembershipStore().find(id, in: tx).flatMap { $0.userID == user ? $0 : nil })
            if found.from < now {
                _ = try perform(
                    PeriodEdit(until: .set(now)), of: id, in: found.unitID, expecting: version, by: giver, in: tx)
            } else {
                try performRemoval(id, from: found.unitID, expecting: version, by: giver, in: tx)
            }
        }
    }

    /// `version` and `giver` are `nil` for a directory.
    func perform(
        _ edit: PeriodEdit, of id: ID, in unit: ID, expecting version: Int64? = nil, by giver: Caller?, in tx: Transaction
    ) throws -> Membership {
        let before = try held(id, in: unit, expecting: version, giver, tx)
        let period = try edit.applied(from: before.from, until: before.until)
        guard period.from != before.from || period.until != before.until else { return before }
        let others = try MembershipStore().list(of: before.userID, in: tx).filter { $0.id != id }
        let now = clock.now()
        try AddMember.check(period, in: unit, beside: others, at: now)
        let after = Membership(
            id: id, unitID: unit, userID: before.userID, from: period.from, until: period.until, version: before.version + 1)
        try guardGiving(to: [before.userID], by: giver, in: tx) {
            guard try MembershipStore().update(after, expecting: before.version, in: tx) else { throw Stale.refusal }
        }
        try tell.membership(after, in: tx)
        try tell.user(after.userID, in: tx)
        try tellLater(after.userID, at: period.changes(after: now), in: tx)
        return after
    }

    func performRemoval(
        _ id: ID, from unit: ID, expecting version: Int64? = nil, by giver: Caller?, in tx: Transaction
    ) throws {
        let before = try held(id, in: unit, expecting: version, giver, tx)
        try guardGiving(to: [before.userID], by: giver, in: tx) { try MembershipStore().delete(id, in: tx) }
        try tell.membership(before, isDeleted: true, in: tx)
        try tell.user(before.userID, in: tx)
    }

    private func held(
        _ id: ID, in unit: ID, expecting version: Int64?, _ giver: Caller?, _ tx: Transaction
    ) throws -> Membership {
        try UnitStore().lockTree(in: tx)
        let found = try Missing.check(MembershipStore().find(id, in: tx).flatMap { $0.unitID == unit ? $0 : nil })
        if let version { try Stale.check(found.version, expecting: version) }
        try guardGiving.check(giver, steers: unit, in: tx)
        return found
    }
}
