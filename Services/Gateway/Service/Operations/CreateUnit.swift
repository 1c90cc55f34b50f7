import Core
import Database

/// A unit that somebody wants.
struct NewUnit: Hashable, Sendable {
    let name: String
    let parentID: ID
    let managerID: ID?
}

/// Makes a unit, which nothing belongs to yet.
struct CreateUnit: Sendable {
    let database: any Database
    let clock: any WallClock
    let ids: IdentifierSource
    let tell: TellOrganization
    let guardGiving: GuardGiving

    func callAsFunction(_ wish: NewUnit, _ creation: Creation, by giver: Caller) async throws -> (made: Unit, isNew: Bool) {
        try await database.write { tx in
            try creation.once(in: tx, find: { try UnitStore().find($0, in: tx) }) {
                let unit = try perform(wish, by: giver, in: tx)
                return (unit.id, unit)
            }
        }
    }

    /// `giver` is `nil` for a directory and the operator of the machine.
    func perform(_ wish: NewUnit, by giver: Caller?, in tx: Transaction) throws -> Unit {
        try UnitStore().lockTree(in: tx)
        let unit = Unit(
            id: ids.next(), parentID: wish.parentID, name: wish.name, managerID: wish.managerID, isActive: true, version: 1)
        let parent = try Missing.check(UnitStore().find(wish.parentID, in: tx), named: "parentID")
        try Self.check(parent: parent)
        try UnitRules.check(unit.id, under: parent.id, in: try UnitStore().tree(in: tx), [])
        if let manager = unit.managerID { try Self.check(manager: manager, in: tx) }
        try guardGiving(to: [unit.managerID].compactMap(\.self), by: giver, in: tx) {
            try UnitStore().insert(unit, at: clock.now(), in: tx)
        }
        try tell.unit(unit, in: tx)
        if let manager = unit.managerID { try tell.user(manager, in: tx) }
        return unit
    }

    static func check(parent: Unit) throws(Refusal) {
        guard parent.isActive else {
            throw Refusal(
                .conflict, "unit-inactive", "The unit above is closed. Open it again, or choose another one.",
                faults: [Fault(pointer: "/parentID", code: "unit-inactive", detail: "This unit is closed.")])
        }
    }

    static func check(manager id: ID, in tx: Transaction) throws {
        let manager = try Missing.check(UserStore().find(id, in: tx), named: "managerID")
        guard manager.isActive, manager.kind == .person else {
            throw Refusal(
                .invalid, "out-of-range", "The manager of a unit is a person who has not left.",
                faults: [Fault(pointer: "/managerID", code: "out-of-range", detail: "Must be a person who has not left.")])
        }
        try RightsLimits.check(
            try UnitStore().managed(by: id, in: tx).count, isBelow: RightsLimits.managedUnits, "units to manage")
    }
}
