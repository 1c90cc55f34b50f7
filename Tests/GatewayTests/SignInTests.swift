import Core
import Database
import HTTP
import Observability
import TestKit
import Testing

@testable import Gateway

@Suite struct SignInTests {
    private func attempt(
        _ gateway: TestGateway, _ login: String, _ password: String, from address: String = "192.0.2.7", next: String? = nil,
        secure: Bool = false
    ) async throws -> TestGateway.Answer {
        let form = [("login", login), ("password", password), ("language", "en")] + (next.map { [("next", $0)] } ?? [])
        let scheme = secure ? "https" : "http"
        return try await gateway.send(
            .post, "/signin",
            fields: [("Content-Type", "application/x-www-form-urlencoded"), ("Origin", "\(scheme)://crm.example")],
            body: Browser.encode(form), from: address, secure: secure)
    }

    @Test(arguments: Engine.required) func `the first start makes an administrator, whose password only its owner may read`(
        _ engine: Engine
    ) async throws {
        let gateway = try await TestGateway(engine)
        #expect(try TemporaryFolder.mode(gateway.folder + "/admin-password") == 0o600)
        let password = try gateway.adminPassword
        #expect(password.count == 20)
        #expect(try await attempt(gateway, "ADMIN", password).status == 303)
        // A second start changes nothing.
        try await EnsureAdministrator(
            database: gateway.database, clock: gateway.clock, ids: gateway.ids, logger: .silent, tell: gateway.tell,
            folder: "/nowhere")()
        #expect(try await attempt(gateway, "admin", password).status == 303)
    }

    @Test func `the cookie is out of reach of scripts and other sites, and bound to the host over HTTPS`() async throws {
        let gateway = try await TestGateway()
        let plain = try #require(try await attempt(gateway, "admin", gateway.adminPassword).fields["Set-Cookie"])
        #expect(plain.hasPrefix("session=") && plain.contains("; HttpOnly") && plain.contains("; SameSite=Lax"))
        let secure = try await attempt(gateway, "admin", gateway.adminPassword, secure: true)
        let cookie = try #require(secure.fields["Set-Cookie"])
        #expect(cookie.hasPrefix("__Host-session=") && cookie.hasSuffix("; Secure") && cookie.contains("; Path=/;"))
        #expect(secure.fields["Strict-Transport-Security"] != nil)
    }

