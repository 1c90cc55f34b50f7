import Core
import Database
import HTTP
import TestKit
import Testing

@testable import Gateway

@Suite struct PasswordTests {
    private static let good = "seven lamps in a row"

    @Test(
        arguments: [
            ("short", PasswordPolicy.Fault.short), ("ninechars", .short), (String(repeating: "длинно ", count: 100), .long),
            ("aaaaaaaaaaaa", .common), ("Password123", .common), ("P-A-S-S-W-O-R-D-123", .common), ("qwertyuiop", .common),
            ("9876543210", .common), ("йцукенгшщз", .common), ("анналеухтер", nil), ("annaleuchter", .own),
            ("Anna-Leuchter-1990", .own), ("leuchter.anna@lantern", .own), ("aleuchter!!!!", .own), ("anna likes her lamps", nil),
            (good, nil), ("тихий вечер у реки", nil), ("2rT!9vLq#e", nil),
        ] as [(String, PasswordPolicy.Fault?)])
    func `a password is long, uncommon and not one's own name`(password: String, fault: PasswordPolicy.Fault?) {
        let user = User(
            id: ID(high: 1, low: 1), login: "aleuchter", name: "Anna Leuchter", mail: "anna@lantern.example")
        #expect(PasswordPolicy.fault(password, of: user) == fault)
    }

    @Test(arguments: Engine.required) func `changing the password ends all other sessions and gives this one a new cookie`(
        _ engine: Engine
    ) async throws {
        let gateway = try await TestGateway(engine)
        let (browser, other) = (try await Browser.signIn(gateway), try await Browser.signIn(gateway))
        let old = try gateway.adminPassword
        let answer = try await browser.send(.post, "/v1/me/password", #"{"current":"\#(old)","new":"\#(Self.good)"}"#)
        #expect(answer.status == 204)
        #expect(try await other.get("/docs").status == 303)
        #expect(try await browser.get("/docs").status == 303)
        #expect(try await browser.rotated(by: answer).get("/docs").status == 200)
        let late = try await gateway.send(
            .post, "/signin", fields: Browser.formFields, body: Browser.encode([("login", "admin"), ("password", old)]))
        #expect(late.status == 422)
        _ = try await Browser.signIn(gateway, password: Self.good)
    }

    @Test func `a wrong present password changes nothing and is counted like one at the door`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        let body = #"{"current":"wrong","new":"\#(Self.good)"}"#
        for _ in 0..<4 { #expect(try await browser.send(.post, "/v1/me/password", body).code == "wrong-password") }
        let paused = try await browser.send(.post, "/v1/me/password", body)
        #expect(paused.status == 429 && paused.fields["Retry-After"] == "300")
        let right = #"{"password":"\#(try gateway.adminPassword)"}"#
        #expect(try await browser.send(.post, "/v1/me/proof", right).status == 429)
        gateway.clock.advance(seconds: 301)
        _ = try await Browser.signIn(gateway)
    }

    @Test(arguments: [
        ("short", "password-too-short"), ("administrator1", "password-too-common"), ("administrator99x", "password-is-own-name"),
    ])
    func `a weak password is refused and names its field`(new: String, code: String) async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        let body = #"{"current":"\#(try gateway.adminPassword)","new":"\#(new)"}"#
        let answer = try await browser.send(.post, "/v1/me/password", body)
        #expect(answer.status == 422 && answer.code == code)
        #expect(answer.text.contains(#""pointer":"/new""#))
    }

    @Test func `the present password is no new one, and asking so is no failed attempt`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        let old = try gateway.adminPassword
        for _ in 0..<6 {
            let answer = try await browser.send(.post, "/v1/me/password", #"{"current":"\#(old)","new":"\#(old)"}"#)
            #expect(answer.code == "password-unchanged")
        }
    }

    @Test func `a fresh proof gives a new cookie and form token, and the old ones are good for nothing`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        let formToken = try await browser.formToken()
        gateway.clock.advance(seconds: 1000)
        let answer = try await browser.send(.post, "/v1/me/proof", #"{"password":"\#(try gateway.adminPassword)"}"#)
        #expect(answer.status == 204)
        let proved = try browser.rotated(by: answer)
        #expect(proved.cookie != browser.cookie)
        #expect(try await browser.get("/docs").status == 303)
        #expect(try await proved.formToken() != formToken)
    }

    @Test func `the page changes the password, and says what is wrong in the person's language`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        let old = try gateway.adminPassword
        let page = try await browser.get("/me/password")
        #expect(page.text.contains("autocomplete=\"new-password\""))
        PageRules.check(page.text, "/me/password")
        for (current, new, again, says) in [
            (old, "short", "short", "Слишком коротко"), (old, Self.good, "other", "не совпали"),
            ("wrong", Self.good, Self.good, "Осталось 4 попытки"), ("", Self.good, Self.good, "Введите нынешний"),
        ] {
            let answer = try await browser.post(
                "/me/password", [("current", current), ("new", new), ("again", again)])
            #expect(answer.status == 422 && answer.text.contains(says), "\(says)")
            PageRules.check(answer.text, "/me/password")
        }
        let done = try await browser.post("/me/password", [("current", old), ("new", Self.good), ("again", Self.good)])
        #expect(done.status == 303 && done.location == "/me?done=password")
        #expect(try await browser.rotated(by: done).get("/me?done=password").text.contains("Пароль изменён"))
    }

    @Test func `the page that takes the password again leads back to an address of our own`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        #expect(try await browser.get("/me/proof?next=%2Fme").text.contains("value=\"/me\""))
        let wrong = try await browser.post("/me/proof", [("password", "wrong"), ("next", "/me")])
        #expect(wrong.status == 422 && wrong.text.contains("Осталось 4 попытки"))
        PageRules.check(wrong.text, "/me/proof")
        let done = try await browser.post("/me/proof", [("password", gateway.adminPassword), ("next", "//evil.example")])
        #expect(done.location == "/")
        #expect(try await browser.rotated(by: done).get("/docs").status == 200)
    }

    @Test func `a program with a token has no password`() async throws {
        let gateway = try await TestGateway()
        let token = try await gateway.token(["*"])
        let answer = try await gateway.send(
            .post, "/v1/me/proof", fields: [("Authorization", "Bearer \(token)")], body: #"{"password":"x"}"#)
        #expect(answer.code == "session-required")
    }
}
