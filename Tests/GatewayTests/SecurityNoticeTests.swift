import Core
import Database
import GatewayAPI
import HTTP
import JSON
import TestKit
import Testing

@testable import Gateway

@Suite struct SecurityNoticeTests {
    private func fail(_ gateway: TestGateway, _ login: String, from address: String = "203.0.113.9") async throws {
        for _ in 0..<5 {
            _ = try await gateway.send(
                .post, "/signin", fields: Browser.formFields, body: Browser.encode([("login", login), ("password", "wrong")]),
                from: address)
        }
    }

    @Test(arguments: Engine.required) func `whom failures lock out hears of it once a day, and a login of nobody costs the same`(
        _ engine: Engine
    ) async throws {
        let gateway = try await TestGateway(engine)
        let anna = try await gateway.addPerson("anna")
        try await fail(gateway, "anna")
        try await fail(gateway, "nobody")
        #expect(try await gateway.notices().isEmpty)
        #expect(try await gateway.runJobs(NoteLock.kind) == 2)
        let notice = try #require(try await gateway.notices().first)
        #expect(notice.kind == .locked && notice.userID == anna.id && notice.address == "203.0.113.9")
        #expect(notice.until == notice.at.adding(seconds: 300))
        try await fail(gateway, "anna", from: "203.0.113.10")
        try await gateway.runJobs(NoteLock.kind)
        #expect(try await gateway.notices().count == 1)
        gateway.clock.advance(seconds: 86_401)
        try await fail(gateway, "anna")
        try await gateway.runJobs(NoteLock.kind)
        #expect(try await gateway.notices().count == 2)
    }

    @Test(arguments: Engine.required) func `a sign-in from a browser that was not seen before is told, the first one not`(
        _ engine: Engine
    ) async throws {
        let gateway = try await TestGateway(engine)
        let anna = try await gateway.addPerson("anna", language: "")
        func signIn(_ cookie: String?) async throws -> String {
            let answer = try await gateway.send(
                .post, "/signin",
                fields: Browser.formFields + [("User-Agent", "curl/8.5.0")] + (cookie.map { [("Cookie", $0)] } ?? []),
                body: Browser.encode([("login", "anna"), ("password", "a long password"), ("language", "en")]))
            let set = try #require(answer.fields.values("Set-Cookie").first { $0.hasPrefix("browser=") })
            #expect(set.contains("HttpOnly") && set.contains("Max-Age=34560000"))
            return String(set.prefix { $0 != ";" })
        }
        let browser = try await signIn(nil)
        #expect(try await signIn(browser) == browser)
        #expect(try await gateway.notices().isEmpty)
        let other = try await signIn(nil)
        #expect(other != browser)
        let notice = try #require(try await gateway.notices().first)
        #expect(notice.kind == .newBrowser && notice.userID == anna.id && notice.agent == "curl 8" && notice.language == "en")
        _ = try await signIn(other)
        _ = try await signIn(browser)
        #expect(try await gateway.notices().count == 1)
        // One that was long away is new again.
        gateway.clock.advance(seconds: 401 * 86_400)
        _ = try await signIn(browser)
        _ = try await signIn(other)
        #expect(try await gateway.notices().count == 2)
    }

    @Test func `changes of how one signs in are told, an administrator's too, and wrong codes that pause it`() async throws {
        let gateway = try await TestGateway()
        let anna = try await gateway.addPerson("anna")
        let (_, _, browser) = try await Phone.enrol(try await Browser.signIn(gateway, login: "anna", password: "a long password"))
        for _ in 0..<6 {
            _ = try await SecondStep.begin(gateway, login: "anna", password: "a long password").enter("000000")
        }
        let body = #"{"current":"a long password","new":"seven lamps in a row"}"#
        #expect(try await browser.send(.post, "/v1/me/password", body).status == 204)
        let admin = try await Browser.signIn(gateway)
        #expect(try await admin.send(.delete, "/v1/users/\(anna.id)/second-factor").status == 204)
        let kinds = try await gateway.notices().map(\.kind)
        #expect(kinds == [.secondFactorOn, .locked, .passwordChanged, .secondFactorOff])
    }

    @Test func `who has no mail address hears nothing, and nothing breaks`() async throws {
        let gateway = try await TestGateway()
        try await fail(gateway, "admin")
        #expect(try await gateway.runJobs(NoteLock.kind) == 1)
        gateway.clock.advance(seconds: 301)
        _ = try await Browser.signIn(gateway)
        _ = try await Browser.signIn(gateway)
        #expect(try await gateway.notices().isEmpty)
    }
}
