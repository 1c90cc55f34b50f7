import Core
import Crypto
import Database
import HTTP
import JSON
import TestKit
import Testing

@testable import Gateway

@Suite struct SecondFactorTests {
    @Test(arguments: Engine.required) func `signing in takes two steps, and nothing is open between them`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway(engine)
        let (phone, _, _) = try await Phone.enrol(try await Browser.signIn(gateway))
        gateway.clock.advance(seconds: 60)
        let step = try await SecondStep.begin(gateway, next: "/orders")
        // Its cookie is no session, under no name.
        for cookie in [step.cookie, step.cookie.replacing("signin=", with: "session=")] {
            let away = try await gateway.send(.get, "/docs", fields: [("Cookie", cookie), ("Accept", "text/html")])
            #expect(away.status == 303)
        }
        let page = try await step.page()
        #expect(page.status == 200 && page.text.contains("autocomplete=\"one-time-code\""))
        PageRules.check(page.text, "/signin/code")
        let inside = try await step.enter(phone.code(), next: "/orders")
        #expect(inside.status == 303 && inside.location == "/orders")
        #expect(inside.fields.values("Set-Cookie").contains { $0.hasPrefix("signin=;") })
        #expect(try await step.browser(inside).get("/docs").status == 200)
        // The step is used up.
        #expect(try await step.page().location == "/signin")
        #expect(try await step.enter(phone.code(later: 1)).location == "/signin")
    }

    @Test(arguments: Engine.required) func `a code is good once, also at one moment, and no code of before is`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway(engine)
        let (phone, _, _) = try await Phone.enrol(try await Browser.signIn(gateway))
        // The code that confirmed the app does not also open the door.
        #expect(try await SecondStep.begin(gateway).enter(phone.code()).status == 422)
        gateway.clock.advance(seconds: 60)
        let steps = [try await SecondStep.begin(gateway), try await SecondStep.begin(gateway)]
        let code = phone.code()
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for step in steps { group.addTask { try await step.enter(code).status } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.sorted() == [303, 422])
        #expect(try await SecondStep.begin(gateway).enter(phone.code(later: -1)).status == 422)
        #expect(try await SecondStep.begin(gateway).enter(phone.code(later: 1)).status == 303)
    }

    @Test(arguments: Engine.required) func `a recovery code opens the door once, and new ones end those of before`(
        _ engine: Engine
    ) async throws {
        let gateway = try await TestGateway(engine)
        let (_, codes, browser) = try await Phone.enrol(try await Browser.signIn(gateway))
        #expect(Set(codes).count == 10)
        #expect(try await SecondStep.begin(gateway).enter(codes[3].uppercased()).status == 303)
        #expect(try await SecondStep.begin(gateway).enter(codes[3]).status == 422)
        #expect(try await browser.send(.get, "/v1/me/second-factor").json["recoveryCodesLeft"]?.int == 9)
        let remade = try await browser.send(.post, "/v1/me/second-factor/recovery-codes")
        #expect(remade.fields["Cache-Control"] == "no-store")
        let fresh = try #require(try remade.json["recoveryCodes"]?.array?.compactMap(\.string))
        #expect(try await SecondStep.begin(gateway).enter(codes[4]).status == 422)
        #expect(try await SecondStep.begin(gateway).enter(fresh[0]).status == 303)
    }

    @Test(arguments: Engine.required) func `wrong codes pause the second step, whoever knows the password and wherever from`(
        _ engine: Engine
    ) async throws {
        let gateway = try await TestGateway(engine)
        let (phone, codes, _) = try await Phone.enrol(try await Browser.signIn(gateway))
        gateway.clock.advance(seconds: 60)
        for left in [4, 3, 2, 1] {
            let answer = try await SecondStep.begin(gateway).enter("000000")
            #expect(answer.status == 422 && answer.text.contains("\(left) попыт"))
        }
        #expect(try await SecondStep.begin(gateway).enter("000000").status == 429)
        let paused = try await SecondStep.begin(gateway).enter(phone.code())
        #expect(paused.status == 429 && paused.fields["Retry-After"] == "300")
        #expect(try await SecondStep.begin(gateway).enter(codes[0]).status == 429)
        gateway.clock.advance(seconds: 301)
        #expect(try await SecondStep.begin(gateway).enter(phone.code()).status == 303)
        #expect(try await SecondStep.begin(gateway).enter("000000").text.contains("4 попыт"))
    }

    @Test func `the second step waits five minutes, and ends when the password changes or the person leaves`() async throws {
        let gateway = try await TestGateway()
        let (phone, _, browser) = try await Phone.enrol(try await Browser.signIn(gateway))
        let late = try await SecondStep.begin(gateway)
        gateway.clock.advance(seconds: 301)
        #expect(try await late.enter(phone.code()).location == "/signin")
        let overtaken = try await SecondStep.begin(gateway)
        let body = #"{"current":"\#(try gateway.adminPassword)","new":"seven lamps in a row"}"#
        #expect(try await browser.send(.post, "/v1/me/password", body).status == 204)
        #expect(try await overtaken.enter(phone.code()).location == "/signin")
        #expect(try await SecondStep(gateway: gateway, cookie: "signin=forged").enter(phone.code()).location == "/signin")
    }

    @Test func `what changes how one signs in needs a proof of the last minutes`() async throws {
        let gateway = try await TestGateway()
        let (_, _, browser) = try await Phone.enrol(try await Browser.signIn(gateway))
        gateway.clock.advance(seconds: 901)
        for (method, path) in [
            (HTTPMethod.post, ""), (.post, "/confirm"), (.post, "/recovery-codes"), (.delete, ""),
        ] {
            let answer = try await browser.send(method, "/v1/me/second-factor" + path, #"{"code":"123456"}"#)
            #expect(answer.code == "proof-required", "\(path)")
        }
        #expect(try await browser.get("/me/second-factor/app").location == "/me/proof?next=%2Fme%2Fsecond-factor%2Fapp")
        for path in ["recovery-codes", "remove", "app"] {
            #expect(try await browser.post("/me/second-factor/\(path)", []).location?.hasPrefix("/me/proof") == true)
        }
        let proof = try await browser.send(.post, "/v1/me/proof", #"{"password":"\#(try gateway.adminPassword)"}"#)
        let proved = try browser.rotated(by: proof)
        #expect(try await proved.send(.delete, "/v1/me/second-factor").status == 204)
        #expect(try await proved.send(.delete, "/v1/me/second-factor").status == 404)
        _ = try await Browser.signIn(gateway)
    }

    @Test func `an app counts once its first code came, and the one before until then`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        let begun = try await browser.send(.post, "/v1/me/second-factor")
        #expect(begun.fields["Cache-Control"] == "no-store")
        #expect(try await browser.send(.post, "/v1/me/second-factor").text == begun.text)
        #expect(try await browser.send(.post, "/v1/me/second-factor/confirm", #"{"code":"000000"}"#).code == "wrong-code")
        #expect(try await browser.send(.get, "/v1/me/second-factor").json["enabled"]?.bool == false)
        _ = try await Browser.signIn(gateway)
        let (first, _, next) = try await Phone.enrol(browser)
        #expect(try await browser.get("/docs").status == 303)
        #expect(try await next.send(.post, "/v1/me/second-factor/confirm", #"{"code":"000000"}"#).code == "not-begun")
        let second = try #require(
            try await next.send(.post, "/v1/me/second-factor").json["secret"]?.string.flatMap(Base32.decode))
        gateway.clock.advance(seconds: 60)
        #expect(try await SecondStep.begin(gateway).enter(first.code()).status == 303)
        let phone = Phone(gateway: gateway, secret: second)
        #expect(try await next.send(.post, "/v1/me/second-factor/confirm", #"{"code":"\#(phone.code())"}"#).status == 200)
        gateway.clock.advance(seconds: 60)
        #expect(try await SecondStep.begin(gateway).enter(first.code()).status == 422)
        #expect(try await SecondStep.begin(gateway).enter(phone.code()).status == 303)
    }

    @Test func `secrets are sealed in the database, for their owner alone, by a key in a file that only its owner may read`()
        async throws
    {
        let gateway = try await TestGateway()
        let (phone, _, _) = try await Phone.enrol(try await Browser.signIn(gateway))
        let path = gateway.folder + "/secrets.key"
        #expect(try TemporaryFolder.mode(path) == 0o600)
        let keys = try #require(SecretKeys(file: Array(try TemporaryFolder.read(path).utf8)))
        let (id, sealed) = try await gateway.database.read { tx in
            let id = try #require(try UserStore().find(loginKey: "admin", in: tx)).id
            return (id, try #require(try SecondFactorStore().find(id, in: tx)?.secret))
        }
        #expect(sealed.firstRange(of: phone.secret) == nil)
        #expect(try keys.open(sealed, context: "second-factor \(id)") == phone.secret)
        #expect(throws: Refusal.self) { try keys.open(sealed, context: "second-factor \(gateway.ids.next())") }
        // A newer key in front seals, the old one still opens; without it nothing is guessed.
        let newer = SecretKey.generate()
        let both = try #require(SecretKeys(file: SecretKeys.file(newer) + Array(try TemporaryFolder.read(path).utf8)))
        #expect(try both.open(sealed, context: "second-factor \(id)") == phone.secret)
        #expect(throws: Refusal.self) { try SecretKeys([newer]).open(sealed, context: "second-factor \(id)") }
        // A lost key is not silently replaced.
        let lost = LoadSecretKeys(database: gateway.database, path: gateway.folder + "/other.key")
        await #expect(throws: Refusal.self) { try await lost() }
        #expect(try await LoadSecretKeys(database: gateway.database, path: nil)() == nil)
    }

    @Test(arguments: ["", "x", "MZXW", "AAAA\nBBBB"]) func `a file that holds no key is none`(text: String) {
        #expect(SecretKeys(file: Array(text.utf8)) == nil)
    }

    @Test func `an administrator removes the second factor of somebody who lost it`() async throws {
        let gateway = try await TestGateway()
        let reader = try await gateway.addUser("reader", password: "a long password", scopes: ["orders:read"])
        let other = try await Browser.signIn(gateway, login: "reader", password: "a long password")
        _ = try await Phone.enrol(other)
        let path = "/v1/users/\(reader.id)/second-factor"
        let helper = try await gateway.addUser("helper", password: "a long password", scopes: ["sessions:write"])
        let desk = try await Browser.signIn(gateway, login: helper.login, password: "a long password")
        let plain = try await gateway.addUser("plain", password: "a long password", scopes: ["orders:read"])
        let nobody = try await Browser.signIn(gateway, login: plain.login, password: "a long password")
        #expect(try await nobody.send(.delete, path).status == 403)
        #expect(try await desk.send(.delete, path).status == 204)
        #expect(try await desk.send(.delete, path).code == "no-second-factor")
        #expect(try await desk.send(.delete, "/v1/users/nobody/second-factor").status == 404)
        _ = try await Browser.signIn(gateway, login: "reader", password: "a long password")
    }

    @Test func `where everyone must have one, the first sign-in sets it up and nobody turns it off`() async throws {
        let gateway = try await TestGateway(settings: [GatewayModule.secondFactor.name: "required"])
        let step = try await SecondStep.begin(gateway)
        let page = try await step.page().text
        #expect(page.contains("<svg class=\"qr\"") && page.contains("В вашей организации"))
        PageRules.check(page, "/signin/code")
        let secret = try Phone.secret(on: page)
        #expect(try await step.enter("000000").status == 422)
        let phone = Phone(gateway: gateway, secret: secret)
        let inside = try await step.enter(phone.code())
        #expect(inside.status == 200 && inside.text.firstMatch(of: #/([a-z2-7]{4}-){3}[a-z2-7]{4}/#) != nil)
        PageRules.check(inside.text, "/signin/code")
        let browser = try step.browser(inside)
        #expect(try await browser.send(.delete, "/v1/me/second-factor").code == "second-factor-required")
        #expect(!(try await browser.get("/me/second-factor").text).contains("second-factor/remove"))
        gateway.clock.advance(seconds: 60)
        #expect(try await SecondStep.begin(gateway).enter(phone.code()).status == 303)
        await #expect(throws: SettingError.self) { try await TestGateway(settings: [GatewayModule.secondFactor.name: "maybe"]) }
    }

    @Test func `the pages set an app up, show the codes once and turn it off`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        #expect(try await browser.get("/me").text.contains("href=\"/me/second-factor\""))
        #expect(try await browser.get("/me/second-factor").location == "/me/second-factor/app")
        let page = try await browser.get("/me/second-factor/app").text
        PageRules.check(page, "/me/second-factor/app")
        let secret = try Phone.secret(on: page)
        let wrong = try await browser.post("/me/second-factor/app", [("code", "000000")])
        #expect(wrong.status == 422 && wrong.text.contains("Это не код приложения"))
        PageRules.check(wrong.text, "/me/second-factor/app")
        let phone = Phone(gateway: gateway, secret: secret)
        let on = try await browser.post("/me/second-factor/app", [("code", phone.code())])
        #expect(on.status == 200 && on.text.matches(of: #/([a-z2-7]{4}-){3}[a-z2-7]{4}/#).count == 10)
        PageRules.check(on.text, "/me/second-factor/app")
        let next = try browser.rotated(by: on)
        let state = try await next.get("/me/second-factor").text
        #expect(state.contains("Осталось кодов восстановления"))
        PageRules.check(state, "/me/second-factor")
        #expect(try await next.post("/me/second-factor/recovery-codes", []).text.contains("Коды сохранены"))
        #expect(try await next.post("/me/second-factor/remove", []).location == "/me?done=second-factor-off")
        #expect(try await next.get("/me?done=second-factor-off").text.contains("Второй фактор выключен"))
    }
}