    @Test(arguments: Engine.required) func `wrong passwords are counted down and then pause the sign-in`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway(engine)
        for left in [4, 3, 2, 1] {
            let answer = try await attempt(gateway, "admin", "wrong")
            #expect(answer.status == 422)
            #expect(answer.text.contains("\(left) attempt"))
        }
        let paused = try await attempt(gateway, "admin", "wrong")
        #expect(paused.status == 429)
        #expect(paused.text.contains("12:05"))
        #expect(paused.fields["Retry-After"] == "300")
        // Even the right one has to wait, and waiting is not prolonged by trying.
        gateway.clock.advance(seconds: 200)
        #expect(try await attempt(gateway, "admin", gateway.adminPassword).status == 429)
        gateway.clock.advance(seconds: 101)
        #expect(try await attempt(gateway, "admin", gateway.adminPassword).status == 303)
        // What was wrong before is forgiven.
        #expect(try await attempt(gateway, "admin", "wrong").text.contains("4 attempts"))
    }

    @Test func `an unknown login is answered like a wrong password`() async throws {
        let gateway = try await TestGateway()
        let unknown = try await attempt(gateway, "nobody", "wrong")
        let known = try await attempt(gateway, "admin", "wrong")
        #expect(unknown.status == known.status)
        #expect(unknown.text.replacing("nobody", with: "admin") == known.text)
    }

    @Test func `a stranger's failures do not lock a person out who comes from elsewhere`() async throws {
        let gateway = try await TestGateway()
        for _ in 0..<6 { _ = try await attempt(gateway, "admin", "wrong", from: "203.0.113.9") }
        #expect(try await attempt(gateway, "admin", gateway.adminPassword, from: "203.0.113.9").status == 429)
        #expect(try await attempt(gateway, "admin", gateway.adminPassword, from: "192.0.2.7").status == 303)
    }

    @Test func `one network cannot try many logins without end`() async throws {
        let gateway = try await TestGateway()
        var statuses: [Int] = []
        for index in 0..<52 {
            statuses.append(try await attempt(gateway, "user\(index)", "x", from: "2001:db8::\(index + 1)").status)
        }
        #expect(statuses.prefix(49).allSatisfy { $0 == 422 })
        #expect(statuses.suffix(2).allSatisfy { $0 == 429 })
    }

    @Test(arguments: Engine.required) func `many attempts at one moment get no more tries than one after the other`(
        _ engine: Engine
    ) async throws {
        let gateway = try await TestGateway(engine)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<30 { group.addTask { try await attempt(gateway, "admin", "wrong").status } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count { $0 == 422 } == 4)
        #expect(statuses.count { $0 == 429 } == 26)
    }

    @Test func `signing in makes a new session and ends the one that the browser had`() async throws {
        let gateway = try await TestGateway()
        let first = try await Browser.signIn(gateway)
        let again = try await gateway.send(
            .post, "/signin", fields: Browser.formFields + [("Cookie", first.cookie)],
            body: Browser.encode([("login", "admin"), ("password", gateway.adminPassword)]))
        let cookie = try #require(again.fields["Set-Cookie"]).prefix { $0 != ";" }
        #expect(cookie != first.cookie)
        #expect(try await first.get("/docs").location == "/signin?next=%2Fdocs")
        let planted = try await gateway.send(
            .post, "/signin", fields: Browser.formFields + [("Cookie", "session=chosen-by-an-attacker")],
            body: Browser.encode([("login", "admin"), ("password", gateway.adminPassword)]))
        #expect(planted.fields["Set-Cookie"]?.contains("chosen-by-an-attacker") == false)
    }

    @Test(arguments: Engine.required) func `signing out ends the session for whoever has the cookie`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway(engine)
        let browser = try await Browser.signIn(gateway)
        #expect(try await browser.get("/docs").status == 200)
        let out = try await browser.post("/signout", [])
        #expect(out.status == 303 && out.location == "/signin")
        #expect(out.fields["Set-Cookie"]?.contains("Max-Age=0") == true)
        #expect(try await browser.get("/docs").status == 303)
    }

    @Test func `a session ends after eight hours without a request, and after seven days in any case`() async throws {
        let gateway = try await TestGateway()
        let idle = try await Browser.signIn(gateway)
        gateway.clock.advance(seconds: 7.9 * 3600)
        #expect(try await idle.get("/docs").status == 200)
        gateway.clock.advance(seconds: 8.1 * 3600)
        #expect(try await idle.get("/docs").status == 303)
        let busy = try await Browser.signIn(gateway)
        for _ in 0..<23 {
            gateway.clock.advance(seconds: 7.2 * 3600)
            #expect(try await busy.get("/docs").status == 200)
        }
        gateway.clock.advance(seconds: 3 * 3600)
        #expect(try await busy.get("/docs").status == 303)
    }

    @Test(arguments: [
        ("/orders?state=unpaid", "/orders?state=unpaid"), ("//evil.example", "/"), ("/\\evil.example", "/"),
        ("https://evil.example", "/"), ("javascript:alert(1)", "/"), ("/\t/evil.example", "/"), ("", "/"), ("/a b", "/"),
        ("/\r\nSet-Cookie: x=1", "/"), ("/" + String(repeating: "a", count: 3000), "/"),
    ])
    func `after signing in only an address of our own is followed`(next: String, to target: String) async throws {
        let gateway = try await TestGateway()
        #expect(try await attempt(gateway, "admin", gateway.adminPassword, next: next).location == target)
    }

    @Test func `a login with a zero byte or of any length is only wrong`() async throws {
        let gateway = try await TestGateway(.postgres)
        #expect(try await attempt(gateway, "ad\0min", "wrong").status == 422)
        #expect(try await attempt(gateway, String(repeating: "я", count: 1500), "wrong").status == 422)
        #expect(try await attempt(gateway, String(repeating: "я", count: 9000), "wrong").code == "too-large")
    }
}
