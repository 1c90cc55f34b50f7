import Core

/// A role that somebody wants.
struct NewRole: Hashable, Sendable {
    let name: String
    let description: String
    let grants: [GrantShape]

    func role(id: ID, version: Int64 = 1) -> Role {
        Role(
            id: id, name: name, description: description, grants: grants.map { $0.grant(role: name) }, version: version)
    }
}

/// What is to become of a role.
struct RoleEdit: Hashable, Sendable {
    var name = Edit<String>.keep
    var description = Edit<String>.keep
    /// All of them anew.
    var grants = Edit<[GrantShape]>.keep

    /// The same version where nothing is different.
    func applied(to role: Role) -> Role {
        let wanted = NewRole(
            name: name.applied(to: role.name), description: description.applied(to: role.description),
            grants: grants.applied(to: role.grants.map { GrantShape($0) }))
        let same = wanted.role(id: role.id, version: role.version)
        return same == role ? role : wanted.role(id: role.id, version: role.version + 1)
    }
}
