import Core
import Database

/// Makes a role, which nobody holds yet.
struct CreateRole: Sendable {
    let database: any Database
    let ids: IdentifierSource
    let tell: TellOrganization
    let guardGiving: GuardGiving

    /// Throws `forbidden` for rules that would let their holder do what the giver cannot do everywhere.
    func callAsFunction(_ wish: NewRole, _ creation: Creation, by giver: Caller) async throws -> (made: Role, isNew: Bool) {
        try await database.write { tx in
            try creation.once(in: tx, find: { try RoleStore().find($0, in: tx) }) {
                try UnitStore().lockTree(in: tx)
                let role = wish.role(id: ids.next())
                try Self.check(role, in: tx)
                try guardGiving.check(giver, writes: role, over: nil, in: tx)
                try RoleStore().insert(role, in: tx)
                try tell.role(role, in: tx)
                return (role.id, role)
            }
        }
    }

    /// What must hold of a role however it came to be.
    static func check(_ role: Role, in tx: Transaction) throws {
        if let other = try RoleStore().find(nameKey: SearchKey.folded(role.name), in: tx), other.id != role.id {
            throw Refusal(
                .conflict, "name-taken", "There is a role of this name. Choose another one.",
                faults: [Fault(pointer: "/name", code: "name-taken", detail: "There is a role of this name.")])
        }
        guard role.weight <= RightsLimits.role else {
            throw Refusal(
                .invalid, "too-large", "A role holds some twenty rules at most. Put some of them into another role.",
                faults: [Fault(pointer: "/grants", code: "too-large", detail: "These are too many rules for one role.")])
        }
    }
}
