import Core
import Database
import HTTP
import JSON
import TestKit
import Testing

@testable import Gateway

@Suite struct RoleTests {
    private static let rule = #"{"resource":"account","actions":["view"],"scope":"own"}"#

    private static func body(_ name: String, _ rules: [String] = [rule]) -> String {
        #"{"name":"\#(name)","grants":[\#(rules.joined(separator: ","))]}"#
    }

    @Test(arguments: Engine.required) func `a role is made once, read, changed for its holders, and deleted while nobody has it`(
        _ engine: Engine
    ) async throws {
        let gateway = try await TestGateway(engine)
        let admin = try await gateway.token(of: gateway.administrator)
        let made = try await gateway.call(.post, "/v1/roles", as: admin, Self.body("Reader"), key: "k")
        #expect(made.status == 201)
        #expect(try await gateway.call(.post, "/v1/roles", as: admin, Self.body("Reader"), key: "k").status == 200)
        #expect(try await gateway.call(.post, "/v1/roles", as: admin, Self.body("READER")).code == "name-taken")
        let path = "/v1/roles/\(try made.id)"
        #expect(try await gateway.call(.get, path, as: admin).bytes == made.bytes)
        let anna = try await gateway.person("anna", roles: [try #require(ID(try made.id))])
        #expect(try await gateway.rights(of: anna).scopes == ["customers:read"])
        let rules = #"{"grants":[\#(Self.rule),{"resource":"order","actions":["view","export"],"scope":"unit"}]}"#
        #expect(try await gateway.call(.patch, path, as: admin, rules, version: 1).version == 2)
        #expect(try await gateway.rights(of: anna).scopes == ["customers:read", "orders:read"])
        #expect(try await gateway.call(.delete, path, as: admin, version: 2).code == "role-in-use")
        let spare = try await gateway.call(.post, "/v1/roles", as: admin, Self.body("Spare"))
        #expect(try await gateway.call(.delete, "/v1/roles/\(try spare.id)", as: admin, version: 1).status == 204)
        let list = try await gateway.call(.get, "/v1/roles?limit=3", as: admin)
        #expect(try list.json["items"]?.array?.compactMap { $0["name"]?.string } == ["Administrator", "Auditor", "Directory"])
        let rest = try await gateway.call(.get, "/v1/roles?cursor=\(try #require(try list.json["next"]?.string))", as: admin)
        #expect(try rest.json["items"]?.array?.count == 6)
        let holders = try await gateway.call(.get, path + "/holders", as: admin)
        #expect(try holders.json["items"]?.array?.compactMap { $0["userID"]?.string } == [anna.description])
        let told = try await gateway.told().filter { $0.type == "crm.gateway.role.changed.v1" }.map(\.data)
        #expect(told.suffix(4).map { $0["isDeleted"]?.bool } == [false, false, false, true])
    }

    @Test(arguments: Engine.required) func `of two administrators who change the same role, the second is told to read again`(
        _ engine: Engine
    ) async throws {
        let gateway = try await TestGateway(engine)
        let first = try await gateway.token(of: gateway.administrator)
        let second = try await gateway.token(of: gateway.person("second", roles: [Role.administrator]))
        let path = "/v1/roles/\(try TestGateway.builtIn("Seller"))"
        let seen = try await gateway.call(.get, path, as: first).version
        #expect(try await gateway.call(.patch, path, as: second, #"{"description":"mine"}"#, version: seen).status == 200)
        let late = try await gateway.call(.patch, path, as: first, #"{"grants":[]}"#, version: seen)
        #expect(late.status == 412 && late.code == "stale")
        let role = try await gateway.call(.get, path, as: first)
        #expect(try role.json["description"]?.string == "mine" && role.json["grants"]?.array?.count == 8)
        #expect(try await gateway.call(.patch, path, as: first, #"{"grants":[]}"#, version: seen + 1).status == 200)
    }

    @Test(
        arguments: [
            (#"{"resource":"account","actions":["view"],"scope":"everyone"}"#, "/grants/0/scope"),
            (#"{"resource":"product","actions":["view"],"scope":"own"}"#, "/grants/0/scope"),
            (#"{"resource":"account","actions":["rob"],"scope":"own"}"#, "/grants/0/actions/0"),
            (#"{"resource":"account","actions":["view","change"],"scope":"own","level":"ownerOnly"}"#, "/grants/0/actions"),
            (#"{"resource":"account","actions":["view"],"scope":"own","fields":{"money":"some"}}"#, "/grants/0/fields/money"),
        ])
    func `a rule that makes no sense is refused where it stands`(rule: String, pointer: String) async throws {
        let gateway = try await TestGateway()
        let admin = try await gateway.token(of: gateway.administrator)
        let answer = try await gateway.call(.post, "/v1/roles", as: admin, Self.body("x", [rule]))
        #expect(answer.status == 422)
        #expect(try answer.json["errors"]?.array?.contains { $0["pointer"]?.string == pointer } == true)
    }

    @Test func `a role is no larger than what travels with a request`() async throws {
        let gateway = try await TestGateway()
        let admin = try await gateway.token(of: gateway.administrator)
        let rule =
            #"{"resource":"account","actions":["view","create","change","delete","assign","export"],"scope":"unitAndBelow"}"#
        let answer = try await gateway.call(
            .post, "/v1/roles", as: admin, Self.body("x", Array(repeating: rule, count: 20)))
        #expect(answer.status == 422 && answer.code == "too-large")
        for role in Role.builtIn { #expect(role.weight <= RightsLimits.role) }
    }

    @Test(arguments: Engine.required) func `Administrator stays as it is`(_ engine: Engine) async throws {
        let gateway = try await TestGateway(engine)
        let admin = try await gateway.token(of: gateway.administrator)
        let path = "/v1/roles/\(Role.administrator)"
        #expect(try await gateway.call(.get, path, as: admin).json["fixed"]?.bool == true)
        #expect(try await gateway.call(.patch, path, as: admin, #"{"grants":[]}"#, version: 1).code == "role-fixed")
        #expect(try await gateway.call(.delete, path, as: admin, version: 1).code == "role-fixed")
    }

    @Test(arguments: Engine.required) func `a role is given for a time, once at a time, and ended`(_ engine: Engine) async throws
    {
        let gateway = try await TestGateway(engine)
        let admin = try await gateway.token(of: gateway.administrator)
        let (anna, seller) = (try await gateway.person("anna"), try TestGateway.builtIn("Seller"))
        let path = "/v1/users/\(anna)/roles"
        let made = try await gateway.call(
            .post, path, as: admin, #"{"roleID":"\#(seller)","from":"2026-01-06T00:00:00Z","until":"2026-01-08T00:00:00Z"}"#)
        #expect(made.status == 201)
        let double = try await gateway.call(.post, path, as: admin, #"{"roleID":"\#(seller)"}"#)
        #expect(double.status == 409 && double.code == "already-assigned")
        let unknown = try await gateway.call(.post, path, as: admin, #"{"roleID":"\#(anna)"}"#)
        #expect(unknown.status == 422 && unknown.code == "unknown-id")
        #expect(try await gateway.rights(of: anna).scopes.isEmpty)
        gateway.clock.advance(seconds: 12 * 3600)
        #expect(try await gateway.rights(of: anna).scopes.contains("customers:read"))
        let one = "\(path)/\(try made.id)"
        #expect(
            try await gateway.call(.patch, one, as: admin, #"{"until":"2026-01-06T00:00:00.000001Z"}"#, version: 1).status == 200)
        gateway.clock.advance(seconds: 1)
        #expect(try await gateway.rights(of: anna).scopes.isEmpty)
        #expect(try await gateway.call(.delete, one, as: admin, version: 1).status == 412)
        #expect(try await gateway.call(.delete, one, as: admin, version: 2).status == 204)
        #expect(try await gateway.call(.get, path, as: admin).json["items"]?.array?.isEmpty == true)
    }

    @Test(arguments: Engine.required) func `the last administrator keeps the role, and without an end`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway(engine)
        let first = try await gateway.administrator
        let admin = try await gateway.token(of: first)
        let path = "/v1/users/\(first)/roles"
        let held = try #require(try await gateway.call(.get, path, as: admin).json["items"]?.array?[0]["id"]?.string)
        let end = #"{"until":"2030-01-01T00:00:00Z"}"#
        #expect(try await gateway.call(.patch, "\(path)/\(held)", as: admin, end, version: 1).code == "last-administrator")
        #expect(try await gateway.call(.delete, "\(path)/\(held)", as: admin, version: 1).code == "last-administrator")
        // A service account signs nobody in, so it does not count.
        _ = try await gateway.person("robot", roles: [Role.administrator], kind: .service)
        #expect(try await gateway.call(.delete, "\(path)/\(held)", as: admin, version: 1).code == "last-administrator")
        _ = try await gateway.person("second", roles: [Role.administrator])
        #expect(try await gateway.call(.delete, "\(path)/\(held)", as: admin, version: 1).status == 204)
    }
}
