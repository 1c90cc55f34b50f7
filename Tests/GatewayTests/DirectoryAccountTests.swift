import Core
import Database
import Events
import HTTP
import JSON
import Jobs
import Observability
import ServiceKit
import TestKit
import Testing

@testable import Gateway

/// Service accounts with which a directory keeps users and groups, so that it needs no administrator's token.
@Suite struct DirectoryAccountTests {
    private static func account(_ scim: SCIMGateway) async throws -> (id: ID, token: String) {
        let id = try await scim.gateway.person("entra", roles: [Role.directory], kind: .service)
        return (id, try await scim.gateway.token(of: id))
    }

    @Test(arguments: Engine.required)
    func `it keeps users and groups, whatever roles an administrator mapped to these`(_ engine: Engine) async throws {
        let scim = try await SCIMGateway(engine)
        let gateway = scim.gateway
        let (_, token) = try await Self.account(scim)
        let admin = try await gateway.token(of: gateway.administrator)
        let seller = try TestGateway.builtIn("Seller")
        let made = try await gateway.call(.post, GroupRoutes.path, as: admin, #"{"name":"Sales","roles":["\#(seller)"]}"#)
        let anna = try await scim.send(.post, "/Users", #"{"userName":"anna"}"#, token: token)
        #expect(anna.status == 201)
        let group = try made.id
        let join = #"{"Operations":[{"op":"add","path":"members","value":[{"value":"\#(try anna.id)"}]}]}"#
        #expect(try await scim.send(.patch, "/Groups/\(group)", join, token: token).status == 200)
        #expect(Set(try await gateway.rights(of: try #require(ID(try anna.id))).viewer.grants.map(\.role)) == ["Seller"])
        #expect(try await scim.send(.delete, "/Users/\(try anna.id)", token: token).status == 204)
        let last = "/Users/\(try await gateway.administrator)"
        #expect(try await scim.send(.delete, last, token: token).status == 409)
    }

    @Test func `it can do nothing else`() async throws {
        let scim = try await SCIMGateway()
        let gateway = scim.gateway
        let (id, token) = try await Self.account(scim)
        #expect(try await gateway.rights(of: id).scopes == [Scope.directory])
        var doors = 0
        for route in gateway.module.routes {
            guard case .scope(let scope) = route.access, scope != Scope.directory else { continue }
            let target = route.pattern.split(separator: "/").map {
                $0.hasPrefix("{") ? gateway.ids.next().description : String($0)
            }
            let answer = try await gateway.call(
                route.method, "/" + target.joined(separator: "/"), as: token, route.method == .get ? nil : "{}", version: 1)
            #expect(answer.status == 403 && answer.code == "missing-scope", "\(route.method) \(route.pattern)")
            doors += 1
        }
        #expect(doors > 30)
        for service in ["/v1/customers", "/v1/orders", "/v1/mails"] {
            #expect(Scope.names(of: try await gateway.rights(of: id).viewer.grants) == [Scope.directory], "\(service)")
        }
        for method in [HTTPMethod.get, .post] {
            #expect(try await gateway.call(method, "/v1/me/tokens", as: token, "{}").status >= 400)
            #expect(try await gateway.call(method, "/v1/me/absences", as: token, "{}").status >= 400)
        }
    }

    @Test func `only an administrator makes or unmakes a directory, or gives its role to a group`() async throws {
        let scim = try await SCIMGateway()
        let gateway = scim.gateway
        let (id, _) = try await Self.account(scim)
        let steward = try await gateway.token(of: gateway.person("steward", roles: [try await gateway.steeringRole()]))
        let admin = try await gateway.token(of: gateway.administrator)
        let other = try await gateway.person("okta", kind: .service)
        let role = #"{"roleID":"\#(Role.directory)"}"#
        let wish = #"{"name":"d","scopes":["directory:write"],"sources":[],"userID":"\#(id)"}"#
        #expect(try await gateway.call(.post, "/v1/users/\(other)/roles", as: steward, role).code == "not-yours-to-give")
        #expect(try await gateway.call(.post, "/v1/tokens", as: steward, wish).status == 403)
        let group = #"{"name":"g","roles":["\#(Role.directory)"]}"#
        #expect(try await gateway.call(.post, GroupRoutes.path, as: steward, group).code == "not-yours-to-give")
        let held = try await gateway.call(.get, "/v1/users/\(id)/roles", as: admin)
        let assignment = try #require(try held.json["items"]?.array?.first?["id"]?.string)
        #expect(
            try await gateway.call(.delete, "/v1/users/\(id)/roles/\(assignment)", as: steward, version: 1).code
                == "not-yours-to-give")

        #expect(try await gateway.call(.post, "/v1/tokens", as: admin, wish).status == 201)
        _ = try await gateway.token(of: other)
        #expect(try await gateway.call(.post, "/v1/users/\(other)/roles", as: admin, role).code == "has-tokens")
        let third = try await gateway.person("ping", kind: .service)
        #expect(try await gateway.call(.post, "/v1/users/\(third)/roles", as: admin, role).status == 201)
        let path = "/v1/roles/\(Role.directory)"
        #expect(try await gateway.call(.delete, path, as: admin, version: 1).code == "role-fixed")
        #expect(try await gateway.call(.get, path, as: admin).json["fixed"]?.bool == true)
    }

    @Test func `a person who holds the role gives by SCIM only what he has`() async throws {
        let scim = try await SCIMGateway()
        let gateway = scim.gateway
        let anna = try await gateway.person("anna", roles: [Role.directory])
        let admin = try await gateway.token(of: gateway.administrator)
        let body = #"{"name":"Admins","roles":["\#(Role.administrator)"]}"#
        let group = try await gateway.call(.post, GroupRoutes.path, as: admin, body).id
        let join = #"{"Operations":[{"op":"add","path":"members","value":[{"value":"\#(anna)"}]}]}"#
        let answer = try await scim.send(.patch, "/Groups/\(group)", join, token: gateway.token(of: anna))
        #expect(answer.status == 403)
    }

    @Test(arguments: Engine.required)
    func `an installation of before is given the role, and what was deleted does not come back`(_ engine: Engine) async throws {
        let common = EventMigrations.all + JobMigrations.all
        let before = GatewayModule.migrations.prefix { $0.name < "gateway-03" }
        let database = try await TestDatabase.make(engine, migrations: common + before)
        let clock = ManualClock()
        let ids = IdentifierSource(clock: clock)
        let old = Role(id: Role.builtInID(7), name: "Directory", description: "", grants: [], version: 1)
        try await database.write { tx in
            let root = Unit(id: UnitTree.root, parentID: nil, name: "Company", managerID: nil, isActive: true, version: 1)
            try UnitStore().insert(root, at: clock.now(), in: tx)
            try RoleStore().insert(old, in: tx)
        }
        _ = try await Migrator.migrate(
            common + GatewayModule.migrations, database: database, clock: clock, logger: .silent)
        let outbox = Outbox(source: "/gateway", topic: "crm.gateway.v1", clock: clock, ids: ids, wake: {})
        let ensure = EnsureOrganization(
            database: database, clock: clock, tell: TellOrganization(outbox: outbox, clock: clock), name: "Company")
        for _ in 1...2 {
            try await ensure()
            let roles = try await database.read { tx in try RoleStore().list(after: nil, limit: 50, in: tx) }
            #expect(roles.map(\.name) == ["Administrator", "Directory", "Directory (Relata)"])
            #expect(roles.last?.id == Role.directory && roles.last?.grants.map(\.role) == ["Directory (Relata)"])
        }
    }
}
