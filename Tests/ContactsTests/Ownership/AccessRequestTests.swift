import ContactsAPI
import Core
import Database
import Events
import HTTP
import JSON
import TestKit
import Testing

@testable import Contacts

@Suite struct AccessRequestTests {
    private static let wish = #"{"access":"view","reason":"They called me"}"#

    private func annas(_ bench: ContactsBench) async throws -> AccountID {
        let id = try await bench.place(#"{"shopId":"1","name":"Lee"}"#)
        try await bench.give(id, to: Crew.anna)
        return id
    }

    private func asked(_ bench: ContactsBench, _ id: AccountID) async throws -> String {
        let answer = try await bench.ask(
            Crew.colleague, .post, "/v1/accounts/\(id)/access-requests", key: "k", body: Self.wish)
        try #require(answer.status == 201)
        return try #require(answer.json["id"]?.string)
    }

    @Test(arguments: Engine.required)
    func `who sees only the owner asks, the owner gives access until a day, and all of it is told`(_ engine: Engine) async throws
    {
        let clock = ManualClock()
        let bench = try await ContactsBench.withCrew(engine, clock: clock)
        let id = try await annas(bench)
        let request = try await asked(bench, id)
        #expect(try await bench.account(id).version == 4)
        for (caller, count) in [
            (Crew.colleague, 1), (Crew.seller, 1), (Crew.leader, 1), (Crew.director, 1), (Crew.southerner, 0), (Crew.stranger, 0),
        ] {
            let list = try await bench.ask(caller, .get, "/v1/access-requests?state=open&account=\(id)")
            #expect(list.json["items"]?.array?.count == count, "\(caller.name)")
        }
        let until = clock.now().adding(days: 30)
        let yes = try await bench.ask(
            Crew.seller, .post, "/v1/access-requests/\(request)/approval", body: #"{"until":"\#(until)"}"#)
        #expect(yes.status == 200)
        let answered = try #require(Shapes.read(AccessRequestResource.self, from: yes.json).value)
        #expect((answered.course.state, answered.course.until, answered.course.answeredBy?.name) == (.approved, until, "Anna"))
        #expect(
            try await bench.account(id).access.shares
                == [RecordFacts.Share(principal: Crew.boris, mayChange: false, until: until)])
        let shares = try await bench.ask(Crew.colleague, .get, "/v1/accounts/\(id)/shares")
        #expect(shares.json["items"]?.array?.first?["requestID"]?.string == request)
        let types = try await bench.told().suffix(4).map(\.type)
        #expect(
            types == [
                ContactsEvents.accessRequested, ContactsEvents.accessAnswered, ContactsEvents.accountShared,
                ContactsEvents.accountChanged,
            ])
        let history = try await bench.timeline(
            of: id, before: nil,
            filter: TimelineFilter(kinds: ["account.access-requested", "account.access-answered"]), limit: 5)
        #expect(Set(history.map(\.actor)) == ["person:Boris", "person:Anna"])
        let late = try await bench.ask(
            Crew.leader, .post, "/v1/access-requests/\(request)/refusal", body: #"{"reason":"No"}"#)
        #expect((late.status, late.json["code"]?.string) == (409, "already-answered"))
    }

    @Test(arguments: Engine.required)
    func `of two who answer at one moment one wins`(_ engine: Engine) async throws {
        let bench = try await ContactsBench.withCrew(engine)
        let id = try await annas(bench)
        let target = "/v1/access-requests/\(try await asked(bench, id))"
        let until = SystemClock().now().adding(days: 1)
        async let one = bench.ask(Crew.seller, .post, target + "/approval", body: #"{"until":"\#(until)"}"#)
        async let two = bench.ask(Crew.leader, .post, target + "/refusal", body: #"{"reason":"No"}"#)
        let statuses = try await [one.status, two.status]
        #expect(statuses.sorted() == [200, 409])
        #expect(try await bench.count("account_shares") == (statuses[0] == 200 ? 1 : 0))
    }

    @Test(arguments: Engine.required)
    func `one asks once at a time, may withdraw, and asks again after an answer`(_ engine: Engine) async throws {
        let bench = try await ContactsBench.withCrew(engine)
        let id = try await annas(bench)
        let door = "/v1/accounts/\(id)/access-requests"
        let first = try await asked(bench, id)
        let same = try await bench.ask(Crew.colleague, .post, door, key: "k", body: Self.wish)
        #expect((same.status, same.json["id"]?.string) == (200, first))
        let twice = try await bench.ask(Crew.colleague, .post, door, key: "l", body: Self.wish)
        #expect((twice.status, twice.json["code"]?.string) == (409, "already-asked"))
        #expect(try await bench.ask(Crew.seller, .post, "/v1/access-requests/\(first)/withdrawal").status == 403)
        #expect(try await bench.ask(Crew.southerner, .post, "/v1/access-requests/\(first)/withdrawal").status == 404)
        #expect(try await bench.ask(Crew.colleague, .post, "/v1/access-requests/\(first)/withdrawal").status == 200)
        #expect(try await bench.ask(Crew.colleague, .post, door, key: "m", body: Self.wish).status == 201)
        var ids: [String] = []
        var target: String? = "/v1/access-requests?limit=1"
        while let next = target {
            let page = try await bench.ask(Crew.colleague, .get, next)
            ids += page.json["items"]?.array?.compactMap { $0["state"]?.string } ?? []
            target = page.json["next"]?.string.map { "/v1/access-requests?limit=1&cursor=\($0)" }
        }
        #expect(ids == ["open", "withdrawn"])
    }

    @Test func `who sees nothing, sees all, or decides for others, is refused`() async throws {
        let bench = try await ContactsBench.withCrew(.sqlite)
        let id = try await annas(bench)
        let door = "/v1/accounts/\(id)/access-requests"
        let program = Caller(kind: .token, subject: "t", name: "t", scopes: ["*"], viewer: .everything(role: "t"))
        for (caller, status, code) in [
            (Crew.stranger, 404, "not-found"), (Crew.seller, 409, "already-allowed"), (program, 403, "needs-a-user"),
        ] {
            let answer = try await bench.ask(caller, .post, door, key: "k", body: Self.wish)
            #expect((answer.status, answer.json["code"]?.string) == (status, code), "\(caller.name)")
        }
        let request = "/v1/access-requests/\(try await asked(bench, id))"
        let soon = SystemClock().now().adding(days: 1)
        for (caller, until, status, code) in [
            (Crew.colleague, soon, 403, "not-the-owner"), (Crew.southerner, soon, 404, "not-found"),
            (Crew.seller, soon.adding(days: -2), 422, "out-of-range"), (Crew.seller, soon.adding(days: 400), 422, "out-of-range"),
        ] {
            let answer = try await bench.ask(caller, .post, request + "/approval", body: #"{"until":"\#(until)"}"#)
            #expect((answer.status, answer.json["code"]?.string) == (status, code), "\(caller.name)")
        }
        #expect(try await bench.ask(Crew.seller, .post, request + "/refusal", body: "{}").status == 422)
        #expect(try await bench.ask(Crew.seller, .get, "/v1/access-requests?state=lost").status == 400)
        #expect(try await bench.count("account_shares") == 0)
    }

    @Test(arguments: Engine.required)
    func `who owns an account by deputy or later decides on its requests`(_ engine: Engine) async throws {
        let bench = try await ContactsBench.withCrew(engine)
        let id = try await annas(bench)
        let request = "/v1/access-requests/\(try await asked(bench, id))"
        let deputy = Caller(
            kind: .person, subject: "d", name: "Deputy", scopes: ["*"],
            viewer: Viewer(
                user: Crew.clara, units: [Crew.south], deputyFor: [Crew.anna],
                grants: [Grant(role: "r", resource: .account, actions: [.view, .change], scope: .ownAndDeputies)]))
        #expect(try await bench.ask(deputy, .get, "/v1/access-requests").json["items"]?.array?.count == 1)
        try await bench.give(id, to: Crew.clara)
        #expect(try await bench.ask(Crew.seller, .get, "/v1/access-requests").json["items"]?.array?.isEmpty == true)
        let no = try await bench.ask(Crew.southerner, .post, request + "/refusal", body: #"{"reason":"No"}"#)
        #expect((no.status, no.json["answer"]?.string) == (200, "No"))
    }
}
