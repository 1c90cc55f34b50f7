import Access
import Core
import Database
import Events
import JSON

/// Appends what changed in the organization to the outbox, in the transaction of the change.
struct TellOrganization: Sendable {
    let outbox: Outbox
    let clock: any WallClock

    /// Called with the tree held, so that all changes of units are told in the order they were made.
    func unit(_ unit: Unit, in tx: Transaction) throws {
        tx.notes?.record(unit.id.description)
        let told = UnitChanged(
            unitID: unit.id, parentID: unit.parentID, name: unit.name, managerID: unit.managerID, isActive: unit.isActive,
            version: unit.version)
        try outbox.append(
            OrganizationEvents.unitChanged, key: OrganizationEvents.unitKey, version: unit.version, data: told.json(), in: tx)
    }

    /// The user as he stands now, after a change of himself or of the units he belongs to.
    func user(_ id: ID, in tx: Transaction) throws {
        let version = try UserStore().nextTold(id, in: tx)
        guard let standing = try StandingStore().standing(of: id, in: tx) else { return }
        let told = UserChanged(
            userID: id, name: standing.user.name, unitID: standing.homeUnit(at: clock.now()),
            isActive: standing.user.isActive, version: version)
        try outbox.append(
            OrganizationEvents.userChanged, key: id.description, version: version, data: told.json(), in: tx)
    }

    func role(_ role: Role, isDeleted: Bool = false, in tx: Transaction) throws {
        try append(RoleChanged(role: role, isDeleted: isDeleted), key: role.id, version: role.version, in: tx)
    }

    func assignment(_ assignment: RoleAssignment, isDeleted: Bool = false, in tx: Transaction) throws {
        try append(
            RoleAssignmentChanged(assignment: assignment, isDeleted: isDeleted), key: assignment.userID, version: nil, in: tx)
    }

    func membership(_ membership: Membership, isDeleted: Bool = false, in tx: Transaction) throws {
        try append(MembershipChanged(membership: membership, isDeleted: isDeleted), key: membership.userID, version: nil, in: tx)
    }

    func absence(_ absence: Absence, isDeleted: Bool = false, in tx: Transaction) throws {
        try append(AbsenceChanged(absence: absence, isDeleted: isDeleted), key: absence.userID, version: nil, in: tx)
    }

    private func append(_ told: some OrganizationFact, key: ID, version: Int64?, in tx: Transaction) throws {
        try outbox.append(type(of: told).eventType, key: key.description, version: version, data: told.json(), in: tx)
    }
}
