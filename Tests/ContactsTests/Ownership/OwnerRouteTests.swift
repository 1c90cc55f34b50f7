import Access
import ContactsAPI
import Core
import Database
import Events
import HTTP
import JSON
import TestKit
import Testing

@testable import Contacts

@Suite struct OwnerRouteTests {
    private func to(_ user: ID) -> String { #"{"userID":"\#(user)","reason":"Knows the branch"}"# }

    @Test(arguments: Engine.required)
    func `a customer is given to somebody, and that is told, kept and part of the history`(_ engine: Engine) async throws {
        let bench = try await ContactsBench.withCrew(engine)
        let id = try await bench.place(#"{"shopId":"1","name":"Lee"}"#)
        let answer = try await bench.ask(Crew.director, .put, "/v1/accounts/\(id)/owner", version: 2, body: to(Crew.anna))
        #expect((answer.status, answer.etag) == (200, "\"4\""))
        let given = try #require(Shapes.read(OwnershipResource.self, from: answer.json).value)
        #expect(given.holder == HolderResource(userID: Crew.anna, userName: "Anna", unitID: Crew.north, unitName: "North"))
        #expect((given.way, given.reason, given.by.name, given.until) == (.assigned, "Knows the branch", "Boss", nil))
        let account = try await bench.account(id)
        #expect(account.ownership == Ownership(owner: Crew.anna, unit: Crew.north))

        let told = try await bench.told().suffix(2)
        #expect(told.map(\.type) == [ContactsEvents.ownerChanged, ContactsEvents.accountChanged])
        #expect(told.map(\.version) == [3, 4])
        let changed = try Shapes.decode(AccountOwnerChanged.self, from: try #require(told.first).data)
        #expect((changed.from.userID, changed.from.unitName, changed.to.userName) == (nil, "Company", "Anna"))
        let access = try Shapes.decode(AccountChanged.self, from: try #require(told.last).data).access
        #expect(access == AccountAccess(RecordFacts(owner: Crew.anna, unit: Crew.north)))

        let entry = try #require(
            try await bench.timeline(
                of: id, before: nil, filter: TimelineFilter(kinds: ["account.owner-changed"]), limit: 5
            ).first)
        #expect(entry.actor == "person:Boss")
        let data = try JSONValue.parse(entry.data)
        #expect((data["to"]?["userName"]?.string, data["how"]?.string) == ("Anna", "assigned"))
    }

    @Test(arguments: Engine.required)
    func `whom a customer belonged to is read page by page, with names as they were`(_ engine: Engine) async throws {
        let bench = try await ContactsBench.withCrew(engine)
        let id = try await bench.place(#"{"shopId":"1"}"#)
        for user in [Crew.anna, Crew.boris, Crew.clara] { try await bench.give(id, to: user) }
        _ = try await bench.database.write { tx in
            try OrganizationStore.put(
                UserChanged(userID: Crew.anna, name: "Anna Smith", unitID: Crew.south, isActive: false, version: 7), in: tx)
        }
        var lines: [OwnershipResource] = []
        var target: String? = "/v1/accounts/\(id)/owners?limit=3"
        while let next = target {
            let answer = try await bench.ask(Crew.director, .get, next)
            lines += answer.json["items"]?.array?.compactMap { Shapes.read(OwnershipResource.self, from: $0).value } ?? []
            target = answer.json["next"]?.string.map { "/v1/accounts/\(id)/owners?limit=3&cursor=\($0)" }
        }
        #expect(lines.map(\.holder.userName) == ["Clara", "Boris", "Anna", nil])
        #expect(lines.map(\.way) == [.assigned, .assigned, .assigned, .intake])
        #expect(lines.map(\.until) == [nil, lines[0].from, lines[1].from, lines[2].from])
        // Whoever came later still finds who wrote what: the history has the names of then.
        let actors = try await bench.timeline(of: id, before: nil, limit: 20).map(\.actor)
        #expect(actors.filter { $0 == "person:Boss" }.count == 3)
    }

    /// Who asks, for whom, with which version, and what is answered; the account belongs to Anna and has version 4.
    private static let refusals: [(Caller, String, Int64?, Int, String)] = [
        (Crew.stranger, #"{"userID":"\#(Crew.boris)","reason":"x"}"#, 4, 404, "not-found"),
        (Crew.seller, #"{"userID":"\#(Crew.boris)","reason":"x"}"#, 4, 403, "missing-right"),
        (Crew.southerner, #"{"userID":"\#(Crew.clara)","reason":"x"}"#, 4, 403, "missing-right"),
        (Crew.leader, #"{"userID":"\#(Crew.clara)","reason":"x"}"#, 4, 403, "out-of-reach"),
        (Crew.leader, #"{"unitID":"\#(UnitTree.root)","reason":"x"}"#, 4, 403, "out-of-reach"),
        (Crew.leader, #"{"userID":"\#(Crew.boris)","reason":"x"}"#, 3, 412, "stale"),
        (Crew.leader, #"{"userID":"\#(Crew.boris)","reason":"x"}"#, nil, 428, "if-match-required"),
        (Crew.leader, #"{"userID":"\#(Crew.gone)","reason":"x"}"#, 4, 422, "inactive"),
        (Crew.director, #"{"unitID":"\#(Crew.closed)","reason":"x"}"#, 4, 422, "inactive"),
        (Crew.director, #"{"userID":"\#(Crew.id(99))","reason":"x"}"#, 4, 422, "unknown-id"),
        (Crew.director, #"{"unitID":"\#(Crew.id(99))","reason":"x"}"#, 4, 422, "unknown-id"),
        (Crew.director, #"{"userID":"\#(Crew.boris)"}"#, 4, 422, "missing"),
        (Crew.director, #"{"reason":"x"}"#, 4, 422, "missing"),
        (Crew.director, #"{"userID":"\#(Crew.boris)","unitID":"\#(Crew.north)","reason":"x"}"#, 4, 422, "missing"),
    ]

    @Test(arguments: refusals.indices)
    func `what may not be given is refused and leaves nothing`(_ index: Int) async throws {
        let (caller, body, version, status, code) = Self.refusals[index]
        let bench = try await ContactsBench.withCrew(.sqlite)
        let id = try await bench.place(#"{"shopId":"1"}"#)
        try await bench.give(id, to: Crew.anna)
        let told = try await bench.told().count
        let answer = try await bench.ask(caller, .put, "/v1/accounts/\(id)/owner", version: version, body: body)
        #expect((answer.status, answer.json["code"]?.string) == (status, code))
        #expect(try await bench.account(id).version == 4)
        #expect(try await bench.told().count == told)
        #expect(try await bench.count("account_owners") == 2)
    }

    @Test(arguments: Engine.required)
    func `of two who give at one moment one is told to look again; giving to the present owner changes nothing`(
        _ engine: Engine
    ) async throws {
        let bench = try await ContactsBench.withCrew(engine)
        let id = try await bench.place(#"{"shopId":"1"}"#)
        async let one = bench.ask(Crew.director, .put, "/v1/accounts/\(id)/owner", version: 2, body: to(Crew.anna))
        async let two = bench.ask(Crew.director, .put, "/v1/accounts/\(id)/owner", version: 2, body: to(Crew.boris))
        #expect(try await [one.status, two.status].sorted() == [200, 412])
        let owner = try #require(try await bench.account(id).access.owner)
        let again = try await bench.ask(Crew.director, .put, "/v1/accounts/\(id)/owner", version: 4, body: to(owner))
        #expect((again.status, again.etag) == (200, "\"4\""))
        #expect(try await bench.count("account_owners") == 2)
    }

    @Test(arguments: Engine.required)
    func `the history of owners is for those who see the customer in full`(_ engine: Engine) async throws {
        let bench = try await ContactsBench.withCrew(engine)
        let id = try await bench.place(#"{"shopId":"1"}"#)
        try await bench.give(id, to: Crew.anna)
        for (caller, status) in [(Crew.seller, 200), (Crew.leader, 200), (Crew.colleague, 403), (Crew.stranger, 404)] {
            #expect(try await bench.ask(caller, .get, "/v1/accounts/\(id)/owners").status == status, "\(caller.name)")
        }
    }
}
