import Access
package import Core
import Crypto
package import Database
import Events

/// What the operator of the machine does with users, beside a running server, which publishes what it tells.
package struct OperateUsers: Sendable {
    /// A user with the names of the roles that he holds now.
    package struct Line: Sendable {
        package let user: User
        package let roles: [String]
    }

    private let database: any Database
    private let clock: any WallClock
    private let ids: IdentifierSource
    private let tell: TellOrganization

    package init(database: any Database, clock: any WallClock, ids: IdentifierSource) {
        (self.database, self.clock, self.ids) = (database, clock, ids)
        let outbox = Outbox(source: "/gateway", topic: OrganizationEvents.topic, clock: clock, ids: ids, wake: {})
        tell = TellOrganization(outbox: outbox, clock: clock)
    }

    /// Makes a user with these roles, in a unit of this name. A person gets a password, which is kept nowhere else. Throws `notFound`
    /// for a role or a unit that is not there, and where the server was not started yet, which makes them.
    package func create(
        _ wish: NewUser, roles: [String], unit: String?
    ) async throws -> (user: User, password: String?) {
        let password = wish.kind == .person ? SecureRandom.token(bytes: 15) : nil
        let hash: String = if let password { await PasswordHash.hash(password) } else { "" }
        let guardGiving = GuardGiving(clock: clock)
        let create = CreateUser(database: database, clock: clock, ids: ids, tell: tell)
        let assign = AssignRole(database: database, clock: clock, ids: ids, tell: tell, guardGiving: guardGiving)
        return try await database.write { tx in
            guard try UnitStore().find(UnitTree.root, in: tx) != nil else {
                throw Refusal(
                    .notFound, "no-organization", "Start the server once: it makes the organization and the first administrator.")
            }
            let user = try create.perform(wish, passwordHash: hash, in: tx)
            for name in roles {
                guard let role = try RoleStore().find(nameKey: SearchKey.folded(name), in: tx) else {
                    throw Refusal(.notFound, "no-role", "There is no role \(name).")
                }
                _ = try assign.perform(role.id, to: user.id, by: nil, in: tx)
            }
            if let unit { try place(user, in: unit, tx) }
            return (user, password)
        }
    }

    /// In the order of logins, persons first.
    package func list() async throws -> [Line] {
        let now = clock.now()
        return try await database.read { tx in
            var lines: [Line] = []
            for kind in User.Kind.allCases {
                var query = UserQuery(kind: kind, limit: 1000)
                while true {
                    let users = try UserStore().list(query, in: tx)
                    for user in users {
                        let roles = try StandingStore().standing(of: user.id, in: tx)?.roles ?? []
                        lines.append(Line(user: user, roles: roles.filter { $0.holds(at: now) }.map(\.value.name)))
                    }
                    guard users.count == query.limit, let last = users.last else { break }
                    query.after = SearchKey.folded(last.login)
                }
            }
            return lines
        }
    }

    /// Throws `notFound` for a login that nobody has.
    package func id(ofLogin login: String) async throws -> ID {
        guard let id = try await database.read({ tx in try UserStore().id(loginKey: SearchKey.folded(login), in: tx) }) else {
            throw Refusal(.notFound, "no-user", "There is no user \(login).")
        }
        return id
    }

    private func place(_ user: User, in name: String, _ tx: Transaction) throws {
        let units = try UnitStore().named(name, in: tx)
        guard let unit = units.first, units.count == 1 else {
            throw Refusal(
                .notFound, "no-unit",
                units.isEmpty
                    ? "There is no unit \(name)." : "Several units are called \(name). Place the user through the API, by its id."
            )
        }
        let now = clock.now()
        let made = Membership(id: ids.next(), unitID: unit.id, userID: user.id, from: now, until: nil, version: 1)
        try MembershipStore().insert(made, in: tx)
        try tell.membership(made, in: tx)
        try tell.user(user.id, in: tx)
    }
}
