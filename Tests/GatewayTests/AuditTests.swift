import Audit
import Core
import Database
import HTTP
import JSON
import ServiceKit
import TestKit
import Testing

@testable import Gateway

/// The gateway's own lines, and those of all services as one list.
@Suite struct AuditTests {
    private func lines(_ gateway: TestGateway) async throws -> [AuditEntry] {
        try await gateway.database.read { tx in try AuditStore.page(AuditQuery(), limit: 100, in: tx) }.map(\.entry).reversed()
    }

    private func signIn(_ gateway: TestGateway, _ password: String) async throws -> TestGateway.Answer {
        try await gateway.send(
            .post, "/signin", fields: [("Content-Type", "application/x-www-form-urlencoded")],
            body: "login=ann&password=\(password)")
    }

    @Test(arguments: Engine.required)
    func `signing in, failing to and signing out are told`(engine: Engine) async throws {
        let gateway = try await TestGateway(engine)
        let ann = try await gateway.addUser("ann", password: "correct-horse", scopes: ["customers:read"])
        #expect(try await signIn(gateway, "wrong").status == 422)
        #expect(try await signIn(gateway, "correct-horse").status == 303)
        var lines = try await lines(gateway)
        #expect(lines.map(\.action) == ["sign-in", "sign-in"])
        #expect(lines.map(\.outcome) == ["refused", "done"])
        #expect(lines.map(\.actor.subject) == ["", ann.id.description])
        // Whose password was guessed is told, and where from.
        #expect(lines[0].records == [ann.id.description] && lines[0].address == "192.0.2.7")
        while try await signIn(gateway, "wrong").status == 422 {}
        lines = try await self.lines(gateway)
        #expect(lines.last?.outcome == "rate-limited")
        #expect(!"\(lines)".contains("wrong"))
    }

    @Test(arguments: Engine.required)
    func `a token is made and revoked with a line each, in the same transaction`(engine: Engine) async throws {
        let gateway = try await TestGateway(engine)
        let token = try await gateway.token(["tokens:write", "orders:read"])
        let authorized = [("Authorization", "Bearer \(token)"), ("Content-Type", "application/json")]
        let made = try await gateway.send(
            .post, "/v1/tokens", fields: authorized + [("Idempotency-Key", "one")],
            body: #"{"name":"till","scopes":["orders:read"]}"#)
        #expect(made.status == 201)
        let id = try #require(try made.json["id"]?.string)
        #expect(try await gateway.send(.post, "/v1/tokens/\(id)/revoke", fields: authorized).status == 204)
        #expect(try await gateway.send(.post, "/v1/tokens/\(id)/revoke", fields: authorized).status == 404)
        let lines = try await lines(gateway)
        #expect(lines.map(\.door) == ["POST /v1/tokens", "POST /v1/tokens/{id}/revoke", "POST /v1/tokens/{id}/revoke"])
        #expect(lines.map(\.outcome) == ["done", "done", "not-found"])
        #expect(lines.map(\.records) == [[id], [id], [id]])
        #expect(lines[0].fields == ["name", "scopes"] && lines[0].rule["scope"] == "tokens:write")
    }

    @Test func `the audits of services are one list, and one that does not answer is a gap`() async throws {
        let clock = ManualClock()
        let ids = IdentifierSource(clock: clock)
        func entry(_ door: String) -> AuditEntry {
            AuditEntry(
                id: ids.next(), actor: AuditEntry.Actor(kind: "person", subject: "1", name: "Ann"), address: "192.0.2.7",
                request: "r", action: "view", resource: "account", door: door, outcome: "done", records: [], fields: [],
                rule: .object(JSONObject()), details: .object(JSONObject()))
        }
        // In turns, so that the list has to be put together.
        let made = (0..<7).map { (service: $0 % 2 == 0 ? "contacts" : "orders", entry: entry("door \($0)")) }
        @Sendable func answer(_ name: String, _ request: HTTPRequest) throws -> HTTPResponse {
            let query = try AuditRoutes.query(request)
            let limit = request.query.first("limit").flatMap { Int($0) } ?? 50
            let rows = made.reversed().filter { row in
                row.service == name && (query.before.map { row.entry.id < $0 } ?? true)
            }.map { AuditEntryResource(service: name, number: nil, entry: $0.entry) }
            let shown = Array(rows.prefix(limit))
            return .list(Page(items: shown, next: rows.count > limit ? AuditRoutes.cursor(shown[limit - 1].entry.id) : nil))
        }
        func service(_ name: String) -> Handler { { request in try answer(name, request) } }
        let gateway = try await TestGateway(
            services: [
                "contacts": service("contacts"), "orders": service("orders"),
                "notifications": { _ in throw Refusal(.unavailable, "peer-unavailable", "It is away.") },
            ])
        let token = try await gateway.token(["audit:read", "audit:export"])
        var doors: [String] = []
        var target = "/v1/audit/entries?limit=2&actor=1"
        for _ in 0..<5 {
            let page = try await gateway.get(target, token: token).json
            doors += (page["items"]?.array ?? []).compactMap { $0["door"]?.string }
            #expect(page["gaps"]?.array?.map { $0["service"]?.string } == ["notifications"])
            guard let next = page["next"]?.string else { break }
            target = "/v1/audit/entries?limit=2&actor=1&cursor=\(next)"
        }
        #expect(doors == (0..<7).reversed().map { "door \($0)" })
        let file = try await gateway.get("/v1/audit/export?actor=1", token: token)
        let rows = file.text.split(separator: "\n")
        #expect(file.status == 200 && rows.count == 8 && rows.last?.contains(#""count":7"#) == true)
        #expect(rows.last?.contains("notifications") == true)
        let lines = try await lines(gateway)
        #expect(lines.suffix(2).map(\.outcome) == ["done", "complete"])
        #expect(lines.last?.details["count"]?.int == 7 && lines.last?.details["filter"]?["actor"] == "1")
        #expect(try await gateway.get("/v1/audit/export", token: try await gateway.token(["audit:read"])).status == 403)
    }
}
