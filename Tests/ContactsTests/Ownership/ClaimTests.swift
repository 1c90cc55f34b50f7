import ContactsAPI
import Core
import Database
import HTTP
import JSON
import TestKit
import Testing

@testable import Contacts

@Suite struct ClaimTests {
    private func waiting(_ bench: ContactsBench, in unit: ID) async throws -> AccountID {
        let id = try await bench.place(#"{"shopId":"\#(bench.ids.next())"}"#)
        let answer = try await bench.ask(
            Crew.director, .put, "/v1/accounts/\(id)/owner", version: 2, body: #"{"unitID":"\#(unit)","reason":"x"}"#)
        try #require(answer.status == 200)
        return id
    }

    @Test(arguments: Engine.required, 0..<4)
    func `of several who claim one wins and the others are told who`(_ engine: Engine, _ round: Int) async throws {
        let bench = try await ContactsBench.withCrew(engine)
        let id = try await waiting(bench, in: Crew.north)
        let callers = round % 2 == 0 ? [Crew.seller, Crew.colleague, Crew.leader] : [Crew.leader, Crew.colleague, Crew.seller]
        let answers = try await withThrowingTaskGroup(of: (Caller, ContactsBench.Answer).self) { group in
            for caller in callers {
                group.addTask { (caller, try await bench.ask(caller, .post, "/v1/accounts/\(id)/claims")) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let winner = try #require(answers.first { $0.1.status == 201 })
        #expect(try await bench.account(id).access.owner == winner.0.viewer.user)
        #expect(winner.1.json["holder"]?["userName"]?.string == winner.0.name)
        for (caller, answer) in answers where caller != winner.0 {
            #expect((answer.status, answer.json["code"]?.string) == (409, "already-claimed"))
            #expect(answer.json["detail"]?.string?.contains(winner.0.name) == true)
        }
        #expect(try await bench.count("account_owners") == 3)
        let again = try await bench.ask(winner.0, .post, "/v1/accounts/\(id)/claims")
        #expect((again.status, again.json) == (200, winner.1.json))
        #expect(try await bench.count("account_owners") == 3)
    }

    @Test(arguments: Engine.required)
    func `only people claim, and only from the queues of their own units`(_ engine: Engine) async throws {
        let bench = try await ContactsBench.withCrew(engine)
        let id = try await waiting(bench, in: Crew.north)
        let target = "/v1/accounts/\(id)/claims"
        let program = Caller(
            kind: .token, subject: "t", name: "t", scopes: ["*"], viewer: .everything(role: "t"))
        for (caller, status, code) in [
            (Crew.southerner, 403, "not-your-queue"), (Crew.stranger, 404, "not-found"), (program, 403, "needs-a-user"),
        ] {
            let answer = try await bench.ask(caller, .post, target)
            #expect((answer.status, answer.json["code"]?.string) == (status, code), "\(caller.name)")
        }
        #expect(try await bench.account(id).access.owner == nil)
        #expect(try await bench.ask(Crew.seller, .post, "/v1/accounts/\(bench.ids.next())/claims").status == 404)
    }
}
