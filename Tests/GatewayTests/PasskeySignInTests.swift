import Audit
import Core
import Crypto
import Database
import GatewayAPI
import HTTP
import JSON
import TestKit
import Testing

@testable import Gateway

@Suite struct PasskeySignInTests {
    private static let password = "a long password"

    private func anna(_ gateway: TestGateway, counts: Bool = false) async throws -> (user: User, holder: KeyHolder, id: String) {
        let user = try await gateway.addPerson("anna", language: "")
        let holder = try KeyHolder(gateway, counts: counts)
        let (id, _) = try await holder.add(to: try await Browser.signIn(gateway, login: "anna", password: Self.password))
        return (user, holder, id)
    }

    @Test(arguments: Engine.required) func `a passkey opens the door by itself, as a password does`(_ engine: Engine) async throws
    {
        let gateway = try await TestGateway.withPasskeys(engine)
        let (user, holder, _) = try await anna(gateway)
        gateway.clock.advance(seconds: 100)
        let (options, cookie) = try await holder.question()
        #expect(options["rpId"] == "crm.example" && options["userVerification"] == "required")
        #expect(options["allowCredentials"] == [])
        let answer = try await gateway.ask(
            PasskeySignInRoutes.path, KeyHolder.body(try holder.authenticator.assert(options), language: "en"),
            cookies: [cookie, "session=planted"])
        #expect(answer.fields.values("Set-Cookie").contains { $0.hasPrefix("passkey=;") })
        let browser = try holder.browser(answer)
        #expect(try await browser.get("/docs").status == 200)
        #expect(try await browser.get("/me").text.contains("<html lang=\"en\">"))
        // It is fresh: how one signs in may be changed.
        let list = try await browser.send(.get, PasskeyRoutes.path).json["items"]?.array
        #expect(list?.first?["lastUsedAt"]?.string == "2026-01-05T12:01:40Z")
        #expect(try await browser.send(.post, PasskeyRoutes.path + "/options").status == 200)
        // From a browser that is new to her, and she hears of it.
        #expect(try await gateway.notices().map(\.kind) == [.passkeyAdded, .newBrowser])
        let lines = try await gateway.database.read { tx in try AuditStore.page(AuditQuery(), limit: 100, in: tx) }
            .map(\.entry).filter { $0.door == "POST " + PasskeySignInRoutes.path }
        #expect(lines.map(\.outcome) == ["done"] && lines.map(\.actor.subject) == [user.id.description])
    }

    @Test func `it stands for both factors, also where everyone must have two`() async throws {
        let gateway = try await TestGateway.withPasskeys()
        let (_, holder, _) = try await anna(gateway)
        _ = try await Phone.enrol(try await Browser.signIn(gateway, login: "anna", password: Self.password))
        #expect(try await holder.signIn().status == 204)
        // A second factor's answer is no first one: it must be sure of the person.
        #expect(try await holder.signIn { $0.flags = 0x01 }.code == "passkey-refused")
        #expect(try await holder.signIn { $0.userHandle = nil }.code == "passkey-refused")
    }

    @Test(arguments: Engine.required) func `a question is good once, for minutes, and for the browser that it was put to`(
        _ engine: Engine
    ) async throws {
        let gateway = try await TestGateway.withPasskeys(engine)
        let (_, holder, _) = try await anna(gateway)
        let (options, cookie) = try await holder.question()
        let body = KeyHolder.body(try holder.authenticator.assert(options))
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 { group.addTask { try await gateway.ask(PasskeySignInRoutes.path, body, cookies: [cookie]).status } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.sorted() == [204, 409, 409, 409])
        let (second, own) = try await holder.question()
        let stolen = KeyHolder.body(try holder.authenticator.assert(second))
        let foreign = try await holder.question().cookie
        for cookies in [[], [foreign], ["passkey=guess"]] {
            #expect(try await gateway.ask(PasskeySignInRoutes.path, stolen, cookies: cookies).code == "challenge-expired")
        }
        #expect(try await gateway.ask(PasskeySignInRoutes.path, stolen, cookies: [own]).code == "challenge-expired")
        let (late, kept) = try await holder.question()
        gateway.clock.advance(seconds: 301)
        let old = KeyHolder.body(try holder.authenticator.assert(late))
        #expect(try await gateway.ask(PasskeySignInRoutes.path, old, cookies: [kept]).code == "challenge-expired")
        let made = try await holder.signIn { $0.challenge = Base64.encodeURL(SecureRandom.bytes(32)) }
        #expect(made.code == "challenge-expired")
        // Two questions of one browser, as autofill and the button put them, are both good.
        let (third, both) = try await holder.question()
        let (fourth, same) = try await holder.question(cookies: [both])
        #expect(same == both)
        for options in [fourth, third] {
            let body = KeyHolder.body(try holder.authenticator.assert(options))
            #expect(try await gateway.ask(PasskeySignInRoutes.path, body, cookies: [both]).status == 204)
        }
    }

