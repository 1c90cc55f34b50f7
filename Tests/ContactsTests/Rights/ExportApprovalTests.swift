import Audit
import ContactsAPI
import Core
import Database
import Events
import HTTP
import JSON
import TestKit
import Testing

@testable import Contacts

/// Large exports are approved by somebody else, and every file leads to who took it along.
@Suite struct ExportApprovalTests {
    struct File: Sendable {
        let status: Int
        let id: String?
        let lines: [String]
        var code: String? { (try? JSONValue.parse(Array((lines.first ?? "").utf8)))?["code"]?.string }
    }

    /// Exports what she sees, and holds the right to decide about others' exports too.
    static let asker = person(Crew.anna, "Anna", scope: .all)
    private static let approver = person(Crew.id(21), "Head", scope: .all)
    private static let other = person(Crew.boris, "Boris", scope: .own)
    private static let wish = #"{"columns":["name","emails"],"format":"csv","reason":"For the fair"}"#

    private static func person(_ user: ID, _ name: String, scope: RowScope) -> Caller {
        Caller(
            kind: .person, subject: user.description, name: name,
            scopes: [ContactsScope.read, ContactsScope.export, ContactsScope.administer],
            viewer: Viewer(
                user: user, units: [Crew.north],
                grants: [
                    Grant(role: "Test", resource: .account, actions: [.view, .export, .administer], scope: scope)
                ]))
    }

    static func bench(
        _ engine: Engine, above: Int, accounts: Int, clock: any WallClock = ManualClock()
    ) async throws -> ContactsBench {
        var settings = Settings()
        settings[ContactsModule.exportApproval] = "\(above)"
        let bench = try await ContactsBench.withCrew(engine, settings: settings, clock: clock)
        _ = try await ReassignmentTests.crowd(accounts, bench)
        return bench
    }

    static func file(_ bench: ContactsBench, _ caller: Caller, _ target: String) async throws -> File {
        let response = try await ContactsBench.$caller.withValue(caller) {
            try await bench.door(HTTPRequest(method: .get, target: target))
        }
        let text = String(decoding: try await response.body.collect(upTo: 1 << 20), as: UTF8.self)
        return File(
            status: response.status, id: response.fields["Relata-Export-Id"],
            lines: text.split(whereSeparator: \.isNewline).map(String.init))
    }

    private func asked(_ bench: ContactsBench, _ body: String = wish) async throws -> String {
        let answer = try await bench.ask(Self.asker, .post, "/v1/export-requests", key: "k", body: body)
        try #require(answer.status == 201 || answer.status == 200, "\(answer.json)")
        return try #require(answer.json["id"]?.string)
    }

