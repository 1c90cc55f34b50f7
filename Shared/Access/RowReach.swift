package import Core

/// Which rows rules reach, as the lists that an index can be asked for: a row is reached when any of them has it.
package struct RowReach: Hashable, Sendable {
    package internal(set) var isAll = false
    /// Owners whose rows are reached.
    package internal(set) var owners: [ID] = []
    /// Units whose rows are reached, without what is below them.
    package internal(set) var units: [ID] = []
    /// Users and units by whom a share reaches a row, while it holds.
    package internal(set) var principals: [ID] = []
    /// Whether such a share has to let the row be changed too.
    package internal(set) var mayChange = false

    /// The rows of these owners and units.
    package init(owners: [ID] = [], units: [ID] = []) {
        (self.owners, self.units) = (Self.once(owners), Self.once(units))
    }

    package var isNothing: Bool { !isAll && owners.isEmpty && units.isEmpty && principals.isEmpty }

    package static let nothing = RowReach()

    /// Whether it is of owners alone, who have few rows each.
    package var isOfOwners: Bool { !isAll && !owners.isEmpty && units.isEmpty && principals.isEmpty }

    /// Whether every row of the other is one of this, as far as the lists tell.
    package func contains(_ other: RowReach) -> Bool {
        isAll
            || (!other.isAll && Set(other.owners).isSubset(of: owners) && Set(other.units).isSubset(of: units)
                && Set(other.principals).isSubset(of: principals) && (other.principals.isEmpty || other.mayChange || !mayChange))
    }

    package static let all: RowReach = {
        var all = RowReach.nothing
        all.isAll = true
        return all
    }()
}

extension RowReach {
    /// The rows that any of these rules reaches. Says the same as `AccessPolicy`; `mayChange` is for actions other than viewing.
    package init(of grants: [Grant], mayChange: Bool = false, for viewer: Viewer, in tree: UnitTree) {
        self.init(owners: [], units: [])
        let scopes = Set(grants.map(\.scope))
        guard !scopes.contains(.all) else {
            isAll = true
            return
        }
        let beyondOwn: Set<RowScope> = [.ownAndDeputies, .unit, .unitAndBelow]
        if scopes.contains(.own) || !scopes.isDisjoint(with: beyondOwn) { owners += [viewer.user].compactMap(\.self) }
        if !scopes.isDisjoint(with: beyondOwn) { owners += viewer.deputyFor }
        if scopes.contains(.unitAndBelow) {
            units = tree.below(viewer.units)
        } else if scopes.contains(.unit) {
            units = viewer.units
        }
        if scopes.contains(.shared) {
            principals = Self.once(viewer.units.flatMap(tree.path) + [viewer.user].compactMap(\.self))
            self.mayChange = mayChange
        }
        (owners, units) = (Self.once(owners), Self.once(units))
    }

    fileprivate static func once(_ ids: [ID]) -> [ID] { Set(ids).sorted() }
}