    @Test func `nothing tells whether there is such a passkey, and whether its owner may come in`() async throws {
        let gateway = try await TestGateway.withPasskeys()
        let (user, holder, id) = try await anna(gateway)
        let unknown = try await KeyHolder(gateway).signIn { $0.userHandle = Base64.encodeURL(Passkey.handle(of: user.id)) }
        #expect(unknown.status == 403 && unknown.code == "passkey-refused")
        func isTheSame(_ answer: TestGateway.Answer) throws -> Bool {
            try answer.status == 403 && answer.json["detail"] == unknown.json["detail"]
                && answer.fields.values("Set-Cookie").isEmpty
        }
        #expect(try isTheSame(try await holder.signIn { $0.origin = "https://evil.example" }))
        #expect(try isTheSame(try await holder.signIn { $0.userHandle = Base64.encodeURL([UInt8](repeating: 1, count: 16)) }))
        let admin = try await gateway.token(of: gateway.administrator)
        func activate(_ isActive: Bool, _ version: Int64) async throws {
            let answer = try await gateway.call(
                .patch, "/v1/users/\(user.id)", as: admin, #"{"active":\#(isActive)}"#, version: version)
            try #require(answer.status == 200, "\(answer.text)")
        }
        try await activate(false, 1)
        #expect(try isTheSame(try await holder.signIn()))
        try await activate(true, 2)
        #expect(try await holder.signIn().status == 204)
        let browser = try await Browser.signIn(gateway)
        #expect(try await browser.change(.delete, "/v1/users/\(user.id)/passkeys/\(id)", version: 1).status == 200)
        #expect(try isTheSame(try await holder.signIn()))
    }

    @Test(arguments: Engine.required) func `wrong answers pause the passkey from that network, and its owner hears of it`(
        _ engine: Engine
    ) async throws {
        let gateway = try await TestGateway.withPasskeys(engine)
        let (_, holder, _) = try await anna(gateway)
        for _ in 0..<4 { #expect(try await holder.signIn { $0.type = "lie" }.status == 403) }
        let fifth = try await holder.signIn { $0.type = "lie" }
        #expect(fifth.status == 429 && fifth.fields["Retry-After"] == "300")
        #expect(try await holder.signIn().status == 429)
        #expect(try await holder.signIn(from: "203.0.113.9").status == 204)
        #expect(try await gateway.notices().map(\.kind).contains(.locked))
        gateway.clock.advance(seconds: 301)
        #expect(try await holder.signIn().status == 204)
    }

    @Test func `one that counts backwards has a copy, and opens nothing`() async throws {
        let gateway = try await TestGateway.withPasskeys()
        let (user, holder, id) = try await anna(gateway, counts: true)
        let browser = try holder.browser(try await holder.signIn())
        #expect(try await holder.signIn { $0.count = 2 }.code == "passkey-copied")
        // Whoever has the copy can count as high as he likes, and the owner is not told apart from him.
        #expect(try await holder.signIn { $0.count = 100 }.code == "passkey-copied")
        #expect(try await gateway.notices().filter { $0.kind == .passkeyCopied }.count == 1)
        let list = try await browser.send(.get, PasskeyRoutes.path).json["items"]?.array
        #expect(list?.first?["copiedAt"]?.string == "2026-01-05T12:00:00Z")
        #expect(try await browser.get("/me/passkeys").text.contains("copied: remove it"))
        let lines = try await gateway.database.read { tx in try AuditStore.page(AuditQuery(), limit: 100, in: tx) }
            .map(\.entry).filter { $0.door == "POST " + PasskeySignInRoutes.path }.reversed()
        #expect(lines.map(\.outcome) == ["done", "passkey-copied", "passkey-copied"])
        #expect(lines.allSatisfy { $0.records.contains(user.id.description) })
        // Without it she adds another one, and all is well.
        #expect(try await browser.change(.delete, "\(PasskeyRoutes.path)/\(id)", version: 1).status == 200)
        let fresh = try KeyHolder(gateway, counts: true)
        _ = try await fresh.add(to: browser)
        #expect(try await fresh.signIn().status == 204)
        // One that counted does not stop to.
        #expect(try await fresh.signIn { $0.count = 0 }.code == "passkey-copied")
    }

    @Test(arguments: Engine.required) func `after the password it is the second step, of its owner alone`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway.withPasskeys(engine)
        let (_, holder, _) = try await anna(gateway)
        let other = try KeyHolder(gateway)
        _ = try await other.add(to: try await Browser.signIn(gateway))
        let (phone, _, _) = try await Phone.enrol(try await Browser.signIn(gateway, login: "anna", password: Self.password))
        let step = try await SecondStep.begin(gateway, login: "anna", password: Self.password)
        let page = try await step.page().text
        #expect(page.contains("data-to=\"/v1/sign-in/passkey\"") && page.contains("one-time-code"))
        PageRules.check(page, "/signin/code")
        let options = try await holder.question(cookies: [step.cookie], afterPassword: true).options
        #expect(options["allowCredentials"]?.array?.compactMap { $0["id"]?.string } == [holder.authenticator.idText])
        #expect(options["userVerification"] == "discouraged")
        #expect(try await other.signIn(cookies: [step.cookie], afterPassword: true).code == "passkey-refused")
        // A touch is enough, as the password was given.
        let answer = try await holder.signIn(cookies: [step.cookie], afterPassword: true) {
            $0.flags = 0x01
            $0.userHandle = nil
        }
        #expect(answer.fields.values("Set-Cookie").contains { $0.hasPrefix("signin=;") })
        #expect(try await holder.browser(answer).get("/docs").status == 200)
        // The step is used up, for the app, too.
        gateway.clock.advance(seconds: 60)
        #expect(try await step.enter(phone.code()).location == "/signin")
        let second = try await SecondStep.begin(gateway, login: "anna", password: Self.password)
        #expect(try await second.enter(phone.code()).status == 303)
        // Wrong answers and wrong codes are counted together.
        let third = try await SecondStep.begin(gateway, login: "anna", password: Self.password)
        for _ in 0..<4 { #expect(try await other.signIn(cookies: [third.cookie], afterPassword: true).status == 403) }
        #expect(try await third.enter("000000").status == 429)
        #expect(try await holder.signIn(cookies: [third.cookie], afterPassword: true).status == 429)
        // Without the password it opens the door all the same, also for another person at the same browser.
        #expect(try await holder.signIn().status == 204)
        #expect(try await other.signIn(cookies: [third.cookie]).status == 204)
        // A question of one kind is not answered as the other.
        let (asked, cookie) = try await holder.question()
        let mixed = KeyHolder.body(try holder.authenticator.assert(asked), afterPassword: true)
        #expect(
            try await gateway.ask(PasskeySignInRoutes.path, mixed, cookies: [cookie, third.cookie]).code == "challenge-expired")
        #expect(try await gateway.ask(PasskeySignInRoutes.path, mixed, cookies: [cookie]).code == "no-second-step")
    }

    @Test func `where everyone must have two, who has a passkey is asked for it and sets up no app`() async throws {
        let gateway = try await TestGateway.withPasskeys(settings: [GatewayModule.secondFactor.name: "required"])
        let user = try await gateway.addPerson("anna")
        let holder = try KeyHolder(gateway)
        let id = try await gateway.keep(holder.authenticator, of: user.id)
        let step = try await SecondStep.begin(gateway, login: "anna", password: Self.password)
        let page = try await step.page().text
        #expect(page.contains("data-passkey=\"use\"") && !page.contains("<svg class=\"qr\""))
        PageRules.check(page, "/signin/code")
        #expect(try await step.enter("000000").status == 422)
        #expect(try await holder.signIn(cookies: [step.cookie], afterPassword: true).status == 204)
        // By itself it does, too.
        #expect(try await holder.signIn().status == 204)
        // It is lost, and the administrator helps: now an app is set up.
        let token = try await gateway.token(of: gateway.administrator)
        #expect(try await gateway.call(.delete, "/v1/users/\(user.id)/passkeys/\(id)", as: token, version: 1).status == 200)
        let next = try await SecondStep.begin(gateway, login: "anna", password: Self.password)
        #expect(try await next.page().text.contains("<svg class=\"qr\""))
    }

    @Test func `the sign-in page offers it in both languages, and only where a script can`() async throws {
        let gateway = try await TestGateway.withPasskeys()
        for (language, words) in [("ru", "Войти с ключом доступа"), ("en", "Sign in with a passkey")] {
            let page = try await gateway.get("/signin?language=\(language)&next=%2Forders").text
            #expect(page.contains(words) && page.contains("autocomplete=\"username webauthn\""))
            let tag = try #require(PageRules.tags(page).first { $0["data-passkey"] == "use" })
            #expect(tag["hidden"] != nil && tag["data-origin"] == "https://crm.example" && tag["data-next"] == "/orders")
            #expect(tag["data-language"] == language && tag["data-autofill"] != nil)
            PageRules.check(page, "/signin")
        }
        let script = try await gateway.get("/assets/passkeys.js")
        #expect(script.status == 200 && script.fields["Content-Type"]?.hasPrefix("text/javascript") == true)
    }

    @Test(arguments: ["", "{}", #"{"credential":{}}"#, #"{"credential":{"id":"AA","type":"public-key","response":{}}}"#])
    func `what is no answer is refused`(body: String) async throws {
        let gateway = try await TestGateway.withPasskeys()
        let cookie = try await KeyHolder(gateway).question().cookie
        let answer = try await gateway.ask(PasskeySignInRoutes.path, body, cookies: [cookie])
        #expect([400, 422].contains(answer.status))
        #expect(try await gateway.ask(PasskeySignInRoutes.path + "/options", #"{"afterPassword":true}"#).code == "no-second-step")
        let foreign = try await gateway.send(
            .post, PasskeySignInRoutes.path + "/options", fields: [("Origin", "https://evil.example")])
        #expect(foreign.code == "foreign-form")
    }
}
