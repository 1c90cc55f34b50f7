import Core
import Crypto
import Database
import GatewayAPI
import HTTP
import JSON
import TestKit
import Testing

@testable import Gateway

@Suite struct PasswordResetTests {
    private static let good = "seven lamps in a row"

    private func ask(_ gateway: TestGateway, _ login: String) async throws -> TestGateway.Answer {
        try await gateway.send(
            .post, "/v1/password-resets", fields: [("Content-Type", "application/json")], body: #"{"login":"\#(login)"}"#)
    }

    /// The token that the person finds in the mail.
    private func token(_ gateway: TestGateway) async throws -> String {
        try await gateway.runJobs(MailPasswordReset.kind)
        let notice = try #require(try await gateway.notices().last { $0.kind == .passwordReset })
        let sealed = try #require(notice.sealed.flatMap { Base64.decodeURL($0) })
        return String(decoding: try #require(try FakeServices.letters.open(sealed)), as: UTF8.self)
    }

    private func confirm(_ gateway: TestGateway, _ token: String, _ new: String = Self.good) async throws -> TestGateway.Answer {
        try await gateway.send(
            .post, "/v1/password-resets/confirm", fields: [("Content-Type", "application/json")],
            body: #"{"token":"\#(token)","new":"\#(new)"}"#)
    }

    private func status(_ gateway: TestGateway, _ password: String) async throws -> Int {
        try await gateway.send(
            .post, "/signin", fields: Browser.formFields, body: Browser.encode([("login", "anna"), ("password", password)])
        ).status
    }

    @Test(arguments: Engine.required) func `known or not, the answer and the work before it are the same`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway(engine)
        let anna = try await gateway.addPerson("anna")
        for login in ["anna", "ANNA@lantern.example", "nobody", "admin"] {
            let answer = try await ask(gateway, login)
            #expect(answer.status == 202 && answer.bytes.isEmpty)
        }
        #expect(try await gateway.notices().isEmpty)
        #expect(try await gateway.runJobs(MailPasswordReset.kind) == 4)
        // The administrator has no mail address, and nobody is nobody.
        let notices = try await gateway.notices()
        #expect(notices.map(\.userID) == [anna.id, anna.id])
        #expect(notices.allSatisfy { $0.mail == "anna@lantern.example" && $0.language == "ru" && $0.address == "192.0.2.7" })
        #expect(Set(notices.compactMap(\.sealed)).count == 2)
    }

    @Test(arguments: Engine.required) func `a token is good once, and all sessions end`(_ engine: Engine) async throws {
        let gateway = try await TestGateway(engine)
        _ = try await gateway.addPerson("anna")
        let browser = try await Browser.signIn(gateway, login: "anna", password: "a long password")
        _ = try await ask(gateway, "anna")
        let token = try await token(gateway)
        #expect(try await confirm(gateway, token, "short").code == "password-too-short")
        #expect(try await confirm(gateway, token, "quiet river bank").status == 204)
        #expect(try await confirm(gateway, token).code == "reset-token-refused")
        #expect(try await browser.get("/docs").status == 303)
        #expect(try await status(gateway, "a long password") == 422)
        #expect(try await status(gateway, "quiet river bank") == 303)
        #expect(try await gateway.notices().contains { $0.kind == .passwordChanged })
    }

    @Test(arguments: Engine.required) func `two who use a token at one moment do not both set a password`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway(engine)
        _ = try await gateway.addPerson("anna")
        _ = try await ask(gateway, "anna")
        let token = try await token(gateway)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 0..<4 { group.addTask { try await confirm(gateway, token, "seven lamps in row \(index)").status } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.sorted() == [204, 422, 422, 422])
    }

    @Test func `a token is good for half an hour, and until the next one or another way to a new password`() async throws {
        let gateway = try await TestGateway()
        _ = try await gateway.addPerson("anna")
        _ = try await ask(gateway, "anna")
        let late = try await token(gateway)
        gateway.clock.advance(seconds: 1801)
        #expect(try await confirm(gateway, late).code == "reset-token-refused")
        _ = try await ask(gateway, "anna")
        let first = try await token(gateway)
        _ = try await ask(gateway, "anna")
        let second = try await token(gateway)
        #expect(try await confirm(gateway, first).code == "reset-token-refused")
        let browser = try await Browser.signIn(gateway, login: "anna", password: "a long password")
        let body = #"{"current":"a long password","new":"\#(Self.good)"}"#
        #expect(try await browser.send(.post, "/v1/me/password", body).status == 204)
        #expect(try await confirm(gateway, second).code == "reset-token-refused")
        for forged in ["x", String(repeating: "A", count: 43)] {
            #expect(try await confirm(gateway, forged).code == "reset-token-refused")
        }
    }

    @Test func `many wishes for one login within minutes fill nobody's mailbox, and a late job mails nothing`() async throws {
        let gateway = try await TestGateway()
        _ = try await gateway.addPerson("anna")
        for _ in 0..<6 { #expect(try await ask(gateway, "anna").status == 202) }
        #expect(try await gateway.runJobs(MailPasswordReset.kind) == 3)
        gateway.clock.advance(seconds: 700)
        _ = try await ask(gateway, "anna")
        gateway.clock.advance(seconds: 1801)
        #expect(try await gateway.runJobs(MailPasswordReset.kind) == 1)
        #expect(try await gateway.notices().count == 3)
    }

    @Test func `the token is in no event, log or table, and the second factor is still asked for`() async throws {
        let gateway = try await TestGateway()
        _ = try await gateway.addPerson("anna")
        let browser = try await Browser.signIn(gateway, login: "anna", password: "a long password")
        _ = try await Phone.enrol(browser)
        _ = try await ask(gateway, "anna")
        let token = try await token(gateway)
        let outbox = try await gateway.database.read { tx in try tx.rows("SELECT value FROM outbox") { $0.bytes(0) } }
        #expect(!outbox.contains { $0.firstRange(of: Array(token.utf8)) != nil })
        #expect(!gateway.log.records.contains { "\($0)".contains(token) })
        let kept = try await gateway.database.read { tx in try tx.rows("SELECT digest FROM password_resets") { $0.bytes(0) } }
        #expect(kept == [Digest.sha256(Array(token.utf8))])
        #expect(try await confirm(gateway, token).status == 204)
        _ = try await SecondStep.begin(gateway, login: "anna", password: Self.good)
    }

    @Test func `without notifications the job fails and is tried again`() async throws {
        var services = try FakeServices.all()
        services["notifications"] = nil
        let gateway = try await TestGateway(services: services)
        _ = try await gateway.addPerson("anna")
        #expect(try await ask(gateway, "anna").status == 202)
        await #expect(throws: Refusal.self) { try await gateway.runJobs(MailPasswordReset.kind) }
    }

    @Test func `the pages ask for the mail and take the new password in the person's language`() async throws {
        let gateway = try await TestGateway()
        _ = try await gateway.addPerson("anna")
        #expect(try await gateway.get("/signin", accept: "text/html").text.contains("href=\"/password-reset\""))
        func post(_ path: String, _ form: [(String, String)]) async throws -> TestGateway.Answer {
            let answer = try await gateway.send(
                .post, path, fields: Browser.formFields, body: Browser.encode(form + [("language", "ru")]))
            if answer.status != 303 { PageRules.check(answer.text, path) }
            return answer
        }
        let page = try await gateway.get("/password-reset", accept: "text/html")
        PageRules.check(page.text, "/password-reset")
        #expect(try await post("/password-reset", [("login", " ")]).text.contains("Введите логин"))
        let (known, unknown) = (
            try await post("/password-reset", [("login", "anna")]), try await post("/password-reset", [("login", "nobody")])
        )
        #expect(known.status == 200 && known.text.contains("письмо со ссылкой уже в пути") && known.text == unknown.text)
        let token = try await token(gateway)
        let fresh = try await gateway.get("/password-reset/new", accept: "text/html")
        PageRules.check(fresh.text, "/password-reset/new")
        let script = try #require(fresh.text.firstMatch(of: #/src="(/assets/fragment.js[^"]*)"/#)).1
        #expect(try await gateway.get(String(script)).fields["Content-Type"] == "text/javascript; charset=utf-8")
        let path = "/password-reset/new"
        #expect(try await post(path, [("code", token), ("new", "x"), ("again", "y")]).text.contains("не совпали"))
        #expect(try await post(path, [("code", token), ("new", "x"), ("again", "x")]).text.contains("Слишком коротко"))
        #expect(try await post(path, [("code", "x"), ("new", Self.good), ("again", Self.good)]).text.contains("старше получаса"))
        let done = try await post(path, [("code", token), ("new", Self.good), ("again", Self.good)])
        #expect(done.status == 303 && done.location == "/signin?done=password")
        let door = try await gateway.send(
            .get, "/signin?done=password", fields: [("Accept", "text/html"), ("Accept-Language", "ru")])
        #expect(door.text.contains("Новый пароль задан"))
    }
}