    @Test(arguments: Engine.required)
    func `more than may go at once goes for a day when somebody else approved it, as it was approved`(_ engine: Engine)
        async throws
    {
        let clock = ManualClock()
        let bench = try await Self.bench(engine, above: 3, accounts: 5, clock: clock)
        let refused = try await Self.file(bench, Self.asker, "/v1/customers/export")
        #expect(refused.status == 403 && refused.code == "needs-approval")
        #expect(refused.lines.first?.contains("POST /v1/export-requests") == true)
        #expect(try await bench.count("exports") == 0)

        let id = try await asked(bench)
        #expect(try await asked(bench) == id)
        #expect(try await bench.count("export_requests") == 1)
        let door = "/v1/export-requests/\(id)"
        #expect(try await Self.file(bench, Self.asker, door + "/file").code == "not-approved")
        let approved = try await bench.ask(Self.approver, .post, door + "/approval")
        let request = try #require(Shapes.read(ExportRequestResource.self, from: approved.json).value)
        #expect((request.course.state, request.course.until) == (.approved, clock.now().adding(days: 1)))
        #expect((request.leaving, request.seen, request.requesterName) == (5, 5, "Anna"))
        let late = try await bench.ask(Self.approver, .post, door + "/refusal", body: #"{"reason":"No"}"#)
        #expect((late.status, late.json["code"]?.string) == (409, "already-answered"))

        let file = try await Self.file(bench, Self.asker, door + "/file")
        #expect(file.status == 200 && file.lines.count == 6)
        #expect(file.lines.first == "\u{feff}id,name,emails,export")
        let rest = try await Self.file(bench, Self.asker, door + "/file?after=\(file.lines[4].prefix(36))")
        #expect(rest.lines.count == 1 && rest.lines[0].prefix(40) == file.lines[5].prefix(40))
        // Rows by what she may export now.
        let narrow = Self.person(Crew.anna, "Anna", scope: .shared)
        #expect(try await Self.file(bench, narrow, door + "/file").lines.count == 1)
        #expect(try await Self.file(bench, Self.approver, door + "/file").status == 404)

        let types = try await bench.told().suffix(2)
        #expect(types.map(\.type) == [ContactsEvents.exportRequested, ContactsEvents.exportAnswered])
        #expect(types.allSatisfy { $0.key == id })
        clock.advance(seconds: 86_400)
        #expect(try await Self.file(bench, Self.asker, door + "/file").code == "expired")
    }

    @Test(arguments: Engine.required)
    func `whoever asked, who administers not all customers, and a token of nobody do not decide`(_ engine: Engine) async throws {
        let bench = try await Self.bench(engine, above: 1, accounts: 2)
        let door = "/v1/export-requests/\(try await asked(bench))"
        let program = Caller(
            kind: .token, subject: "t", name: "Token", scopes: ["*"], viewer: .everything(role: "Token"))
        for (caller, status, code) in [
            (Self.asker, 403, "own-request"), (Self.other, 404, "not-found"), (program, 403, "needs-a-user"),
        ] {
            for answer in [
                try await bench.ask(caller, .post, door + "/approval"),
                try await bench.ask(caller, .post, door + "/refusal", body: #"{"reason":"No"}"#),
            ] { #expect((answer.status, answer.json["code"]?.string) == (status, code), "\(caller.name)") }
        }
        let wish = try await bench.ask(program, .post, "/v1/export-requests", key: "k", body: Self.wish)
        #expect((wish.status, wish.json["code"]?.string) == (403, "needs-a-user"))
        for (caller, count) in [(Self.asker, 1), (Self.approver, 1), (Self.other, 0), (program, 1)] {
            let list = try await bench.ask(caller, .get, "/v1/export-requests?state=open")
            #expect(list.json["items"]?.array?.count == count, "\(caller.name)")
            #expect(try await bench.ask(caller, .get, door).status == (count == 1 ? 200 : 404), "\(caller.name)")
        }
        #expect(try await bench.ask(Self.approver, .post, door + "/withdrawal").json["code"]?.string == "not-yours")
        #expect(try await bench.ask(Self.asker, .post, door + "/withdrawal").json["state"]?.string == "withdrawn")
        #expect(try await Self.file(bench, Self.asker, door + "/file").code == "not-approved")
    }

    @Test(arguments: Engine.required)
    func `an approval is taken back by who decides, and who leaves asks for nothing any more`(_ engine: Engine) async throws {
        let bench = try await Self.bench(engine, above: 1, accounts: 2)
        let door = "/v1/export-requests/\(try await asked(bench))"
        let reason = #"{"reason":"Wrong list"}"#
        #expect(
            try await bench.ask(Self.approver, .post, door + "/revocation", body: reason).json["code"]?.string == "not-approved")
        #expect(try await bench.ask(Self.approver, .post, door + "/approval").status == 200)
        #expect(try await Self.file(bench, Self.asker, door + "/file").status == 200)
        #expect(
            try await bench.ask(Self.asker, .post, door + "/revocation", body: reason).json["code"]?.string == "own-request")
        let revoked = try await bench.ask(Crew.administering, .post, door + "/revocation", body: reason)
        #expect((revoked.json["state"]?.string, revoked.json["answer"]?.string) == ("refused", "Wrong list"))
        #expect(try await Self.file(bench, Self.asker, door + "/file").code == "not-approved")

        let open = try await bench.ask(Self.asker, .post, "/v1/export-requests", key: "2", body: Self.wish)
        let planned = try ReassignmentTests.read(
            try await bench.ask(
                Crew.director, .post, "/v1/users/\(Crew.anna)/offboardings", key: "k",
                body: #"{"rule":{"kind":"one","targets":[{"userID":"\#(Crew.boris)"}]},"reason":"Leaves"}"#))
        let holdings = "/v1/users/\(Crew.anna)/holdings"
        #expect(try await bench.ask(Crew.director, .get, holdings).json["requests"]?.int == 1)
        _ = try await bench.ask(Crew.director, .post, "/v1/reassignments/\(planned.id)/apply")
        try await ReassignmentTests.run(bench, planned.id)
        #expect(try await bench.ask(Crew.director, .get, holdings).json["requests"]?.int == 0)
        let id = try #require(open.json["id"]?.string)
        let left = try await bench.ask(Self.approver, .get, "/v1/export-requests/\(id)")
        #expect(left.json["state"]?.string == "withdrawn")
    }

    @Test(arguments: Engine.required)
    func `asking and answering stand in the audit, each as one line that names the request`(_ engine: Engine) async throws {
        let bench = try await Self.bench(engine, above: 1, accounts: 2)
        let door = "/v1/export-requests/\(try await asked(bench))"
        for (caller, status) in [(Self.asker, 403), (Self.approver, 200)] {
            let response = try await ContactsBench.$caller.withValue(caller) {
                try await bench.door(HTTPRequest(method: .post, target: door + "/approval"))
            }
            #expect(response.status == status)
        }
        let lines = try await bench.database.read { tx in try AuditStore.page(AuditQuery(), limit: 9, in: tx) }.map(\.entry)
        #expect(lines.map(\.outcome) == ["done", "own-request"] && lines.map(\.actor.name) == ["Head", "Anna"])
        #expect(lines.allSatisfy { $0.action == "change" && door.hasSuffix($0.records.first ?? "-") })
        #expect(lines[0].details["events"]?.array == [.string(ContactsEvents.exportAnswered)])
    }

    @Test(arguments: Engine.required)
    func `of two answers at one moment one counts`(_ engine: Engine) async throws {
        let bench = try await Self.bench(engine, above: 1, accounts: 2)
        let door = "/v1/export-requests/\(try await asked(bench))"
        async let yes = bench.ask(Self.approver, .post, door + "/approval")
        async let no = bench.ask(Crew.administering, .post, door + "/refusal", body: #"{"reason":"No"}"#)
        let statuses = try await [yes.status, no.status]
        #expect(statuses.sorted() == [200, 409])
    }

    @Test(arguments: Engine.required)
    func `several small exports within a day are one large one, and going on counts the rest only`(_ engine: Engine)
        async throws
    {
        let clock = ManualClock()
        let bench = try await Self.bench(engine, above: 5, accounts: 3, clock: clock)
        let first = try await Self.file(bench, Self.asker, "/v1/customers/export?columns=name")
        #expect(first.status == 200 && first.lines.count == 4)
        #expect(try await Self.file(bench, Self.asker, "/v1/customers/export").code == "needs-approval")
        let after = first.lines[1].prefix(36)
        #expect(try await Self.file(bench, Self.asker, "/v1/customers/export?after=\(after)").lines.count == 2)
        #expect(try await Self.file(bench, Self.approver, "/v1/customers/export").status == 200)
        clock.advance(seconds: 86_400)
        #expect(try await Self.file(bench, Self.asker, "/v1/customers/export").status == 200)
    }

    @Test(arguments: Engine.required)
    func `of two exports at one moment that are too many together one goes`(_ engine: Engine) async throws {
        let bench = try await Self.bench(engine, above: 3, accounts: 2)
        async let one = Self.file(bench, Self.asker, "/v1/customers/export")
        async let two = Self.file(bench, Self.asker, "/v1/customers/export")
        let statuses = try await [one.status, two.status]
        #expect(statuses.sorted() == [200, 403])
    }

    @Test(arguments: Engine.required)
    func `one line of a file leads to who took it along, when, and by which filter`(_ engine: Engine) async throws {
        let bench = try await Self.bench(engine, above: 0, accounts: 3)
        for (format, last) in [("csv", { "," + $0 }), ("ndjson", { #","export":"\#($0)"}"# })] as [(String, (String) -> String)] {
            let file = try await Self.file(bench, Self.asker, "/v1/customers/export?format=\(format)&q=client")
            let id = try #require(file.id)
            #expect(file.lines.suffix(3).allSatisfy { $0.hasSuffix(last(id)) })
            let found = try await bench.ask(Self.approver, .get, "/v1/exports/\(id)")
            let export = try #require(Shapes.read(ExportResource.self, from: found.json).value)
            #expect((export.by.name, export.userID, export.content.text) == ("Anna", Crew.anna, "client"))
            #expect((export.leaving, export.rows, export.state) == (3, 3, .complete))
            #expect(export.content.format.rawValue == format && export.content.isWhole)
            #expect(try await bench.ask(Self.other, .get, "/v1/exports/\(id)").status == 404)
            var query = AuditQuery()
            query.record = id
            let lines = try await bench.database.read { [query] tx in try AuditStore.page(query, limit: 9, in: tx) }
                .map(\.entry).filter { $0.action == "export" }
            #expect(lines.map(\.outcome) == ["complete", "done"])
            #expect(lines[0].details["count"]?.int == 3 && lines[0].actor.name == "Anna" && !"\(lines)".contains("client"))
        }
        let list = try await bench.ask(Self.approver, .get, "/v1/exports?limit=1")
        #expect(list.json["items"]?.array?.count == 1 && list.json["next"] != nil)
        #expect(try await bench.ask(Self.other, .get, "/v1/exports").json["items"]?.array?.isEmpty == true)
    }

    @Test func `what is no column is refused, and JSON lines hold the chosen members alone`() async throws {
        let bench = try await Self.bench(.sqlite, above: 0, accounts: 1)
        let file = try await Self.file(bench, Self.asker, "/v1/customers/export?format=ndjson&columns=owner,hidden")
        let line = try #require(try JSONValue.parse(Array((file.lines.first ?? "").utf8)).object)
        #expect(line.members.map(\.key) == ["id", "ownerID", "ownerName", "access", "export"])
        #expect(try await Self.file(bench, Self.asker, "/v1/customers/export?columns=name,").code == "bad-columns")
        let body = #"{"columns":["name","x"],"reason":"r"}"#
        let refused = try await bench.ask(Self.asker, .post, "/v1/export-requests", key: "k", body: body)
        #expect(refused.status == 422 && refused.json["errors"]?.array?.first?["pointer"]?.string == "/columns/1")
        #expect(try await bench.count("export_requests") == 0)
    }

    @Test func `a setting that is no number stops the start`() async throws {
        await #expect(throws: SettingError.self) {
            var settings = Settings()
            settings[ContactsModule.exportApproval] = "-1"
            _ = try await ContactsBench(.sqlite, settings: settings)
        }
    }
}

extension Crew {
    /// Decides about the exports of others.
    static let administering = Caller(
        kind: .person, subject: id(22).description, name: "Boss", scopes: [ContactsScope.administer],
        viewer: .everything(role: "Boss", user: id(22)))
}
