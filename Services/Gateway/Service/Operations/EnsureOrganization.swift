import Core
import Database

/// At the first start with an organization: makes the unit at the top and the roles to begin with, and tells of them and of who is
/// there already.
struct EnsureOrganization: Sendable {
    let database: any Database
    let clock: any WallClock
    let tell: TellOrganization
    /// Of the unit at the top.
    let name: String

    func callAsFunction() async throws {
        guard try await database.read({ tx in try UnitStore().find(UnitTree.root, in: tx) == nil }) else { return }
        let now = clock.now()
        let root = Unit(id: UnitTree.root, parentID: nil, name: name, managerID: nil, isActive: true, version: 1)
        try await database.write { tx in
            try UnitStore().lockTree(in: tx)
            guard try UnitStore().find(UnitTree.root, in: tx) == nil else { return }
            try UnitStore().insert(root, at: now, in: tx)
            try tell.unit(root, in: tx)
            for role in Role.builtIn { try RoleStore().insert(role, in: tx) }
            for id in [Role.administrator] + Role.builtIn.map(\.id) {
                if let role = try RoleStore().find(id, in: tx) { try tell.role(role, in: tx) }
            }
            for user in try UserStore().allIDs(in: tx) { try tell.user(user, in: tx) }
        }
    }
}
