import Glibc
import HTTP
import JSON
import TestKit
import Testing

extension SuiteStories {
    /// Who saw and changed what, over all services, and whether anybody touched it.
    @Suite(.serialized) struct AuditStoryTests {
        @Test(arguments: [SuiteArrangement.Kind.embedded, .split])
        func `views and changes are told with address and right, and their chains are whole`(
            kind: SuiteArrangement.Kind
        ) async throws {
            let suite = try await SuiteArrangement.start(kind)
            do {
                let client = SuiteClient(address: suite.addresses[0], token: try await suite.token("*", source: "*"))
                #expect(try await client.request(.get, "/v1/customers?q=nobody").status == 200)
                #expect(try await client.request(.get, "/v1/orders").status == 200)
                #expect(try await client.request(.get, "/v1/mails").status == 200)
                let made = try await client.request(
                    .post, "/v1/tokens", [("Idempotency-Key", "one")],
                    body: Array(#"{"name": "till", "scopes": ["orders:read"]}"#.utf8))
                #expect(made.status == 201)
                let id = try #require(made.json["id"]?.string)
                let refused = try await SuiteClient(address: client.address, token: try #require(made.json["token"]?.string))
                    .request(.get, "/v1/customers")
                #expect(refused.status == 403)

                let lines = try await client.list("/v1/audit/entries")
                func line(_ service: String, _ door: String, _ outcome: String = "done") throws -> JSONValue {
                    try #require(
                        lines.first {
                            $0["service"]?.string == service && $0["door"]?.string == door && $0["outcome"]?.string == outcome
                        }, "\(service) \(door)")
                }
                let view = try line("contacts", "GET /v1/customers")
                #expect(view["address"]?.string == "127.0.0.1" && view["rule"]?["scope"]?.string == "customers:read")
                #expect(view["details"]?["query"]?.array == ["q"])
                _ = try line("orders", "GET /v1/orders")
                _ = try line("notifications", "GET /v1/mails")
                #expect(try line("gateway", "POST /v1/tokens")["records"]?.array == [.string(id)])
                #expect(try line("contacts", "GET /v1/customers", "missing-scope")["actor"]?["name"]?.string == "till")
                let ids = lines.compactMap { $0["id"]?.string }
                #expect(ids == ids.sorted().reversed() && Set(ids).count == ids.count)
                #expect(try await client.list("/v1/audit/entries?record=\(id)").count == 1)

                let export = try await client.request(.get, "/v1/audit/export?service=gateway")
                let rows = export.text.split(separator: "\n")
                let end = try JSONValue.parse(Array((rows.last ?? "").utf8))["end"]
                #expect(end?["count"]?.int == Int64(rows.count - 1) && end?["gaps"]?.array == [])

                try await eventually("all is sealed") {
                    let verified = try await suite.crm(["audit", "verify"])
                    return verified.ending == .exited(0) && !verified.output.contains("not sealed")
                }
                try await checkTampering(suite)
                try await suite.stop()
            } catch {
                Issue.record("\(error)\n\(suite.lastWords)")
            }
            await suite.tearDown()
        }

        /// The end is cut off so well that the chain itself does not show it.
        private func checkTampering(_ suite: SuiteArrangement) async throws {
            let head = try await suite.crm(["audit", "head", "--key", suite.dataFolder + "/audit.key"])
            #expect(head.ending == .exited(0), "\(head.errors)")
            let file = suite.dataFolder + "/heads"
            try write(head.output, file)
            let check = ["audit", "verify", "--head", file, "--public-key", suite.dataFolder + "/audit.pub"]
            #expect(try await suite.crm(check).ending == .exited(0))
            try await suite.cutAudit(of: "contacts")
            let cut = try await suite.crm(["audit", "verify"])
            #expect(cut.ending == .exited(0), "\(cut.output)")
            let found = try await suite.crm(check)
            #expect(found.ending == .exited(1) && found.output.contains("BROKEN  contacts"), "\(found.output)")
        }

        private func write(_ text: String, _ path: String) throws {
            let file = try #require(fopen(path, "w"))
            fputs(text, file)
            fclose(file)
        }

        @Test func `a line is kept when the process dies before it is sealed`() async throws {
            let suite = try await SuiteArrangement.start(.embedded)
            do {
                let client = SuiteClient(address: suite.addresses[0], token: try await suite.token("*"))
                // The line of the token is sealed, so that the next seal is that of the view.
                try await eventually("all is sealed") {
                    try await client.list("/v1/audit/entries?service=gateway&action=change").first?["number"]?.int == 1
                }
                try await eventually("the look at it is sealed") {
                    try await suite.crm(["audit", "verify"]).output.contains("not sealed") == false
                }
                try await suite.stop()
                try suite.launch("crm", settings: ["CRM_TEST_KILL_AT": "audit-seal:1"])
                try await eventually("it is ready") { (try? await client.request(.get, "/health/ready").status) == 200 }
                _ = try? await client.request(.get, "/v1/customers?q=before")
                try await eventually("it is dead") { suite["crm"]?.ending == .killed(SIGKILL) }
                try suite.launch("crm")
                try await suite.ready()
                #expect(try await client.list("/v1/audit/entries?service=contacts&action=view").count == 1)
                try await eventually("the line is sealed") {
                    try await client.list("/v1/audit/entries?service=contacts").first?["number"]?.int == 1
                }
                let verified = try await suite.crm(["audit", "verify"])
                #expect(verified.ending == .exited(0), "\(verified.output)")
                try await suite.stop()
            } catch {
                Issue.record("\(error)\n\(suite.lastWords)")
            }
            await suite.tearDown()
        }
    }
}
