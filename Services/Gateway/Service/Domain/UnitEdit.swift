import Core

/// What is to become of a unit.
struct UnitEdit: Hashable, Sendable {
    var name = Edit<String>.keep
    var parentID = Edit<ID>.keep
    var managerID = Edit<ID?>.keep
    var isActive = Edit<Bool>.keep

    /// The same version where nothing is different.
    func applied(to unit: Unit) -> Unit {
        func edited(version: Int64) -> Unit {
            var parent = unit.parentID
            if case .set(let new) = parentID { parent = new }
            return Unit(
                id: unit.id, parentID: parent, name: name.applied(to: unit.name),
                managerID: managerID.applied(to: unit.managerID),
                isActive: isActive.applied(to: unit.isActive), version: version)
        }
        let same = edited(version: unit.version)
        return same == unit ? unit : edited(version: unit.version + 1)
    }
}

/// Where units may stand.
enum UnitRules {
    /// Units from the root down to the lowest, both counted.
    static let deepest = 20

    /// Throws `unit-cycle`, `root-stays` and `too-deep`. `tree` is how it stands, `all` its units.
    static func check(_ unit: ID, under parent: ID, in tree: UnitTree, _ all: [ID]) throws(Refusal) {
        guard unit != UnitTree.root else {
            throw Refusal(.conflict, "root-stays", "The unit at the top stays there; move the units below it.")
        }
        guard !tree.isAtOrBelow(parent, unit) else {
            throw Refusal(
                .conflict, "unit-cycle", "A unit cannot stand under itself or a unit below it. Move that one away first.")
        }
        let height = all.filter { tree.isAtOrBelow($0, unit) }.map { tree.path(of: $0).count }.max() ?? 0
        let own = all.contains(unit) ? height - tree.path(of: unit).count : 0
        guard tree.path(of: parent).count + 1 + own <= deepest else {
            throw Refusal(.conflict, "too-deep", "There can be \(deepest) units under each other. Choose a unit further up.")
        }
    }
}
