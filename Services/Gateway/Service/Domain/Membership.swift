import Core

/// That a user holds a role, for a time.
struct RoleAssignment: Lasting, Hashable, Sendable {
    let id: ID
    let userID: ID
    let roleID: ID
    let from: Timestamp
    let until: Timestamp?
    let version: Int64
}

/// That a user works in a unit, for a time.
struct Membership: Lasting, Hashable, Sendable {
    let id: ID
    let unitID: ID
    let userID: ID
    let from: Timestamp
    let until: Timestamp?
    let version: Int64
}
