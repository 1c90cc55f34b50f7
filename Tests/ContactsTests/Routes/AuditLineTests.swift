import Audit
import Core
import Database
import HTTP
import JSON
import TestKit
import Testing

@testable import Contacts

/// What looking at customers and changing them leaves in the audit.
@Suite struct AuditLineTests {
    private func lines(_ bench: ContactsBench) async throws -> [AuditEntry] {
        try await bench.database.read { tx in try AuditStore.page(AuditQuery(), limit: 50, in: tx) }.map(\.entry).reversed()
    }

    private func account(_ bench: ContactsBench) async throws -> String {
        try await bench.place(#"{"shopId":"7","name":"Ann","email":"ann@example.com"}"#).description
    }

    @Test(arguments: Engine.required)
    func `a list names who was shown and how it was narrowed, but not what was looked for`(engine: Engine) async throws {
        let bench = try await ContactsBench(engine)
        let id = try await account(bench)
        #expect(try await bench.request(.get, "/v1/customers?q=ann@example.com", scopes: ["customers:read"]).status == 200)
        #expect(try await bench.request(.get, "/v1/accounts/\(id)", scopes: ["customers:read"]).status == 200)
        #expect(try await bench.request(.get, "/v1/customers/\(id)/timeline", scopes: ["customers:read"]).status == 200)
        let lines = try await lines(bench)
        #expect(lines.map(\.action) == ["view", "view", "view"])
        #expect(lines.map(\.records) == [[id], [id], [id]])
        #expect(lines[0].details["query"]?.array == ["q"])
        #expect(!"\(lines)".contains("ann@example.com"))
    }

    @Test(arguments: Engine.required)
    func `a change brings one line, with the names of the fields and not what stands in them`(engine: Engine) async throws {
        let bench = try await ContactsBench(engine)
        let id = try await account(bench)
        let version = try #require(try await bench.request(.get, "/v1/accounts/\(id)", scopes: ["customers:read"]).etag)
        let path = "/v1/accounts/\(id)/emails/ann@example.com/verification"
        let changed = try await bench.request(
            .put, path, ifMatch: version, body: #"{"basis":"stated-in-call"}"#, scopes: ["customers:write"])
        #expect(changed.status == 200)
        let stale = try await bench.request(
            .put, path, ifMatch: version, body: #"{"basis":"document"}"#, scopes: ["customers:write"])
        #expect(stale.status == 412)
        let changes = try await lines(bench).filter { $0.action == "change" }
        #expect(changes.count == 1)
        #expect(changes.first?.records == [id] && changes.first?.fields == ["basis"])
        #expect(changes.first?.details["events"]?.array == ["crm.contacts.contact-point.verified.v1"])
        #expect(!"\(changes)".contains("stated-in-call") && !"\(changes)".contains("example.com"))
    }

    @Test(arguments: Engine.required)
    func `reaching for what is not there or not one's own is told`(engine: Engine) async throws {
        let bench = try await ContactsBench(engine)
        let id = bench.ids.next().description
        #expect(try await bench.request(.get, "/v1/accounts/\(id)", scopes: ["customers:read"]).status == 404)
        #expect(try await bench.request(.get, "/v1/customers", scopes: ["orders:read"]).status == 403)
        let lines = try await lines(bench)
        #expect(lines.map(\.outcome) == ["not-found", "missing-scope"])
        #expect(lines[0].records == [id])
    }

    @Test func `an answer whose line cannot be kept is not given`() async throws {
        let bench = try await ContactsBench(.sqlite)
        try await bench.database.script("ALTER TABLE audit_entries RENAME TO elsewhere")
        let answer = try await bench.request(.get, "/v1/customers", scopes: ["customers:read"])
        #expect(answer.status == 500)
    }
}
