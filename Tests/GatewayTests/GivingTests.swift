import Core
import Database
import HTTP
import JSON
import TestKit
import Testing

@testable import Gateway

/// Attempts of somebody who may change the organization, but is no administrator, to come to more than he has.
@Suite struct GivingTests {
    /// Below the root stand north, with harbour below it, and south. The head steers north; Boris is of south, Anna of harbour.
    private struct Firm {
        let gateway: TestGateway
        let north: ID, harbour: ID, south: ID
        let head: ID, anna: ID, boris: ID
        let token: String

        init(_ engine: Engine) async throws {
            gateway = try await TestGateway(engine)
            north = try await gateway.unit("North")
            harbour = try await gateway.unit("Harbour", under: north)
            south = try await gateway.unit("South")
            let seller = try TestGateway.builtIn("Seller")
            head = try await gateway.person("head", roles: [try await gateway.steeringRole()], in: [north])
            anna = try await gateway.person("anna", roles: [seller], in: [harbour])
            boris = try await gateway.person("boris", roles: [seller], in: [south])
            token = try await gateway.token(of: head)
        }

        func code(_ method: HTTPMethod, _ target: String, _ body: String? = nil, version: Int64? = nil) async throws -> String? {
            let answer = try await gateway.call(method, target, as: token, body, version: version)
            return answer.code ?? String(answer.status)
        }
    }

