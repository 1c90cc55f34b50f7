import Core

/// A group of people as a directory or an identity provider knows it. Its members hold the roles that it is given here.
struct Group: Hashable, Sendable {
    let id: ID
    let name: String
    /// The directory's own id of it, which a claim may name instead of the name.
    let externalID: String?
    let version: Int64
    let createdAt: Timestamp
    let changedAt: Timestamp

    /// Who tells of members where no provider does: the directory, by SCIM.
    static let directory = ID(high: 0, low: 0)
}

/// What is to become of the roles that groups give a user.
struct GroupRoles: Hashable, Sendable {
    /// What is to be given, the first first, and the assignments to be ended.
    let give: [ID]
    let end: [RoleAssignment]
    /// What there is no room for.
    let left: [ID]

    /// `wanted` are the roles of all his groups, `held` the assignments that groups gave and that are not over, `others` the roles of
    /// those that people gave. Nobody holds a role twice at a time, so what he holds by hand no group gives.
    init(wanted: [ID], held: [RoleAssignment], others: [ID]) {
        let keep = Set(wanted)
        end = held.filter { !keep.contains($0.roleID) }
        let has = Set(held.map(\.roleID) + others)
        let missing = wanted.filter { !has.contains($0) }
        let room = max(0, RightsLimits.roles - others.count - held.count + end.count)
        give = Array(missing.prefix(room))
        left = Array(missing.dropFirst(room))
    }
}

/// A group as somebody wants it.
struct GroupWish: Hashable, Sendable {
    let name: String
    let externalID: String?
    let roles: [ID]
}
