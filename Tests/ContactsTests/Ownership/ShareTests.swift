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

@Suite struct ShareTests {
    /// A customer of Anna's, at version 4.
    private func annas(_ bench: ContactsBench) async throws -> AccountID {
        let id = try await bench.place(#"{"shopId":"1","name":"Lee"}"#)
        try await bench.give(id, to: Crew.anna)
        return id
    }

    /// What Boris may do with it now.
    private func may(_ action: Action, _ caller: Caller, _ id: AccountID, _ bench: ContactsBench, at now: Timestamp) async throws
        -> Bool
    {
        try await bench.database.read { tx in
            let facts = try AccountStore.access(of: id, in: tx) ?? .ownerless
            let tree = try Organization().tree(in: tx)
            return AccessPolicy.decide(action, on: .account, facts, by: caller.viewer, in: tree, at: now).isAllowed
        }
    }

    @Test(arguments: Engine.required)
    func `the owner shares a customer until a day, which is told with the access that follows, and takes it back`(
        _ engine: Engine
    ) async throws {
        let clock = ManualClock()
        let bench = try await ContactsBench.withCrew(engine, clock: clock)
        let id = try await annas(bench)
        let until = clock.now().adding(days: 1)
        let body = #"{"userID":"\#(Crew.boris)","access":"change","until":"\#(until)","reason":"Holiday"}"#
        let made = try await bench.ask(Crew.seller, .post, "/v1/accounts/\(id)/shares", key: "k", body: body)
        #expect((made.status, made.etag) == (201, "\"6\""))
        let share = try #require(Shapes.read(ShareResource.self, from: made.json).value)
        #expect(share.principal == PrincipalResource(userID: Crew.boris, unitID: nil, name: "Boris"))
        #expect((share.until, share.by.name) == (until, "Anna"))
        #expect(try await may(.change, Crew.colleague, id, bench, at: clock.now()))
        #expect(try await !may(.view, Crew.colleague, id, bench, at: until))

        let told = try await bench.told().suffix(2)
        #expect(told.map(\.type) == [ContactsEvents.accountShared, ContactsEvents.accountChanged])
        let access = try Shapes.decode(AccountChanged.self, from: try #require(told.last).data).access
        #expect(access.facts.shares == [RecordFacts.Share(principal: Crew.boris, mayChange: true, until: until)])

        let again = try await bench.ask(Crew.seller, .post, "/v1/accounts/\(id)/shares", key: "k", body: body)
        #expect((again.status, again.json) == (200, made.json))
        let other = try await bench.ask(
            Crew.seller, .post, "/v1/accounts/\(id)/shares", key: "k", body: #"{"userID":"\#(Crew.clara)","access":"view"}"#)
        #expect((other.status, other.json["code"]?.string) == (409, "already-exists-with-other-content"))

        let listed = try await bench.ask(Crew.colleague, .get, "/v1/accounts/\(id)/shares")
        #expect((listed.etag, listed.json["items"]?.array) == ("\"6\"", [made.json]))
        let target = "/v1/accounts/\(id)/shares/\(share.id)"
        #expect(try await bench.ask(Crew.seller, .delete, target, version: 5).status == 412)
        #expect(try await bench.ask(Crew.southerner, .delete, target, version: 6).status == 403)
        #expect(try await bench.ask(Crew.seller, .delete, "/v1/accounts/\(id)/team/\(share.id)", version: 6).status == 404)
        let ended = try await bench.ask(Crew.seller, .delete, target, version: 6)
        #expect((ended.status, ended.etag) == (204, "\"8\""))
        #expect(try await !may(.view, Crew.colleague, id, bench, at: clock.now()))
        #expect(try await bench.told().suffix(2).map(\.type) == [ContactsEvents.accountUnshared, ContactsEvents.accountChanged])
        #expect(try await bench.ask(Crew.seller, .delete, target, version: 8).status == 404)
        let kinds = try await bench.timeline(
            of: id, before: nil, filter: TimelineFilter(kinds: ["account.shared", "account.unshared"]), limit: 5)
        #expect(Set(kinds.map(\.actor)) == ["person:Anna"])
        #expect(kinds.count == 2)
    }

    @Test(arguments: Engine.required)
    func `a team has roles and dates; an observer only views, and whoever is in it may leave`(_ engine: Engine) async throws {
        let clock = ManualClock()
        let bench = try await ContactsBench.withCrew(engine, clock: clock)
        let id = try await annas(bench)
        let later = clock.now().adding(days: 3)
        for (user, role, from, caller) in [
            (Crew.boris, "observer", "", Crew.seller), (Crew.clara, "delivery", #","from":"\#(later)""#, Crew.leader),
        ] {
            let body = #"{"userID":"\#(user)","role":"\#(role)"\#(from)}"#
            let made = try await bench.ask(caller, .post, "/v1/accounts/\(id)/team", key: role, body: body)
            #expect(made.status == 201)
        }
        #expect(try await may(.view, Crew.colleague, id, bench, at: clock.now()))
        #expect(try await !may(.change, Crew.colleague, id, bench, at: clock.now()))
        #expect(try await !may(.view, Crew.southerner, id, bench, at: clock.now()))
        #expect(try await may(.change, Crew.southerner, id, bench, at: later))
        let team = try await bench.ask(Crew.seller, .get, "/v1/accounts/\(id)/team")
        #expect(team.json["items"]?.array?.compactMap { $0["role"]?.string } == ["observer", "delivery"])
        #expect(try await bench.ask(Crew.seller, .get, "/v1/accounts/\(id)/shares").json["items"]?.array?.isEmpty == true)
        let own = try #require(team.json["items"]?.array?.first?["id"]?.string)
        let left = try await bench.ask(Crew.colleague, .delete, "/v1/accounts/\(id)/team/\(own)", version: 8)
        #expect(left.status == 204)
        #expect(try await bench.account(id).access.shares.map(\.principal) == [Crew.clara])
    }

    /// Who asks for what, and what is answered; the customer belongs to Anna.
    private static let refusals: [(Caller, String, String, Int, String)] = [
        (Crew.stranger, "shares", #"{"userID":"\#(Crew.clara)","access":"view"}"#, 404, "not-found"),
        (Crew.colleague, "shares", #"{"userID":"\#(Crew.boris)","access":"view"}"#, 403, "not-the-owner"),
        (Crew.southerner, "team", #"{"userID":"\#(Crew.clara)","role":"manager"}"#, 403, "not-the-owner"),
        (Crew.seller, "shares", #"{"userID":"\#(Crew.gone)","access":"view"}"#, 422, "inactive"),
        (Crew.seller, "shares", #"{"unitID":"\#(Crew.closed)","access":"view"}"#, 422, "inactive"),
        (Crew.seller, "shares", #"{"userID":"\#(Crew.id(99))","access":"view"}"#, 422, "unknown-id"),
        (Crew.seller, "shares", #"{"access":"view"}"#, 422, "missing"),
        (Crew.seller, "shares", #"{"userID":"\#(Crew.boris)"}"#, 422, "missing"),
        (Crew.seller, "shares", #"{"userID":"\#(Crew.boris)","access":"own"}"#, 422, "out-of-range"),
        (
            Crew.seller, "shares", #"{"userID":"\#(Crew.boris)","access":"view","until":"2020-01-01T00:00:00Z"}"#, 422,
            "out-of-range"
        ),
        (Crew.seller, "team", #"{"userID":"\#(Crew.boris)","role":"king"}"#, 422, "out-of-range"),
        (Crew.seller, "team", #"{"userID":"\#(Crew.anna)","role":"manager"}"#, 409, "already-the-owner"),
    ]

    @Test(arguments: refusals.indices)
    func `who may not let in, and whom nobody lets in, is refused and leaves nothing`(_ index: Int) async throws {
        let (caller, door, body, status, code) = Self.refusals[index]
        let bench = try await ContactsBench.withCrew(.sqlite)
        let id = try await annas(bench)
        let answer = try await bench.ask(caller, .post, "/v1/accounts/\(id)/\(door)", key: "k", body: body)
        #expect((answer.status, answer.json["code"]?.string) == (status, code))
        #expect(try await bench.account(id).version == 4)
        #expect(try await bench.count("account_shares") == 0)
        #expect(try await bench.count("creations") == 0)
    }

    @Test(arguments: Engine.required)
    func `at one moment two of one key let in once`(_ engine: Engine) async throws {
        let bench = try await ContactsBench.withCrew(engine)
        let id = try await annas(bench)
        let body = #"{"userID":"\#(Crew.boris)","access":"view"}"#
        async let one = bench.ask(Crew.seller, .post, "/v1/accounts/\(id)/shares", key: "k", body: body)
        async let two = bench.ask(Crew.seller, .post, "/v1/accounts/\(id)/shares", key: "k", body: body)
        #expect(try await [one.status, two.status].sorted() == [200, 201])
        #expect(try await bench.count("account_shares") == 1)
    }

    @Test func `a new owner keeps the team, and who was let in`() async throws {
        let bench = try await ContactsBench.withCrew(.sqlite)
        let id = try await annas(bench)
        _ = try await bench.ask(
            Crew.seller, .post, "/v1/accounts/\(id)/team", key: "k", body: #"{"userID":"\#(Crew.clara)","role":"support"}"#)
        try await bench.give(id, to: Crew.boris)
        #expect(try await bench.account(id).access.shares.map(\.principal) == [Crew.clara])
        #expect(try await may(.change, Crew.southerner, id, bench, at: SystemClock().now()))
    }
}
