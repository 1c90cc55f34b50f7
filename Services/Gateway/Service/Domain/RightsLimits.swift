import Core

/// How much one user can hold at a time. His rights travel with every request to a service, in one header field.
enum RightsLimits {
    static let roles = 5
    static let memberships = 10
    static let managedUnits = 30
    static let deputyships = 20
    /// Of one role, in bytes as it travels, about.
    static let role = 1600

    /// Throws `too-many` when there is no room for one more.
    static func check(_ held: Int, isBelow most: Int, _ what: String) throws(Refusal) {
        guard held < most else {
            throw Refusal(.conflict, "too-many", "A user can have \(most) \(what) at a time. End another one first.")
        }
    }
}

extension Role {
    /// About what its rules add to a request, in bytes.
    var weight: Int {
        grants.reduce(0) { sum, grant in
            sum + 40 + grant.role.utf8.count + grant.resource.rawValue.utf8.count + grant.scope.rawValue.utf8.count
                + grant.actions.reduce(0) { $0 + $1.rawValue.utf8.count + 3 } + grant.fields.count * 22
        }
    }
}
