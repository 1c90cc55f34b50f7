import Access
import ContactsAPI
import Core
import Database
import HTTP
import JSON
import TestKit
import Testing

@testable import Contacts

@Suite struct QueueRuleTests {
    private static let rules = """
        {"rules":[{"unitID":"\(Crew.closed)","kind":"company"},{"unitID":"\(Crew.south)","country":"de"},
        {"unitID":"\(Crew.north)","source":"urn:shop:n*","kind":"company"},{"unitID":"\(Crew.south)","source":"urn:shop:one"}]}
        """

    @Test(arguments: Engine.required)
    func `a new customer waits in the queue of the first rule that matches and is open`(_ engine: Engine) async throws {
        let bench = try await ContactsBench.withCrew(engine)
        let early = try await bench.place(#"{"shopId":"0"}"#)
        #expect(try await bench.account(early).ownership == Ownership(owner: nil, unit: UnitTree.root))
        try await Crew.reopen(bench)
        let put = try await bench.ask(Crew.director, .put, "/v1/queue-rules", version: 0, body: Self.rules)
        #expect((put.status, put.etag) == (200, "\"1\""))
        let read = try await bench.ask(Crew.director, .get, "/v1/queue-rules")
        #expect((read.status, read.etag, read.json) == (200, "\"1\"", put.json))
        try await Crew.close(bench)

        let company = #""company":{"name":"Lee & Co"}"#
        let cases: [(customer: String, source: String, country: String?, unit: ID)] = [
            (#"{"shopId":"1"}"#, "urn:shop:two", "DE", Crew.south),
            (#"{"shopId":"2",\#(company)}"#, "urn:shop:nord", "FR", Crew.north),
            (#"{"shopId":"3"}"#, "urn:shop:nord", "FR", UnitTree.root),
            (#"{"shopId":"4",\#(company)}"#, "urn:shop:one", nil, Crew.south),
            (#"{"shopId":"5"}"#, "urn:shop:two", nil, UnitTree.root),
        ]
        for (customer, source, country, unit) in cases {
            let id = try await bench.place(customer, source: source, country: country)
            #expect(try await bench.account(id).ownership == Ownership(owner: nil, unit: unit), "\(customer)")
            let first = try await bench.database.read { tx in try OwnerStore.page(of: id, before: nil, limit: 2, in: tx) }
            #expect(first.map(\.holder.unitID) == [unit])
            #expect(first.map(\.change.way) == [.intake])
        }
    }

    @Test func `rules are for those who may assign all, are versioned, and name units that are there`() async throws {
        let bench = try await ContactsBench.withCrew(.sqlite)
        for caller in [Crew.leader, Crew.seller, Crew.stranger] {
            #expect(try await bench.ask(caller, .get, "/v1/queue-rules").status == 403)
            #expect(try await bench.ask(caller, .put, "/v1/queue-rules", version: 0, body: #"{"rules":[]}"#).status == 403)
        }
        let unknown = #"{"rules":[{"unitID":"\#(Crew.north)"},{"unitID":"\#(Crew.id(99))"}]}"#
        let refused = try await bench.ask(Crew.director, .put, "/v1/queue-rules", version: 0, body: unknown)
        #expect((refused.status, refused.json["code"]?.string) == (422, "unknown-id"))
        #expect(refused.json["errors"]?.array?.first?["pointer"]?.string == "/rules/1/unitID")
        let one = try await bench.ask(Crew.director, .put, "/v1/queue-rules", version: 0, body: #"{"rules":[]}"#)
        let two = try await bench.ask(Crew.director, .put, "/v1/queue-rules", version: 0, body: #"{"rules":[]}"#)
        #expect((one.status, two.status) == (200, 412))
    }
}

extension Crew {
    static func reopen(_ bench: ContactsBench) async throws { try await tellClosed(bench, isActive: true, version: 2) }
    static func close(_ bench: ContactsBench) async throws { try await tellClosed(bench, isActive: false, version: 3) }

    private static func tellClosed(_ bench: ContactsBench, isActive: Bool, version: Int64) async throws {
        _ = try await bench.database.write { tx in
            try OrganizationStore.put(
                UnitChanged(
                    unitID: closed, parentID: UnitTree.root, name: "Closed", managerID: nil, isActive: isActive, version: version),
                in: tx)
        }
    }
}
