import Core
import Database

/// Says which roles the members of a group hold. Who belongs to it, directories and identity providers say.
struct ManageGroups: Sendable {
    struct Found: Sendable {
        let group: Group
        let roles: [ID]
    }

    let database: any Database
    let clock: any WallClock
    let ids: IdentifierSource
    let guardGiving: GuardGiving
    let reconcile: ReconcileUsers

    /// In the order of their ids.
    func list(after id: ID?, limit: Int) async throws -> [Found] {
        try await database.read { tx in
            try GroupStore().list(after: id, limit: limit, in: tx).map { try found($0, in: tx) }
        }
    }

    func one(_ id: ID) async throws -> Found {
        try await database.read { tx in try found(Missing.check(GroupStore().find(id, in: tx)), in: tx) }
    }

    func create(_ wish: GroupWish, _ creation: Creation, by giver: Caller) async throws -> (made: Found, isNew: Bool) {
        let now = clock.now()
        return try await database.write { tx in
            try creation.once(in: tx, find: { try GroupStore().find($0, in: tx).map { try found($0, in: tx) } }) {
                try UnitStore().lockTree(in: tx)
                let group = Group(
                    id: ids.next(), name: wish.name, externalID: wish.externalID, version: 1, createdAt: now, changedAt: now)
                try Self.checkOnly(group, in: tx)
                try check(giver, gives: wish.roles, beside: [], in: tx)
                try GroupStore().insert(group, in: tx)
                try GroupStore().setRoles(wish.roles, of: group.id, in: tx)
                return (group.id, Found(group: group, roles: wish.roles.sorted()))
            }
        }
    }

    /// Its members' roles follow within a minute.
    func replace(_ id: ID, by wish: GroupWish, expecting version: Int64, by giver: Caller) async throws -> Found {
        let now = clock.now()
        return try await database.write { tx in
            try UnitStore().lockTree(in: tx)
            let before = try found(Missing.check(GroupStore().find(id, in: tx)), in: tx)
            try Stale.check(before.group.version, expecting: version)
            let group = Group(
                id: id, name: wish.name, externalID: wish.externalID, version: version + 1, createdAt: before.group.createdAt,
                changedAt: now)
            try Self.checkOnly(group, in: tx)
            try check(giver, gives: wish.roles, beside: before.roles, in: tx)
            guard try GroupStore().update(group, expecting: version, in: tx) else { throw Stale.refusal }
            try GroupStore().setRoles(wish.roles, of: id, in: tx)
            if Set(wish.roles) != Set(before.roles) { try reconcile.later(try GroupStore().members(of: id, in: tx), in: tx) }
            return Found(group: group, roles: wish.roles.sorted())
        }
    }

    func delete(_ id: ID, expecting version: Int64) async throws {
        try await database.write { tx in
            try UnitStore().lockTree(in: tx)
            let group = try Missing.check(GroupStore().find(id, in: tx))
            try Stale.check(group.version, expecting: version)
            let members = try GroupStore().members(of: id, in: tx)
            try GroupStore().delete(id, in: tx)
            try reconcile.later(members, in: tx)
        }
    }

    private func found(_ group: Group, in tx: Transaction) throws -> Found {
        Found(group: group, roles: try GroupStore().roles(of: group.id, in: tx))
    }

    /// Throws `conflict` when another group has the name or the external id.
    static func checkOnly(_ group: Group, in tx: Transaction) throws {
        if let other = try GroupStore().find(nameKey: SearchKey.folded(group.name), in: tx), other.id != group.id {
            throw Refusal(.conflict, "name-taken", "There is a group with this name already.")
        }
        if let id = group.externalID, let other = try GroupStore().find(externalID: id, in: tx), other.id != group.id {
            throw Refusal(.conflict, "external-id-taken", "There is a group with this external id already.")
        }
    }

    /// Who is in a group others decide, so whoever gives it a role must hold the role's rights anywhere.
    private func check(_ giver: Caller, gives roles: [ID], beside before: [ID], in tx: Transaction) throws {
        for (index, id) in roles.enumerated() where !before.contains(id) {
            let role = try Missing.check(RoleStore().find(id, in: tx), named: "roles/\(index)")
            try Role.check(giver, handles: id)
            try guardGiving.check(giver, writes: role, over: nil, in: tx)
        }
    }
}
