import Core
import Database

/// Changes what a role says, for all who hold it within 5 s, or deletes one that nobody was ever given.
struct ChangeRole: Sendable {
    let database: any Database
    let tell: TellOrganization
    let guardGiving: GuardGiving

    func callAsFunction(_ edit: RoleEdit, of id: ID, expecting version: Int64, by giver: Caller) async throws -> Role {
        try await database.write { tx in
            let before = try held(id, expecting: version, tx)
            let after = edit.applied(to: before)
            guard after != before else { return before }
            try CreateRole.check(after, in: tx)
            try guardGiving.check(giver, writes: after, over: before, in: tx)
            guard try RoleStore().update(after, expecting: version, in: tx) else { throw Stale.refusal }
            try tell.role(after, in: tx)
            return after
        }
    }

    func remove(_ id: ID, expecting version: Int64) async throws {
        try await database.write { tx in
            let role = try held(id, expecting: version, tx)
            guard try !AssignmentStore().isAssigned(id, in: tx) else {
                throw Refusal(
                    .conflict, "role-in-use", "Somebody holds this role or held it. Take its rules out, or end those assignments."
                )
            }
            try RoleStore().delete(id, in: tx)
            try tell.role(role, isDeleted: true, in: tx)
        }
    }

    private func held(_ id: ID, expecting version: Int64, _ tx: Transaction) throws -> Role {
        try UnitStore().lockTree(in: tx)
        let role = try Missing.check(RoleStore().find(id, in: tx))
        guard !role.isFixed else {
            throw Refusal(.conflict, "role-fixed", "The role \(role.name) stays as it is. Make another role.")
        }
        try Stale.check(role.version, expecting: version)
        return role
    }
}
