import Core
import Database

/// Renames, moves, closes and opens a unit, and gives it a manager. What belongs to it and its members' rights go with it.
struct ChangeUnit: Sendable {
    /// Users that one move may touch when it is not an administrator's: each of them is looked at.
    private static let most = 500

    let database: any Database
    let clock: any WallClock
    let tell: TellOrganization
    let guardGiving: GuardGiving

    func callAsFunction(_ edit: UnitEdit, of id: ID, expecting version: Int64, by giver: Caller) async throws -> Unit {
        try await database.write { tx in try perform(edit, of: id, expecting: version, by: giver, in: tx) }
    }

    /// `version` and `giver` are `nil` for a directory.
    func perform(
        _ edit: UnitEdit, of id: ID, expecting version: Int64? = nil, by giver: Caller?, in tx: Transaction
    ) throws -> Unit {
        try UnitStore().lockTree(in: tx)
        let before = try Missing.check(UnitStore().find(id, in: tx))
        if let version { try Stale.check(before.version, expecting: version) }
        let after = edit.applied(to: before)
        guard after != before else { return before }
        let tree = try UnitStore().tree(in: tx)
        if after.parentID != before.parentID { try check(after, in: tree, tx) }
        if let manager = after.managerID, manager != before.managerID { try CreateUnit.check(manager: manager, in: tx) }
        if after.isActive != before.isActive { try checkActivity(of: after, in: tx) }
        try guardGiving(to: try gaining(from: before, to: after, in: tree, giver, tx), by: giver, in: tx) {
            try UnitStore().update(after, in: tx)
        }
        try tell.unit(after, in: tx)
        if after.managerID != before.managerID {
            for manager in [before.managerID, after.managerID].compactMap(\.self) { try tell.user(manager, in: tx) }
        }
        return after
    }

    private func check(_ unit: Unit, in tree: UnitTree, _ tx: Transaction) throws {
        guard let parentID = unit.parentID else { return }
        let parent = try Missing.check(UnitStore().find(parentID, in: tx), named: "parentID")
        try UnitRules.check(unit.id, under: parentID, in: tree, try UnitStore().ids(in: tx))
        if unit.isActive { try CreateUnit.check(parent: parent) }
    }

    private func checkActivity(of unit: Unit, in tx: Transaction) throws {
        if unit.isActive {
            if let parent = try unit.parentID.flatMap({ try UnitStore().find($0, in: tx) }) {
                try CreateUnit.check(parent: parent)
            }
            return
        }
        guard unit.id != UnitTree.root else {
            throw Refusal(.conflict, "root-stays", "The unit at the top cannot be closed.")
        }
        guard try !UnitStore().hasActiveChildren(unit.id, in: tx) else {
            throw Refusal(.conflict, "unit-has-units", "There are units below this one. Move or close them first.")
        }
        guard try MembershipStore().users(in: unit.id, at: clock.now(), in: tx).isEmpty else {
            throw Refusal(.conflict, "unit-has-members", "People belong to this unit. End their memberships first.")
        }
    }

    /// Who may come to reach more by the change: the new manager; after a move those of the units that are above it now, who reach
    /// it, and its own people, who reach what is shared with those units.
    private func gaining(
        from before: Unit, to after: Unit, in tree: UnitTree, _ giver: Caller?, _ tx: Transaction
    ) throws -> [ID] {
        guard let giver, !giver.scopes.contains("*") else { return [] }
        var users = Set(after.managerID != before.managerID ? [after.managerID].compactMap(\.self) : [])
        if let parent = after.parentID, parent != before.parentID {
            let above = Set(tree.path(of: parent)).subtracting(tree.path(of: before.id))
            let below = try UnitStore().ids(in: tx).filter { tree.isAtOrBelow($0, before.id) }
            for unit in above.union(below) {
                users.formUnion(try MembershipStore().users(in: unit, at: clock.now(), in: tx))
                if let manager = try UnitStore().find(unit, in: tx)?.managerID { users.insert(manager) }
                guard users.count <= Self.most else {
                    throw Refusal(.forbidden, "too-many", "This moves the rights of many people. Ask an administrator to do it.")
                }
            }
        }
        return users.sorted()
    }
}
