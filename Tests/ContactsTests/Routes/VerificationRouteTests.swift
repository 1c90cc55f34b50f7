import ContactsAPI
import Core
import Database
import Events
import HTTP
import JSON
import TestKit
import Testing

@testable import Contacts

@Suite struct VerificationRouteTests {
    private static let customer = #"{"shopId":"1","email":"Ann@Example.com","phone":"8 912 345-67-89"}"#

    private func ask(
        _ bench: ContactsBench, _ method: HTTPMethod, _ target: String, ifMatch: String?,
        body: String? = #"{"basis":"stated-in-call"}"#, scopes: Set<String> = [ContactsScope.write]
    ) async throws -> (status: Int, etag: String?, json: JSONValue) {
        try await bench.request(
            method, target, ifMatch: ifMatch, body: method == .put ? body : nil, scopes: scopes)
    }

    @Test(arguments: Engine.required)
    func `an address and a number are verified and are told, shown and kept with who says so and why`(_ engine: Engine)
        async throws
    {
        let bench = try await ContactsBench(engine)
        let id = try await bench.place(Self.customer, country: "RU")
        let email = try await ask(
            bench, .put, "/v1/accounts/\(id)/emails/ANN%40example.com/verification", ifMatch: "\"2\"")
        #expect((email.status, email.etag) == (200, "\"3\""))
        let phone = try await ask(
            bench, .put, "/v1/accounts/\(id)/phones/+79123456789/verification", ifMatch: "\"3\"",
            body: #"{"basis":"document"}"#)
        #expect((phone.status, phone.etag) == (200, "\"4\""))

        let read = try await bench.request(.get, "/v1/accounts/\(id)", scopes: [ContactsScope.read])
        #expect(read.etag == "\"4\"")
        let account = try #require(Shapes.read(AccountResource.self, from: read.json).value)
        let ann = ActorResource(kind: "person", id: "1", name: "Ann")
        #expect(account.emails?.map(\.verification?.basis) == ["stated-in-call"])
        #expect(account.phones?.map(\.verification?.basis) == ["document"])
        #expect(account.phones?.first?.verification?.by == ann)
        #expect(account.changedAt == account.phones?.first?.verification?.at)

        let told = try await bench.told().suffix(2)
        #expect(told.map(\.type) == [ContactsEvents.contactPointVerified, ContactsEvents.contactPointVerified])
        #expect(told.map(\.version) == [3, 4])
        let event = try Shapes.decode(ContactPointVerified.self, from: told[told.startIndex].data)
        #expect((event.kind, event.value, event.text) == ("email", "ann@example.com", "Ann@Example.com"))
        #expect((event.verification.by, event.version) == (ann, 3))

        let entries = try await bench.timeline(
            of: id, before: nil, filter: TimelineFilter(kinds: ["contact-point"], person: "ann"), limit: 5)
        #expect(entries.map(\.kind) == ["contact-point.verified", "contact-point.verified"])
        #expect(entries.map(\.actor) == ["person:Ann", "person:Ann"])
        #expect(entries.map(\.at) == [account.phones?.first?.verification?.at, account.emails?.first?.verification?.at])
        let data = try JSONValue.parse(try #require(entries.last?.data))
        #expect((data["text"]?.string, data["basis"]?.string) == ("Ann@Example.com", "stated-in-call"))
    }

    @Test(arguments: Engine.required)
    func `what is taken back is gone, is told and stays in a history that is rebuilt to the same bytes`(_ engine: Engine)
        async throws
    {
        let bench = try await ContactsBench(engine)
        let id = try await bench.place(Self.customer)
        let target = "/v1/accounts/\(id)/emails/ann@example.com/verification"
        _ = try await ask(bench, .put, target, ifMatch: "\"2\"")
        let taken = try await ask(bench, .delete, target, ifMatch: "\"3\"")
        #expect((taken.status, taken.etag) == (200, "\"4\""))
        #expect(try await bench.account(id).points.allSatisfy { $0.verification == nil })
        let last = try #require(try await bench.told().last)
        #expect((last.type, last.version) == (ContactsEvents.contactPointUnverified, 4))
        #expect(try Shapes.decode(ContactPointUnverified.self, from: last.data).by.name == "Ann")
        let again = try await ask(bench, .delete, target, ifMatch: "\"4\"")
        #expect((again.status, again.json["code"]?.string) == (404, "not-verified"))

        let history = try await bench.history()
        #expect(history.count == 4)
        try await bench.database.write { tx in try TimelineStore.remove(of: id, in: tx) }
        _ = try await RebuildTimeline(database: bench.database)()
        #expect(try await bench.history() == history)
    }

    /// What is asked after the account came to version 2, and what is answered.
    private static let refusals: [(HTTPMethod, String, String?, String, Int, String)] = [
        (.put, "emails/ann@example.com", nil, #"{"basis":"document"}"#, 428, "if-match-required"),
        (.delete, "emails/ann@example.com", nil, "", 428, "if-match-required"),
        (.put, "emails/ann@example.com", "\"1\"", #"{"basis":"document"}"#, 412, "stale"),
        (.put, "emails/ann@example.com", "W/\"2\"", #"{"basis":"document"}"#, 412, "stale"),
        (.put, "emails/ann@example.com", "*", #"{"basis":"document"}"#, 412, "stale"),
        (.put, "emails/ann@example.com", "\"1\", \"2\"", #"{"basis":"document"}"#, 412, "stale"),
        (.put, "emails/ann@example.com", "\"2\"", #"{"basis":"hearsay"}"#, 422, "out-of-range"),
        (.put, "emails/ann@example.com", "\"2\"", "{}", 422, "missing"),
        (.put, "emails/bob@example.com", "\"2\"", #"{"basis":"document"}"#, 404, "not-found"),
        (.put, "phones/+79123456780", "\"2\"", #"{"basis":"document"}"#, 404, "not-found"),
        (.put, "phones/12", "\"2\"", #"{"basis":"document"}"#, 404, "not-found"),
        (.delete, "phones/+79123456789", "\"2\"", "", 404, "not-verified"),
    ]

    @Test(arguments: refusals)
    func `what cannot be done is refused and changes nothing`(
        _ method: HTTPMethod, _ point: String, _ ifMatch: String?, _ body: String, _ status: Int, _ code: String
    ) async throws {
        let bench = try await ContactsBench(.sqlite)
        let id = try await bench.place(Self.customer, country: "RU")
        let answer = try await ask(
            bench, method, "/v1/accounts/\(id)/\(point)/verification", ifMatch: ifMatch, body: body)
        #expect((answer.status, answer.json["code"]?.string) == (status, code))
        #expect(try await bench.account(id).version == 2)
    }

    @Test func `a number that cannot be dialled cannot be verified`() async throws {
        let bench = try await ContactsBench(.sqlite)
        let id = try await bench.place(#"{"shopId":"1","phone":"12345"}"#)
        let answer = try await ask(bench, .put, "/v1/accounts/\(id)/phones/12345/verification", ifMatch: "\"2\"")
        #expect(answer.status == 404)
    }

    @Test(arguments: Engine.required) func `of two who verify at one moment one is told to look again`(_ engine: Engine)
        async throws
    {
        let bench = try await ContactsBench(engine)
        let id = try await bench.place(Self.customer)
        let target = "/v1/accounts/\(id)/emails/ann@example.com/verification"
        async let one = ask(bench, .put, target, ifMatch: "\"2\"")
        async let two = ask(bench, .put, target, ifMatch: "\"2\"")
        #expect(try await [one.status, two.status].sorted() == [200, 412])
        #expect(try await bench.account(id).version == 3)
    }
}
