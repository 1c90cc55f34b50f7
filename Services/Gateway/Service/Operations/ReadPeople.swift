import Core
import Database

/// The organization as its pages show it: each page is one look at one moment.
struct ReadPeople: Sendable {
    /// A person of a list.
    struct Line: Sendable {
        let user: User
        /// Of now.
        let units: [Unit]
        let roles: [Role]
        /// The absence that holds now.
        let absence: Absence?
    }

    /// All about one person.
    struct Card: Sendable {
        let user: User
        let memberships: [(membership: Membership, unit: Unit?)]
        let managed: [Unit]
        let assignments: [(assignment: RoleAssignment, role: Role?)]
        let absences: [(absence: Absence, deputy: User?)]
    }

    /// A unit of the tree.
    struct Branch: Sendable {
        let unit: Unit
        /// The root has 0.
        let depth: Int
        let manager: User?
        /// People who belong to it now or will.
        let members: Int
    }

    private static let mostUnits = 10_000

    let database: any Database
    let clock: any WallClock

    /// At most `limit` of them in the order of their logins, whose name, login or mail holds the text; all where it is empty.
    func list(_ query: UserQuery, holding text: String) async throws -> [Line] {
        let now = clock.now()
        return try await database.read { tx in
            try UserStore().list(query, holding: SearchKey.folded(text), in: tx).map { try line($0, at: now, in: tx) }
        }
    }

    /// As above, of the people of a unit and of all below it, and of those who hold a role, where these are named.
    func list(_ query: UserQuery, holding text: String, unit: ID?, role: ID?) async throws -> [Line] {
        let now = clock.now()
        var query = query
        if let unit {
            let below = try await database.read { tx in try UnitStore().tree(in: tx).below([unit]) }
            query.units = (below, now)
        }
        if let role { query.role = (role, now) }
        return try await list(query, holding: text)
    }

    private func line(_ user: User, at now: Timestamp, in tx: Transaction) throws -> Line {
        let standing = try StandingStore().standing(of: user.id, in: tx) ?? Standing(of: user)
        let units = Set(standing.memberships.filter { $0.holds(at: now) }.map(\.value) + standing.managedUnits)
        return Line(
            user: user, units: try units.sorted().compactMap { try UnitStore().find($0, in: tx) },
            roles: standing.roles.filter { $0.holds(at: now) }.map(\.value),
            absence: try AbsenceStore().list(of: user.id, in: tx).first { $0.startsAt <= now && now < $0.endsAt })
    }

    /// Throws `notFound` where there is no such user.
    func card(_ id: ID) async throws -> Card {
        try await database.read { tx in
            let user = try Missing.check(UserStore().find(id, in: tx))
            return Card(
                user: user,
                memberships: try MembershipStore().list(of: id, in: tx).map { ($0, try UnitStore().find($0.unitID, in: tx)) },
                managed: try UnitStore().managed(by: id, in: tx),
                assignments: try AssignmentStore().list(of: id, in: tx).map { ($0, try RoleStore().find($0.roleID, in: tx)) },
                absences: try AbsenceStore().list(of: id, in: tx).map { absence in
                    (absence, try absence.deputyID.flatMap { try UserStore().find($0, in: tx) })
                })
        }
    }

    /// The tree from the root down, units beside each other in the order of their names.
    func tree() async throws -> [Branch] {
        let now = clock.now()
        return try await database.read { tx in
            let units = try UnitStore().list(after: nil, limit: Self.mostUnits, in: tx)
            let managers = Dictionary(try UserStore().managers(in: tx).map { ($0.id, $0) }) { first, _ in first }
            let members = try MembershipStore().counts(at: now, in: tx)
            let below = Dictionary(grouping: units) { $0.parentID }
            var branches: [Branch] = []
            func add(_ unit: Unit, depth: Int) {
                branches.append(
                    Branch(
                        unit: unit, depth: depth, manager: unit.managerID.flatMap { managers[$0] },
                        members: members[unit.id] ?? 0))
                let children = (below[unit.id] ?? []).sorted { SearchKey.folded($0.name) < SearchKey.folded($1.name) }
                for child in children { add(child, depth: depth + 1) }
            }
            for root in below[nil] ?? [] { add(root, depth: 0) }
            return branches
        }
    }

    /// Who belongs to a unit now or will, in the order of their logins.
    func members(of unit: ID) async throws -> [(membership: Membership, user: User)] {
        let now = clock.now()
        return try await database.read { tx in
            try MembershipStore().list(in: unit, after: nil, limit: 1000, in: tx).compactMap { membership in
                guard !membership.isOver(at: now),
                    let user = try UserStore().find(membership.userID, in: tx)
                else { return nil }
                return (membership, user)
            }.sorted { $0.user.login < $1.user.login }
        }
    }

    /// All roles, in the order of their names.
    func roles() async throws -> [Role] {
        try await database.read { tx in try RoleStore().list(after: nil, limit: 1000, in: tx) }
    }

    /// Throws `notFound` where there is no such role. Holders are those who hold it now or will, at most 500 of them.
    func role(_ id: ID) async throws -> (role: Role, holders: [User]) {
        let now = clock.now()
        return try await database.read { tx in
            let role = try Missing.check(RoleStore().find(id, in: tx))
            let held = try AssignmentStore().list(of: id, after: nil, limit: 500, in: tx)
            let users = Set(held.filter { !$0.isOver(at: now) }.map(\.userID))
            return (role, try users.compactMap { try UserStore().find($0, in: tx) }.sorted { $0.login < $1.login })
        }
    }

    /// The one with this login or mail address. Throws `invalid` where nobody has it, against the field of this name.
    func person(_ login: String, named field: String) async throws -> User {
        let key = SearchKey.folded(login)
        let found = try await database.read { tx in
            try UserStore().id(loginKey: key, in: tx).flatMap { try UserStore().find($0, in: tx) }
                ?? UserStore().find(mailKey: key, in: tx)
        }
        guard let found else {
            throw Refusal(
                .invalid, "no-such-person", "Nobody has this login or mail address.",
                faults: [Fault(pointer: "/\(field)", code: "no-such-person", detail: "Nobody has this login or mail address.")])
        }
        return found
    }
}
