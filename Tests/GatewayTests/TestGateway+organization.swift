import Core
import Database
import Events
import HTTP
import JSON
import TestKit
import Testing

@testable import Gateway

/// An organization to try things on.
extension TestGateway {
    /// Sends JSON with a token. `version` goes into If-Match; a POST gets a key of its own unless one is given.
    func call(
        _ method: HTTPMethod, _ target: String, as token: String, _ body: String? = nil, version: Int64? = nil, key: String? = nil
    ) async throws -> Answer {
        var fields = [("Authorization", "Bearer \(token)"), ("Accept", "application/json")]
        if body != nil { fields.append(("Content-Type", "application/json")) }
        if let version { fields.append(("If-Match", "\"\(version)\"")) }
        if method == .post { fields.append(("Idempotency-Key", key ?? ids.next().description)) }
        return try await send(method, target, fields: fields, body: body)
    }

    /// A new token that has all rights of the user, so that nothing of before is remembered of it.
    func token(of user: ID, scopes: Set<String> = ["*"]) async throws -> String {
        let text = AccessToken.makeText()
        let token = AccessToken(
            id: ids.next(), name: "test", scopes: scopes, sources: [], userID: user, createdAt: clock.now(), expiresAt: nil)
        try await database.write { tx in try TokenStore().insert(token, digest: AccessToken.digest(text), in: tx) }
        return text
    }

    /// The administrator of the first start.
    var administrator: ID {
        get async throws {
            try #require(try await database.read { tx in try UserStore().find(loginKey: "admin", in: tx) }?.id)
        }
    }

    /// A user with roles, made past all guards; `units` are those he belongs to from now on.
    func person(_ login: String, roles: [ID] = [], in units: [ID] = [], kind: User.Kind = .person) async throws -> ID {
        let user = User(id: ids.next(), kind: kind, login: login, name: login)
        let now = clock.now()
        let ids = ids
        try await database.write { tx in
            try UserStore().insert(user, at: now, in: tx)
            for role in roles {
                let id = ids.next()
                try AssignmentStore().insert(
                    RoleAssignment(id: id, userID: user.id, roleID: role, from: now, until: nil, version: 1), in: tx)
            }
            for unit in units {
                let id = ids.next()
                try MembershipStore().insert(
                    Membership(id: id, unitID: unit, userID: user.id, from: now, until: nil, version: 1), in: tx)
            }
        }
        return user.id
    }

    func unit(_ name: String, under parent: ID = UnitTree.root, manager: ID? = nil) async throws -> ID {
        let unit = Unit(id: ids.next(), parentID: parent, name: name, managerID: manager, isActive: true, version: 1)
        let now = clock.now()
        try await database.write { tx in try UnitStore().insert(unit, at: now, in: tx) }
        return unit.id
    }

    /// A role of these rules, made past all guards.
    func role(_ name: String, _ grants: [Grant]) async throws -> ID {
        let role = Role(id: ids.next(), name: name, description: "", grants: grants, version: 1)
        try await database.write { tx in try RoleStore().insert(role, in: tx) }
        return role.id
    }

    /// What a head of sales has, and the right to change the organization, which the built-in role has not.
    func steeringRole() async throws -> ID {
        let head = try #require(Role.builtIn.first { $0.name == "Head of sales" })
        let grants =
            head.grants + [
                Grant(role: "Steering", resource: .organization, actions: [.view, .create, .administer], scope: .all)
            ]
        return try await role("Steering", grants)
    }

    static func builtIn(_ name: String) throws -> ID { try #require(Role.builtIn.first { $0.name == name }?.id) }

    /// What the user may do at this moment.
    func rights(of user: ID) async throws -> Rights {
        let now = clock.now()
        return try #require(
            try await database.read { tx in try StandingStore().standing(of: user, in: tx)?.rights(at: now) })
    }

    /// The types of the events that were told so far, each with its data, the oldest first.
    func told() async throws -> [(type: String, data: JSONValue)] {
        try await database.read { tx in
            try tx.rows("SELECT topic, record_key, headers, value FROM outbox ORDER BY seq") { row in
                let record = Record(
                    topic: row.text(0), key: row.textOrNil(1), headers: Envelope.unpacked(row.bytes(2)), value: row.bytes(3))
                let event = try #require(Envelope.event(record))
                return (event.type, try JSONValue.parse(event.data))
            }
        }
    }
}

extension TestGateway.Answer {
    var id: String { get throws { try #require(try json["id"]?.string) } }
    var version: Int64 { get throws { try #require(try json["version"]?.int) } }
}
