import ContactsAPI
import Core
import Database
import Events
import HTTP
import JSON
import TestKit
import Testing

@testable import Contacts

@Suite struct VerificationTests {
    private func verify(_ bench: ContactsBench, _ email: String, of id: AccountID) async throws {
        let version = try await bench.account(id).version
        let answer = try await bench.request(
            .put, "/v1/accounts/\(id)/emails/\(email)/verification", ifMatch: "\"\(version)\"",
            body: #"{"basis":"link-confirmed"}"#, scopes: [ContactsScope.write])
        try #require(answer.status == 200)
    }

    /// The mail server said about a message to `account` that `address` takes no mail; `nil`: that it does not want the message.
    private func refuse(
        _ bench: ContactsBench, _ address: String?, account: AccountID, at: Timestamp
    ) async throws -> Event {
        let member = address.map { #","refusedAddress":"\#($0)""# } ?? ""
        let event = bench.notification(
            "mail.refused",
            """
            {"mailID":"\(bench.ids.next())","intent":"i","kind":"new-product","accountID":"\(account)","subject":"News",
            "at":"\(at)","reason":"550 5.1.1 User unknown"\(member)}
            """)
        try await bench.tell(event)
        return event
    }

    @Test(arguments: Engine.required) func `orders that name the address again do not lose the mark`(_ engine: Engine)
        async throws
    {
        let bench = try await ContactsBench(engine)
        let id = try await bench.place(#"{"shopId":"1","email":"ann@example.com"}"#)
        try await verify(bench, "ann@example.com", of: id)
        let mark = try await bench.account(id).points.first?.verification
        #expect(mark?.basis == "link-confirmed")
        for customer in [
            #"{"shopId":"1","email":"ANN@example.com","name":"Ann"}"#, #"{"shopId":"1","email":"other@example.com"}"#,
            #"{"email":"ann@example.com","company":{"name":"Lee & Co"}}"#,
        ] {
            try await bench.place(customer, placedAt: "2026-11-05T10:00:00Z")
            let points = try await bench.account(id).points
            #expect(points.first { $0.value == "ann@example.com" }?.verification == mark)
            #expect(points.filter { $0.value != "ann@example.com" }.allSatisfy { $0.verification == nil })
        }
    }

    @Test(arguments: Engine.required)
    func `an address that takes no mail is verified no more, for everybody who has it`(_ engine: Engine) async throws {
        let bench = try await ContactsBench(engine)
        let one = try await bench.place(#"{"shopId":"1","email":"shared@example.com"}"#)
        let two = try await bench.place(#"{"shopId":"2","phone":"+79123456789"}"#)
        try await bench.place(#"{"shopId":"2","email":"shared@example.com"}"#)
        for id in [one, two] { try await verify(bench, "shared@example.com", of: id) }
        let refused = try await refuse(
            bench, "Shared@example.com", account: one, at: SystemClock().now().adding(seconds: 60))
        for id in [one, two] {
            #expect(try await bench.account(id).points.allSatisfy { $0.verification == nil })
            let entry = try #require(
                try await bench.timeline(
                    of: id, before: nil, filter: TimelineFilter(kinds: ["contact-point.unverified"]), limit: 5
                ).first)
            #expect(entry.actor == "service:notifications")
            let data = try JSONValue.parse(entry.data)
            #expect(data["reason"]?.string == "550 5.1.1 User unknown")
            #expect(data["cause"]?["eventID"]?.string == refused.id)
        }
        let mails = try await bench.timeline(
            of: one, before: nil, filter: TimelineFilter(kinds: ["mail"]), limit: 5)
        #expect(mails.map(\.kind) == ["mail.refused"])
        let told = try await bench.told().count
        try await bench.tell(refused)
        #expect(try await bench.told().count == told)
    }

    @Test(arguments: Engine.required)
    func `a refusal of the message alone, and one from before the verification, leave the mark`(_ engine: Engine) async throws {
        let bench = try await ContactsBench(engine)
        let id = try await bench.place(#"{"shopId":"1","email":"ann@example.com"}"#)
        try await verify(bench, "ann@example.com", of: id)
        let now = SystemClock().now()
        _ = try await refuse(bench, nil, account: id, at: now.adding(seconds: 60))
        _ = try await refuse(bench, "ann@example.com", account: id, at: now.adding(seconds: -3600))
        #expect(try await bench.account(id).points.first?.verification != nil)
    }
}
