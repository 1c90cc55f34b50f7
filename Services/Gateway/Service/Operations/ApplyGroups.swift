import Core
import Database
import Observability

/// Makes the roles that groups give a user follow the groups he belongs to. What was given by hand is never touched.
struct ApplyGroups: Sendable {
    let clock: any WallClock
    let ids: IdentifierSource
    let tell: TellOrganization
    let logger: Logger

    /// From now on the user belongs, by this teller's word, to the groups with these names or external ids and to no others. Those
    /// that nobody has made here mean nothing.
    func perform(_ names: [String], of user: ID, toldBy teller: ID, in tx: Transaction) throws {
        let store = GroupStore()
        var wanted: Set<ID> = []
        for name in names {
            let found = try store.find(externalID: name, in: tx) ?? store.find(nameKey: SearchKey.folded(name), in: tx)
            if let found { wanted.insert(found.id) }
        }
        let present = Set(try store.groups(of: user, toldBy: teller, in: tx))
        for group in wanted.subtracting(present).sorted() { try store.addMember(user, to: group, toldBy: teller, in: tx) }
        for group in present.subtracting(wanted).sorted() { try store.dropMember(user, of: group, toldBy: teller, in: tx) }
        try reconcile(user, in: tx)
    }

    /// Gives what his groups give and he has not, and ends what none of them gives any more.
    func reconcile(_ user: ID, in tx: Transaction) throws {
        let first = try plan(user, in: tx)
        guard !first.give.isEmpty || !first.end.isEmpty else { return }
        // Seldom: most sign-ins change nothing and wait for nobody.
        try UnitStore().lockTree(in: tx)
        let plan = try plan(user, in: tx)
        let now = clock.now()
        for assignment in plan.end { try end(assignment, at: now, in: tx) }
        for role in plan.give {
            let assignment = RoleAssignment(id: ids.next(), userID: user, roleID: role, from: now, until: nil, version: 1)
            try AssignmentStore().insert(assignment, in: tx)
            try GroupStore().markGiven(assignment.id, to: user, in: tx)
            try tell.assignment(assignment, in: tx)
        }
        if !plan.left.isEmpty {
            logger.warning(
                "A user's groups give more roles than a user can hold", ["user": user.description, "left": "\(plan.left.count)"])
        }
    }

    private func plan(_ user: ID, in tx: Transaction) throws -> GroupRoles {
        let now = clock.now()
        let given = try GroupStore().given(to: user, in: tx)
        let live = try AssignmentStore().list(of: user, in: tx).filter { !$0.isOver(at: now) }
        let held = live.filter { given.contains($0.id) }
        return GroupRoles(
            wanted: try GroupStore().rolesOfGroups(of: user, in: tx), held: held,
            others: live.filter { !given.contains($0.id) }.map(\.roleID))
    }

    /// The last administrator's role stays until there is another one.
    private func end(_ assignment: RoleAssignment, at now: Timestamp, in tx: Transaction) throws {
        let ended = RoleAssignment(
            id: assignment.id, userID: assignment.userID, roleID: assignment.roleID, from: min(assignment.from, now), until: now,
            version: assignment.version + 1)
        do {
            try tx.savepoint {
                guard try AssignmentStore().update(ended, expecting: assignment.version, in: tx) else { throw Stale.refusal }
                if assignment.roleID == Role.administrator { try GuardAdministrators(clock: clock).check(in: tx) }
            }
        } catch let refusal as Refusal where refusal.kind == .conflict {
            logger.warning(
                "The last administrator keeps the role that his groups no longer give", ["user": assignment.userID.description])
            return
        }
        try GroupStore().unmark(assignment.id, in: tx)
        try tell.assignment(ended, in: tx)
    }
}
