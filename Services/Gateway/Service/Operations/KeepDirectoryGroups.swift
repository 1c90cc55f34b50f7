import Core
import Database

/// Groups as a directory keeps them, by SCIM: the same that an identity provider's claim names, so that the roles they give are said
/// once for both.
struct KeepDirectoryGroups: Sendable {
    struct Found: Sendable {
        let group: Group
        /// By the directory's word; none where they were not asked for.
        let members: [(id: ID, name: String)]

        var tag: String { "W/\"\(group.version)\"" }
    }

    let database: any Database
    let clock: any WallClock
    let ids: IdentifierSource
    let guardGiving: GuardGiving
    let applyGroups: ApplyGroups
    let reconcile: ReconcileUsers

    func one(_ id: ID, withMembers: Bool) async throws -> Found {
        try await database.read { tx in
            try found(Missing.check(GroupStore().find(id, in: tx)), withMembers: withMembers, in: tx)
        }
    }

    func list(
        _ filter: DirectoryFilter?, from offset: Int, count: Int, withMembers: Bool
    ) async throws -> (found: [Found], total: Int64) {
        try await database.read { tx in
            let (groups, total) = try GroupStore().list(filter, from: offset, count: count, in: tx)
            return (try groups.map { try found($0, withMembers: withMembers, in: tx) }, total)
        }
    }

    /// A group that somebody made here by this name, to give it roles, becomes the directory's.
    func create(_ wish: DirectoryGroup, by giver: Caller?) async throws -> Found {
        let now = clock.now()
        return try await database.write { tx in
            try UnitStore().lockTree(in: tx)
            if let before = try GroupStore().find(nameKey: SearchKey.folded(wish.displayName), in: tx) {
                let isTold = try !GroupStore().members(of: before.id, toldBy: Group.directory, in: tx).isEmpty
                guard !isTold, before.externalID == nil || before.externalID == wish.externalID else {
                    throw DirectoryRefusal(.uniqueness, "There is a group with this displayName already.")
                }
                return try save(wish, over: before, at: now, by: giver, in: tx)
            }
            let group = Group(
                id: ids.next(), name: wish.displayName, externalID: nil, version: 0, createdAt: now, changedAt: now)
            try GroupStore().insert(group, in: tx)
            return try save(wish, over: group, at: now, by: giver, in: tx)
        }
    }

    /// `condition` is the ETag that the client read, where it says one.
    func change(
        _ id: ID, condition: String?, by giver: Caller?,
        _ change: @escaping @Sendable (inout DirectoryGroup) throws(DirectoryRefusal) -> Void
    ) async throws -> Found {
        let now = clock.now()
        return try await database.write { tx in
            try UnitStore().lockTree(in: tx)
            let before = try Missing.check(GroupStore().find(id, in: tx))
            if let condition, condition != "W/\"\(before.version)\"" { throw Stale.refusal }
            var wish = DirectoryGroup()
            (wish.displayName, wish.externalID) = (before.name, before.externalID)
            wish.members = Set(try GroupStore().members(of: id, toldBy: Group.directory, in: tx))
            let present = wish
            try change(&wish)
            try wish.check()
            guard wish != present else { return try found(before, withMembers: true, in: tx) }
            return try save(wish, over: before, at: now, by: giver, in: tx)
        }
    }

    func delete(_ id: ID, condition: String?) async throws {
        try await database.write { tx in
            try UnitStore().lockTree(in: tx)
            let before = try Missing.check(GroupStore().find(id, in: tx))
            if let condition, condition != "W/\"\(before.version)\"" { throw Stale.refusal }
            let members = try GroupStore().members(of: id, in: tx)
            try GroupStore().delete(id, in: tx)
            try reconcile.later(members, in: tx)
        }
    }

    private func save(
        _ wish: DirectoryGroup, over before: Group, at now: Timestamp, by giver: Caller?, in tx: Transaction
    ) throws -> Found {
        let store = GroupStore()
        let group = Group(
            id: before.id, name: wish.displayName, externalID: wish.externalID, version: before.version + 1,
            createdAt: before.createdAt, changedAt: now)
        do {
            try ManageGroups.checkOnly(group, in: tx)
        } catch let refusal as Refusal {
            throw DirectoryRefusal(.uniqueness, refusal.detail)
        }
        guard try store.update(group, expecting: before.version, in: tx) else { throw Stale.refusal }
        let present = Set(try store.members(of: group.id, toldBy: Group.directory, in: tx))
        let (coming, going) = (wish.members.subtracting(present).sorted(), present.subtracting(wish.members).sorted())
        for user in coming where try DirectoryUserStore().find(user, in: tx).map(\.isDeleted) ?? true {
            throw DirectoryRefusal(.invalidValue, "There is no user with the id \(user).")
        }
        try guardGiving(to: giver == nil ? [] : coming, by: giver, in: tx) {
            for user in coming { try store.addMember(user, to: group.id, toldBy: Group.directory, in: tx) }
            for user in going { try store.dropMember(user, of: group.id, toldBy: Group.directory, in: tx) }
            try follow(coming + going, isAtOnce: giver != nil, in: tx)
        }
        return try found(group, withMembers: true, in: tx)
    }

    /// A few at once, many by jobs, so that nobody's change of the organization waits long.
    private func follow(_ users: [ID], isAtOnce: Bool, in tx: Transaction) throws {
        guard isAtOnce || users.count <= ReconcileUsers.batch else { return try reconcile.later(users, in: tx) }
        for user in users { try applyGroups.reconcile(user, in: tx) }
    }

    private func found(_ group: Group, withMembers: Bool, in tx: Transaction) throws -> Found {
        let members = withMembers ? try GroupStore().namedMembers(of: group.id, toldBy: Group.directory, in: tx) : []
        return Found(group: group, members: members)
    }
}

/// The groups that a user belongs to by the directory's word.
struct ReadDirectoryGroups: Sendable {
    let database: any Database

    func callAsFunction(of user: ID) async throws -> [(id: ID, name: String)] {
        try await database.read { tx in try GroupStore().namedGroups(of: user, toldBy: Group.directory, in: tx) }
    }
}
