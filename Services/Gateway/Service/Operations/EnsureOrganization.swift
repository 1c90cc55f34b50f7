import Core
import Database

/// At the first start with an organization: makes the unit at the top and the roles to begin with, and tells of them and of who is
/// there already. Later starts give what roles a new version brings, each once: one that was deleted does not come back.
struct EnsureOrganization: Sendable {
    let database: any Database
    let clock: any WallClock
    let tell: TellOrganization
    /// Of the unit at the top.
    let name: String

    func callAsFunction() async throws {
        guard try await database.read({ tx in try !isComplete(tx) }) else { return }
        let now = clock.now()
        try await database.write { tx in
            try UnitStore().lockTree(in: tx)
            let isFirst = try UnitStore().find(UnitTree.root, in: tx) == nil
            if isFirst {
                let root = Unit(id: UnitTree.root, parentID: nil, name: name, managerID: nil, isActive: true, version: 1)
                try UnitStore().insert(root, at: now, in: tx)
                try tell.unit(root, in: tx)
                if let role = try RoleStore().find(Role.administrator, in: tx) { try tell.role(role, in: tx) }
            }
            try giveRoles(tx)
            guard isFirst else { return }
            for user in try UserStore().allIDs(in: tx) { try tell.user(user, in: tx) }
        }
    }

    private func isComplete(_ tx: Transaction) throws -> Bool {
        let given = try RoleStore().given(in: tx)
        return try Role.builtIn.allSatisfy { given.contains($0.id) } && UnitStore().find(UnitTree.root, in: tx) != nil
    }

    private func giveRoles(_ tx: Transaction) throws {
        let given = try RoleStore().given(in: tx)
        for role in Role.builtIn where !given.contains(role.id) {
            let free = try RoleStore().find(nameKey: SearchKey.folded(role.name), in: tx) == nil
            let made = free ? role : role.renamed("\(role.name) (Relata)")
            try RoleStore().insert(made, in: tx)
            try RoleStore().markGiven(role.id, in: tx)
            try tell.role(made, in: tx)
        }
    }
}
