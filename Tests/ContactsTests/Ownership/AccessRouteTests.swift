import ContactsAPI
import Core
import Database
import HTTP
import JSON
import TestKit
import Testing

@testable import Contacts

@Suite struct AccessRouteTests {
    private func asked(_ caller: Caller) -> Caller {
        Caller(
            kind: caller.kind, subject: caller.subject, name: caller.name, scopes: caller.scopes.union(["organization:read"]),
            viewer: caller.viewer)
    }

    @Test(arguments: Engine.required) func `who sees a customer in full may know what rights to it are decided by`(
        _ engine: Engine
    ) async throws {
        let bench = try await ContactsBench.withCrew(engine)
        let account = try await bench.place(#"{"shopId":"1"}"#)
        try await bench.give(account, to: Crew.anna)
        let path = "/v1/accounts/\(account)/access"
        let answer = try await bench.ask(asked(Crew.leader), .get, path)
        #expect(answer.status == 200)
        #expect(answer.json["ownerID"]?.string == Crew.anna.description)
        #expect(answer.json["unitID"]?.string == Crew.north.description)
        // To know name and owner is not enough, and without the right to explain nothing is.
        #expect(try await bench.ask(asked(Crew.southerner), .get, path).status == 404)
        #expect(try await bench.ask(asked(Crew.director), .get, "/v1/accounts/\(ID(high: 1, low: 1))/access").status == 404)
        #expect(try await bench.ask(Crew.director, .get, path).status == 403)
    }
}
