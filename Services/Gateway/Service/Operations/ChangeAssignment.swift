import Core
import Database

/// Says anew from when to when somebody holds a role, or takes it back as if it had never been given.
struct ChangeAssignment: Sendable {
    let database: any Database
    let clock: any WallClock
    let tell: TellOrganization
    let guardGiving: GuardGiving

    func callAsFunction(
        _ edit: PeriodEdit, of id: ID, heldBy user: ID, expecting version: Int64, by giver: Caller
    ) async throws -> RoleAssignment {
        try await database.write { tx in try perform(edit, of: id, heldBy: user, expecting: version, by: giver, in: tx) }
    }

    func remove(_ id: ID, heldBy user: ID, expecting version: Int64, by giver: Caller) async throws {
        try await database.write { tx in try performRemoval(id, heldBy: user, expecting: version, by: giver, in: tx) }
    }

    /// Ends it now; one that has not begun is taken back.
    func end(_ id: ID, heldBy user: ID, expecting version: Int64, by giver: Caller) async throws {
        let now = clock.now()
        try await database.write { tx in
            let found = try Missing.check(AssignmentStore().find(id, in: tx))
            if found.from < now {
                _ = try perform(PeriodEdit(until: .set(now)), of: id, heldBy: user, expecting: version, by: giver, in: tx)
            } else {
                try performRemoval(id, heldBy: user, expecting: version, by: giver, in: tx)
            }
        }
    }

    /// `version` and `giver` are `nil` for a directory.
    func perform(
        _ edit: PeriodEdit, of id: ID, heldBy user: ID, expecting version: Int64? = nil, by giver: Caller?, in tx: Transaction
    ) throws -> RoleAssignment {
        let before = try held(id, by: user, expecting: version, giver, tx)
        let period = try edit.applied(from: before.from, until: before.until)
        guard period.from != before.from || period.until != before.until else { return before }
        let others = try AssignmentStore().list(of: user, in: tx).filter { $0.id != id }
        try AssignRole.check(period, of: before.roleID, beside: others, at: clock.now())
        let after = RoleAssignment(
            id: id, userID: user, roleID: before.roleID, from: period.from, until: period.until, version: before.version + 1)
        try guardGiving(to: [user], by: giver, in: tx) {
            guard try AssignmentStore().update(after, expecting: before.version, in: tx) else { throw Stale.refusal }
        }
        try keepAdministrators(before, tx)
        try tell.assignment(after, in: tx)
        return after
    }

    func performRemoval(
        _ id: ID, heldBy user: ID, expecting version: Int64? = nil, by giver: Caller?, in tx: Transaction
    ) throws {
        let before = try held(id, by: user, expecting: version, giver, tx)
        try AssignmentStore().delete(id, in: tx)
        try keepAdministrators(before, tx)
        try tell.assignment(before, isDeleted: true, in: tx)
    }

    private func held(
        _ id: ID, by user: ID, expecting version: Int64?, _ giver: Caller?, _ tx: Transaction
    ) throws -> RoleAssignment {
        try UnitStore().lockTree(in: tx)
        let found = try Missing.check(AssignmentStore().find(id, in: tx).flatMap { $0.userID == user ? $0 : nil })
        try Role.check(giver, handles: found.roleID)
        if let version { try Stale.check(found.version, expecting: version) }
        return found
    }

    private func keepAdministrators(_ changed: RoleAssignment, _ tx: Transaction) throws {
        if changed.roleID == Role.administrator { try GuardAdministrators(clock: clock).check(in: tx) }
    }
}