    @Test(arguments: Engine.required) func `a head moves people within his units and none of others into rows he lacks`(
        _ engine: Engine
    ) async throws {
        let firm = try await Firm(engine)
        func join(_ user: ID, _ unit: ID) async throws -> String? {
            try await firm.code(.post, "/v1/units/\(unit)/members", #"{"userID":"\#(user)"}"#)
        }
        #expect(try await join(firm.anna, firm.north) == "201")
        #expect(try await join(firm.head, firm.south) == "not-yours-to-give")
        #expect(try await join(firm.head, UnitTree.root) == "not-yours-to-give")
        // What a seller sees of a unit is his own alone, but also what is shared with the unit.
        #expect(try await join(firm.anna, firm.south) == "not-yours-to-give")
        // Nothing that was refused was written.
        #expect(try await firm.gateway.rights(of: firm.head).viewer.units == [firm.north])
    }

    @Test(arguments: Engine.required) func `nobody makes others his people to stand in for them`(_ engine: Engine) async throws {
        let firm = try await Firm(engine)
        func join(_ user: ID) async throws -> String? {
            try await firm.code(.post, "/v1/units/\(firm.north)/members", #"{"userID":"\#(user)"}"#)
        }
        // Boris may help in north, and stays of south; who is of no unit is everybody's.
        #expect(try await join(firm.boris) == "201")
        let path = "/v1/users/\(firm.boris)/memberships"
        let held = try #require(try await firm.gateway.call(.get, path, as: firm.token).json["items"]?.array?.first)
        let one = "/v1/units/\(firm.south)/members/\(try #require(held["id"]?.string))"
        #expect(try await firm.code(.delete, one, version: 1) == "not-yours-to-give")
        #expect(try await firm.code(.patch, one, #"{"until":"2026-01-06T00:00:00Z"}"#, version: 1) == "not-yours-to-give")
        #expect(
            try await firm.code(
                .post, "/v1/users/\(firm.boris)/absences",
                #"{"firstDay":"2026-02-01","lastDay":"2026-02-02","deputyID":"\#(firm.head)"}"#) == "not-yours-to-give")
        #expect(try await join(firm.gateway.administrator) == "not-yours-to-give")
        #expect(try await join(firm.gateway.person("new")) == "201")
    }

    @Test(arguments: Engine.required) func `nobody becomes the manager of rows that he does not reach`(_ engine: Engine)
        async throws
    {
        let firm = try await Firm(engine)
        let body = #"{"managerID":"\#(firm.head)"}"#
        #expect(try await firm.code(.patch, "/v1/units/\(firm.south)", body, version: 1) == "not-yours-to-give")
        #expect(try await firm.code(.patch, "/v1/units/\(UnitTree.root)", body, version: 1) == "not-yours-to-give")
        #expect(try await firm.code(.patch, "/v1/units/\(firm.harbour)", body, version: 1) == "200")
    }

    @Test(arguments: Engine.required) func `nobody moves a unit to where he comes to reach it, or its people what he does not`(
        _ engine: Engine
    ) async throws {
        let firm = try await Firm(engine)
        #expect(
            try await firm.code(.patch, "/v1/units/\(firm.south)", #"{"parentID":"\#(firm.north)"}"#, version: 1)
                == "not-yours-to-give")
        #expect(
            try await firm.code(.patch, "/v1/units/\(firm.harbour)", #"{"parentID":"\#(firm.south)"}"#, version: 1)
                == "not-yours-to-give")
        let quay = try await firm.gateway.unit("Quay", under: firm.north)
        #expect(
            try await firm.code(.patch, "/v1/units/\(firm.harbour)", #"{"parentID":"\#(quay)"}"#, version: 1) == "200")
    }

    @Test(arguments: Engine.required) func `nobody sends another's mails to himself, and nobody locks an administrator out`(
        _ engine: Engine
    ) async throws {
        let firm = try await Firm(engine)
        let admin = try await firm.gateway.administrator
        func patch(_ user: ID, _ body: String) async throws -> String? {
            try await firm.code(.patch, "/v1/users/\(user)", body, version: 1)
        }
        #expect(try await patch(admin, #"{"mail":"mine@example.com"}"#) == "not-yours-to-give")
        #expect(try await patch(admin, #"{"active":false}"#) == "not-yours-to-give")
        #expect(try await patch(firm.boris, #"{"mail":"mine@example.com"}"#) == "not-yours-to-give")
        #expect(try await patch(firm.boris, #"{"active":false}"#) == "200")
        #expect(try await firm.code(.patch, "/v1/users/\(firm.boris)", #"{"active":true}"#, version: 2) == "not-yours-to-give")
        #expect(
            try await firm.code(.patch, "/v1/users/\(firm.boris)", #"{"mail":"mine@example.com"}"#, version: 2)
                == "not-yours-to-give")
        #expect(try await patch(firm.anna, #"{"mail":"anna@example.com"}"#) == "200")
    }

    @Test(arguments: Engine.required) func `a head gives his people what he has himself, and himself nothing`(_ engine: Engine)
        async throws
    {
        let firm = try await Firm(engine)
        func give(_ role: ID, to user: ID) async throws -> String? {
            try await firm.code(.post, "/v1/users/\(user)/roles", #"{"roleID":"\#(role)"}"#)
        }
        #expect(try await give(Role.administrator, to: firm.head) == "not-yours-to-give")
        #expect(try await give(Role.administrator, to: firm.anna) == "not-yours-to-give")
        #expect(try await give(try TestGateway.builtIn("Service agent"), to: firm.head) == "not-yours-to-give")
        #expect(try await give(try TestGateway.builtIn("Auditor"), to: firm.anna) == "not-yours-to-give")
        let later = try await firm.code(
            .post, "/v1/users/\(firm.head)/roles", #"{"roleID":"\#(Role.administrator)","from":"2030-01-01T00:00:00Z"}"#)
        #expect(later == "not-yours-to-give")
        // In his own units he gives what he has; elsewhere not even that.
        let head = try TestGateway.builtIn("Head of sales")
        #expect(try await give(head, to: firm.anna) == "201")
        #expect(try await give(head, to: firm.boris) == "not-yours-to-give")
    }

    @Test(arguments: Engine.required) func `nobody writes into a role what he has not everywhere`(_ engine: Engine) async throws {
        let firm = try await Firm(engine)
        let roles = try await firm.gateway.call(.get, "/v1/roles?limit=200", as: firm.token)
        let steering = try #require(try roles.json["items"]?.array?.first { $0["name"]?.string == "Steering" })
        let path = "/v1/roles/\(try #require(steering["id"]?.string))"
        func rule(_ text: String) -> String { #"{"grants":[{"resource":"account","actions":["view"],\#(text)}]}"# }
        // The role that he holds, a new one, and one of others: whoever holds it now or will could be anywhere.
        for body in [rule(#""scope":"all""#), #"{"grants":[{"resource":"audit","actions":["view"],"scope":"all"}]}"#] {
            #expect(try await firm.code(.patch, path, body, version: 1) == "not-yours-to-give")
        }
        let wide = #"{"name":"x","grants":[{"resource":"account","actions":["view"],"scope":"unit"}]}"#
        #expect(try await firm.code(.post, "/v1/roles", wide) == "not-yours-to-give")
        #expect(
            try await firm.code(.patch, "/v1/roles/\(try TestGateway.builtIn("Front desk"))", rule(#""scope":"own""#), version: 1)
                == "not-yours-to-give")
        // Name and owner of all he knows himself, and less than a role holds is no gift.
        #expect(
            try await firm.code(
                .post, "/v1/roles",
                #"{"name":"x","grants":[{"resource":"account","actions":["view"],"scope":"all","level":"ownerOnly"}]}"#) == "201")
        #expect(try await firm.code(.patch, path, rule(#""scope":"unitAndBelow""#), version: 1) == "200")
    }

    @Test(arguments: Engine.required)
    func `nobody becomes deputy of whose rows he does not reach, nor takes the role of an administrator`(
        _ engine: Engine
    ) async throws {
        let firm = try await Firm(engine)
        func away(_ user: ID) async throws -> String? {
            try await firm.code(
                .post, "/v1/users/\(user)/absences",
                #"{"firstDay":"2026-02-01","lastDay":"2026-02-02","deputyID":"\#(firm.head)"}"#)
        }
        #expect(try await away(firm.boris) == "not-yours-to-give")
        #expect(try await away(firm.gateway.administrator) == "not-yours-to-give")
        #expect(try await away(firm.anna) == "201")
        _ = try await firm.gateway.person("second", roles: [Role.administrator])
        let path = "/v1/users/\(try await firm.gateway.administrator)/roles"
        let held = try await firm.gateway.call(.get, path, as: firm.token).json["items"]?.array?.first?["id"]?.string
        #expect(try await firm.code(.delete, "\(path)/\(try #require(held))", version: 1) == "not-yours-to-give")
    }
}
