import Core
import Database
import HTTP
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
}
