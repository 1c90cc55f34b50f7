import Core

/// Keeps rights from growing while they are handed on: by no change of roles, memberships, managers or absences does anybody come
/// to reach what neither he reached before nor the giver reaches.
enum GivingRule {
    /// What of the organization decides how far rights reach.
    struct Ground: Sendable {
        let tree: UnitTree
        let units: [ID]
        /// The units that users belong to; whoever is not named belongs to the root.
        let homes: [ID: [ID]]

        func homes(of user: ID) -> [ID] { homes[user] ?? [UnitTree.root] }
    }

    /// Rows that a grant reaches, as far as they can be told apart without looking at rows.
    private enum Area: Hashable {
        case everything
        case owned(by: ID)
        case unit(ID)
        case sharedWithUser(ID)
        case sharedWithUnit(ID)
    }

    /// `giver` is `nil` for the operator of the machine and for a directory, who may give everything. Throws `forbidden`.
    static func check(
        by giver: Rights?, from before: Rights, to after: Rights, on ground: Ground, before groundBefore: Ground? = nil
    ) throws(Refusal) {
        guard let giver, !giver.scopes.contains("*") else { return }
        let groundBefore = groundBefore ?? ground
        let refusal = Refusal(
            .forbidden, "not-yours-to-give", "This would give away rights, or rows, that you do not have yourself.")
        if after.scopes.contains("*"), !before.scopes.contains("*") { throw refusal }
        for grant in Set(after.viewer.grants) {
            for area in areas(grant.scope, after.viewer, ground) {
                for action in grant.actions {
                    guard
                        reaches(before.viewer, action, grant, area, groundBefore)
                            || reaches(giver.viewer, action, grant, area, groundBefore)
                    else { throw refusal }
                }
            }
        }
    }

    private static func areas(_ scope: RowScope, _ viewer: Viewer, _ ground: Ground) -> Set<Area> {
        let own = Set([viewer.user].compactMap(\.self).map { Area.owned(by: $0) })
        let deputies = own.union(viewer.deputyFor.map { .owned(by: $0) })
        return switch scope {
        case .all: [.everything]
        case .shared:
            Set([viewer.user].compactMap(\.self).map { Area.sharedWithUser($0) })
                .union(viewer.units.flatMap(ground.tree.path).map { .sharedWithUnit($0) })
        case .own: own
        case .ownAndDeputies: deputies
        case .unit: deputies.union(viewer.units.map { .unit($0) })
        case .unitAndBelow: deputies.union(below(viewer.units, ground).map { .unit($0) })
        }
    }

    private static func below(_ units: [ID], _ ground: Ground) -> [ID] {
        ground.units.filter { unit in units.contains { ground.tree.isAtOrBelow(unit, $0) } }
    }

    /// Whether one of the viewer's grants gives as much on these rows as `grant` does.
    private static func reaches(
        _ viewer: Viewer, _ action: Action, _ grant: Grant, _ area: Area, _ ground: Ground
    ) -> Bool {
        viewer.grants(to: action, on: grant.resource).contains { held in
            held.level >= grant.level && FieldGroup.allCases.allSatisfy { held.access(to: $0) >= grant.access(to: $0) }
                && covers(held.scope, viewer, area, ground)
        }
    }

    private static func covers(_ scope: RowScope, _ viewer: Viewer, _ area: Area, _ ground: Ground) -> Bool {
        if scope == .all { return true }
        switch area {
        case .everything: return false
        case .sharedWithUser(let user):
            return scope == .shared
                && (user == viewer.user || ground.homes(of: user).allSatisfy { isUnder($0, viewer, ground) })
        case .sharedWithUnit(let unit):
            return scope == .shared
                && (isUnder(unit, viewer, ground) || viewer.units.contains { ground.tree.isAtOrBelow($0, unit) })
        case .unit(let unit): return coversUnit(scope, viewer, unit, ground)
        case .owned(by: let owner):
            guard scope != .shared else { return false }
            if owner == viewer.user || scope != .own && viewer.deputyFor.contains(owner) { return true }
            return ground.homes(of: owner).allSatisfy { coversUnit(scope, viewer, $0, ground) }
        }
    }

    private static func coversUnit(_ scope: RowScope, _ viewer: Viewer, _ unit: ID, _ ground: Ground) -> Bool {
        switch scope {
        case .unit: viewer.units.contains(unit)
        case .unitAndBelow: isUnder(unit, viewer, ground)
        case .own, .ownAndDeputies, .shared: false
        case .all: true
        }
    }

    /// Whether it is one of the viewer's units or below one. What was shared there he may hand on to the people there, though he
    /// reaches himself only what was shared with his own units and those above.
    private static func isUnder(_ unit: ID, _ viewer: Viewer, _ ground: Ground) -> Bool {
        viewer.units.contains { ground.tree.isAtOrBelow(unit, $0) }
    }
}

extension Role {
    /// What somebody has by this role whoever he is: for who writes rules into a role, which may be held by anybody anywhere.
    var rightsAnywhere: Rights {
        Rights(
            viewer: Viewer(
                user: nil, units: [UnitTree.root],
                grants: grants.map { grant in
                    Grant(
                        role: grant.role, resource: grant.resource, actions: grant.actions,
                        scope: grant.scope == .all || grant.scope == .shared ? grant.scope : .unitAndBelow, level: grant.level,
                        fields: grant.fields)
                }), scopes: isAdministrator ? ["*"] : [])
    }
}
