import HTTP
import JSON
import TestKit
import Testing

extension SuiteStories {
    /// What somebody who leaves holds in contacts and at the gateway goes to others by one plan.
    @Suite(.serialized) struct LeavingStoryTests {
        @Test(arguments: [SuiteArrangement.Kind.embedded, .split])
        func `who leaves is followed where he stood in for others, undoing lets him again, and an export says whose it is`(
            kind: SuiteArrangement.Kind
        ) async throws {
            let suite = try await SuiteArrangement.start(kind)
            do {
                let admin = SuiteClient(
                    address: suite.addresses[0], token: try await suite.token("*", source: "urn:shop:*"))
                var people: [String] = []
                for login in ["anna", "boris", "clara"] {
                    people.append(try await admin.make("/v1/users", #"{"login":"\#(login)","name":"\#(login)"}"#))
                }
                let (anna, boris, clara) = (people[0], people[1], people[2])
                let absences = "/v1/users/\(anna)/absences"
                _ = try await admin.make(
                    absences, #"{"firstDay":"2020-01-01","lastDay":"2022-12-31","deputyID":"\#(clara)"}"#)
                _ = try await admin.make(
                    absences, #"{"firstDay":"2098-01-01","lastDay":"2098-12-31","deputyID":"\#(boris)"}"#)
                func expectDeputies(_ expected: [String], _ what: String) async throws {
                    try await eventually(what, within: 60) {
                        try await admin.list(absences).compactMap { $0["deputyID"]?.string } == expected
                    }
                }
                try await expectDeputies([clara, boris], "the absences are noted")
                let wish = """
                    {"rule":{"kind":"one","targets":[{"userID":"\(clara)"}]},"reason":"Leaves","deputiesTo":"\(clara)"}
                    """
                let plan = try await admin.makeSoon("/v1/users/\(boris)/offboardings", wish)
                #expect(try await admin.get("/v1/users/\(boris)/holdings")["deputies"]?.int == 1)
                #expect(try await admin.request(.post, "/v1/reassignments/\(plan)/apply").status == 202)
                try await expectDeputies([clara, clara], "the successor stands in")
                #expect(try await admin.get("/v1/users/\(boris)/holdings")["deputies"]?.int == 0)
                try await eventually("the reassignment is done") {
                    try await admin.get("/v1/reassignments/\(plan)")["state"]?.string == "done"
                }
                #expect(try await admin.request(.post, "/v1/reassignments/\(plan)/undo").status == 202)
                try await expectDeputies([clara, boris], "he stands in again")

                let file = try await admin.request(.get, "/v1/customers/export?format=ndjson")
                let id = try #require(file.fields["Relata-Export-Id"], "\(file.status)")
                #expect(try await admin.get("/v1/exports/\(id)")["by"]?["kind"]?.string == "token")
                #expect(try await admin.list("/v1/export-requests").isEmpty)
                try await suite.stop()
            } catch {
                Issue.record("\(error)\n\(suite.lastWords)")
            }
            await suite.tearDown()
        }
    }
}

extension SuiteClient {
    /// As `make`, once the service has heard of what the body names.
    fileprivate func makeSoon(_ target: String, _ body: String) async throws -> String {
        var id: String?
        try await eventually("it can be made at \(target)", within: 60) {
            let answer = try await request(
                .post, target, [("Idempotency-Key", "soon"), ("Content-Type", "application/json")], body: Array(body.utf8))
            if answer.status == 201 { id = answer.json["id"]?.string }
            return answer.status == 201
        }
        return try #require(id)
    }
}
