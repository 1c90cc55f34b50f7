import ContactsAPI
import Core
import Database
import Events
import HTTP
import JSON
import TestKit
import Testing

@testable import Contacts

@Suite struct OffboardingTests {
    private static func body(_ user: ID, deactivates: Bool = true) -> String {
        #"{"rule":{"kind":"one","targets":[{"userID":"\#(user)"}]},"reason":"Leaves","deactivates":\#(deactivates)}"#
    }

    private static func body(_ user: ID, teamsTo successor: ID, deputiesTo deputy: ID? = nil) -> String {
        let more = deputy.map { #","deputiesTo":"\#($0)""# } ?? ""
        return """
            {"rule":{"kind":"one","targets":[{"userID":"\(user)"}]},"reason":"Leaves","teamsTo":"\(successor)"\(more)}
            """
    }

    private static let administrator = Caller(
        kind: .person, subject: "boss", name: "Boss", scopes: ["*"], viewer: .everything(role: "Boss"))

    /// Anna owns two, is in the team of a third, and asks for a fourth.
    private func annas(_ bench: ContactsBench) async throws -> (own: [AccountID], team: AccountID) {
        let own = try await ReassignmentTests.crowd(2, bench)
        let others = try await ReassignmentTests.crowd(2, of: Crew.boris, bench)
        let team = try await bench.ask(
            Crew.colleague, .post, "/v1/accounts/\(others[0])/team", key: "t",
            body: #"{"userID":"\#(Crew.anna)","role":"support"}"#)
        let asked = try await bench.ask(
            Crew.seller, .post, "/v1/accounts/\(others[1])/access-requests", key: "r",
            body: #"{"access":"view","reason":"Please"}"#)
        try #require((team.status, asked.status) == (201, 201))
        return (own, others[0])
    }

    private func holdings(_ bench: ContactsBench) async throws -> [Int64] {
        let answer = try await bench.ask(Self.administrator, .get, "/v1/users/\(Crew.anna)/holdings")
        let held = try #require(Shapes.read(HoldingsResource.self, from: answer.json).value)
        return [held.accounts, held.teams, held.shares, held.requests]
    }

    @Test(arguments: Engine.required)
    func `everything of who leaves is listed and goes, he is let in no more, and undoing brings it back`(_ engine: Engine)
        async throws
    {
        let bench = try await ContactsBench.withCrew(engine)
        let (own, team) = try await annas(bench)
        #expect(try await holdings(bench) == [2, 1, 0, 1])
        let planned = try ReassignmentTests.read(
            try await bench.ask(
                Self.administrator, .post, "/v1/users/\(Crew.anna)/offboardings", key: "k", body: Self.body(Crew.clara)))
        #expect((planned.userID, planned.deactivates, planned.counts.planned) == (Crew.anna, true, 2))
        let door = "/v1/reassignments/\(planned.id)"
        _ = try await bench.ask(Self.administrator, .post, door + "/apply")
        try await ReassignmentTests.run(bench, planned.id)
        #expect(try await holdings(bench) == [0, 0, 0, 0])
        #expect(try await bench.account(own[0]).ownership == Ownership(owner: Crew.clara, unit: Crew.south))
        #expect(try await bench.account(team).access.shares.isEmpty)
        let last = try #require(try await bench.told().last)
        let finished = try Shapes.decode(ReassignmentFinished.self, from: last.data)
        #expect((finished.userID, finished.deactivates, finished.state) == (Crew.anna, true, .done))

        _ = try await bench.ask(Self.administrator, .post, door + "/undo")
        try await ReassignmentTests.run(bench, planned.id)
        #expect(try await holdings(bench) == [2, 1, 0, 0])
        #expect(try await bench.account(team).access.shares.map(\.principal) == [Crew.anna])
        let undone = try Shapes.decode(ReassignmentFinished.self, from: try #require(try await bench.told().last).data)
        #expect((undone.deactivates, undone.state) == (false, .undone))
    }

    @Test(arguments: Engine.required)
    func `his places in teams go to a successor as far as the off-boarder may give them, and undoing brings them back`(
        _ engine: Engine
    ) async throws {
        let bench = try await ContactsBench.withCrew(engine)
        let (north, mine) = (try await ReassignmentTests.crowd(2, of: Crew.boris, bench), Crew.southerner)
        let south = try await ReassignmentTests.crowd(1, bench)[0]
        let version = try await bench.account(south).version
        let moved = try await bench.ask(
            Crew.director, .put, "/v1/accounts/\(south)/owner", version: version,
            body: #"{"userID":"\#(Crew.clara)","reason":"South"}"#)
        try #require(moved.status == 200)
        for (index, (caller, id)) in [(Crew.colleague, north[0]), (Crew.colleague, north[1]), (mine, south)].enumerated() {
            let team = try await bench.ask(
                caller, .post, "/v1/accounts/\(id)/team", key: "t\(index)",
                body: #"{"userID":"\#(Crew.anna)","role":"support"}"#)
            try #require(team.status == 201, "\(team.json)")
        }
        // The successor is in the second team already, and leads nothing in the south.
        let head = Crew.id(21)
        let place = try await bench.ask(
            Crew.colleague, .post, "/v1/accounts/\(north[1])/team", key: "h",
            body: #"{"userID":"\#(head)","role":"manager"}"#)
        try #require(place.status == 201)
        let planned = try ReassignmentTests.read(
            try await bench.ask(
                Crew.leader, .post, "/v1/users/\(Crew.anna)/offboardings", key: "k",
                body: Self.body(Crew.boris, teamsTo: head)))
        #expect((planned.teamsTo, planned.deputiesTo, planned.deactivates) == (head, nil, false))
        let door = "/v1/reassignments/\(planned.id)"
        _ = try await bench.ask(Crew.leader, .post, door + "/apply")
        try await ReassignmentTests.run(bench, planned.id)
        func team(_ id: AccountID) async throws -> [[String?]] {
            try await bench.database.read { tx in try ShareStore.standing(of: id, in: tx) }
                .map { [$0.user?.description, $0.role, $0.access.rawValue] }
        }
        #expect(try await team(north[0]) == [[head.description, "support", "change"]])
        #expect(try await team(north[1]) == [[head.description, "manager", "change"]])
        #expect(try await team(south) == [])
        #expect(try await holdings(bench) == [0, 0, 0, 0])

        _ = try await bench.ask(Crew.leader, .post, door + "/undo")
        try await ReassignmentTests.run(bench, planned.id)
        let anna = [Crew.anna.description, "support", "change"]
        #expect(try await team(north[0]) == [anna])
        #expect(Set(try await team(north[1])) == [[head.description, "manager", "change"], anna])
        #expect(try await team(south) == [anna])
        #expect(
            try await bench.account(north[0]).access.shares == [RecordFacts.Share(principal: Crew.anna, mayChange: true)])
    }

    @Test(arguments: Engine.required)
    func `whoever stands in for others is named when it is done, by an administrator of users alone`(_ engine: Engine)
        async throws
    {
        let bench = try await ContactsBench.withCrew(engine)
        _ = try await ReassignmentTests.crowd(1, bench)
        let door = "/v1/users/\(Crew.anna)/offboardings"
        let body = Self.body(Crew.boris, teamsTo: Crew.boris, deputiesTo: Crew.boris)
        let refused = try await bench.ask(Crew.leader, .post, door, key: "k", body: body)
        #expect((refused.status, refused.json["code"]?.string) == (403, "missing-right"))
        for (teams, deputies, code, pointer) in [
            (Crew.gone, Crew.boris, "inactive", "/teamsTo"), (Crew.boris, Crew.id(99), "unknown-id", "/deputiesTo"),
            (Crew.anna, Crew.boris, "not-himself", nil),
        ] as [(ID, ID, String, String?)] {
            let answer = try await bench.ask(
                Self.administrator, .post, door, key: "k", body: Self.body(Crew.boris, teamsTo: teams, deputiesTo: deputies))
            #expect((answer.status, answer.json["code"]?.string) == (422, code))
            #expect(answer.json["errors"]?.array?.first?["pointer"]?.string == pointer)
        }
        let planned = try ReassignmentTests.read(try await bench.ask(Self.administrator, .post, door, key: "k", body: body))
        // Who may not administer users cannot let it begin either.
        let other = try await bench.ask(Crew.director, .post, "/v1/reassignments/\(planned.id)/apply")
        #expect((other.status, other.json["code"]?.string) == (403, "missing-right"))
        _ = try await bench.ask(Self.administrator, .post, "/v1/reassignments/\(planned.id)/apply")
        try await ReassignmentTests.run(bench, planned.id)
        let finished = try Shapes.decode(ReassignmentFinished.self, from: try #require(try await bench.told().last).data)
        #expect((finished.deputiesTo, finished.deactivates, finished.by.name) == (Crew.boris, false, "Boss"))
    }

    @Test(arguments: Engine.required)
    func `what is left with him keeps him active, and he who left gets nothing back`(_ engine: Engine) async throws {
        let bench = try await ContactsBench.withCrew(engine)
        let own = try await ReassignmentTests.crowd(2, bench)
        let planned = try ReassignmentTests.read(
            try await bench.ask(
                Self.administrator, .post, "/v1/users/\(Crew.anna)/offboardings", key: "k", body: Self.body(Crew.boris)))
        // A new one comes after the plan.
        let late = try await ReassignmentTests.crowd(1, bench)
        _ = try await bench.ask(Self.administrator, .post, "/v1/reassignments/\(planned.id)/apply")
        try await ReassignmentTests.run(bench, planned.id)
        let finished = try Shapes.decode(ReassignmentFinished.self, from: try #require(try await bench.told().last).data)
        #expect((finished.deactivates, finished.counts.moved) == (false, 2))
        #expect(try await bench.account(late[0]).access.owner == Crew.anna)
        try await Crew.leaves(Crew.anna, "Anna", bench)
        _ = try await bench.ask(Self.administrator, .post, "/v1/reassignments/\(planned.id)/undo")
        try await ReassignmentTests.run(bench, planned.id)
        let read = try ReassignmentTests.read(try await bench.ask(Self.administrator, .get, "/v1/reassignments/\(planned.id)"))
        #expect(read.counts == ReassignmentCounts(kept: 2))
        #expect(read.conflicts == [ReassignmentConflict(code: "owner-inactive", accounts: 2)])
        #expect(try await bench.account(own[0]).access.owner == Crew.boris)
    }

    @Test(arguments: Engine.required)
    func `the names in the history stay when their owner has left`(_ engine: Engine) async throws {
        let bench = try await ContactsBench.withCrew(engine)
        let id = try await bench.place(#"{"shopId":"1","email":"a@example.com"}"#)
        try await bench.give(id, to: Crew.anna)
        let verified = try await bench.ask(
            Crew.seller, .put, "/v1/accounts/\(id)/emails/a@example.com/verification", version: 4,
            body: #"{"basis":"document"}"#)
        try #require(verified.status == 200)
        let before = try await bench.history()
        let planned = try ReassignmentTests.read(
            try await bench.ask(
                Self.administrator, .post, "/v1/users/\(Crew.anna)/offboardings", key: "k", body: Self.body(Crew.boris)))
        _ = try await bench.ask(Self.administrator, .post, "/v1/reassignments/\(planned.id)/apply")
        try await ReassignmentTests.run(bench, planned.id)
        try await Crew.leaves(Crew.anna, "Somebody else", bench)
        let after = try await bench.history()
        #expect(Set(before).isSubset(of: after))
        _ = try await RebuildTimeline(database: bench.database)()
        #expect(try await bench.history() == after)
        let owners = try await bench.database.read { tx in try OwnerStore.page(of: id, before: nil, limit: 9, in: tx) }
        #expect(owners.map(\.holder.userName) == ["Boris", "Anna", nil])
    }

    @Test func `who may not deactivate, whom nobody knows, and himself as receiver are refused`() async throws {
        let bench = try await ContactsBench.withCrew(.sqlite)
        for (caller, user, body, status, code) in [
            (Crew.leader, Crew.anna, Self.body(Crew.boris), 403, "missing-right"),
            (Self.administrator, Crew.id(99), Self.body(Crew.boris), 404, "not-found"),
            (Self.administrator, Crew.anna, Self.body(Crew.anna), 422, "not-himself"),
            (Crew.leader, Crew.anna, Self.body(Crew.clara, deactivates: false), 403, "out-of-reach"),
        ] {
            let answer = try await bench.ask(caller, .post, "/v1/users/\(user)/offboardings", key: "k", body: body)
            #expect((answer.status, answer.json["code"]?.string) == (status, code))
        }
        #expect(try await bench.count("reassignments") == 0)
        let without = try await bench.ask(
            Crew.leader, .post, "/v1/users/\(Crew.anna)/offboardings", key: "k", body: Self.body(Crew.boris, deactivates: false))
        #expect(without.status == 201)
    }
}
