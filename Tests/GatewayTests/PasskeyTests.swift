import Core
import Crypto
import Database
import GatewayAPI
import HTTP
import JSON
import TestKit
import Testing

@testable import Gateway

/// Adding, keeping and removing passkeys; signing in by them is in PasskeySignInTests.
@Suite struct PasskeyTests {
    @Test(arguments: Engine.required) func `a person adds passkeys, names them and removes them`(_ engine: Engine) async throws {
        let gateway = try await TestGateway.withPasskeys(engine)
        let anna = try await gateway.addPerson("anna")
        let browser = try await Browser.signIn(gateway, login: "anna", password: "a long password")
        let holder = try KeyHolder(gateway)
        let answer = try await holder.made(in: browser) { $0.flags |= 0x18 }
        #expect(answer.status == 201 && answer.fields["ETag"] == "\"1\"")
        let made = try answer.json
        #expect(made["name"] == "Firefox 132, Linux" && made["backedUp"]?.bool == true && made["lastUsedAt"] == nil)
        #expect(made["transports"] == ["internal"] && made["publicKey"] == nil && made["credentialID"] == nil)
        // How one signs in has changed, so the old cookie is good for nothing.
        let inside = try browser.rotated(by: answer)
        #expect(try await browser.get("/docs").status == 303)
        let (second, next) = try await KeyHolder(gateway).add(to: inside, named: "Phone")
        let list = try await next.send(.get, PasskeyRoutes.path).json["items"]?.array
        #expect(list?.compactMap { $0["name"]?.string } == ["Firefox 132, Linux", "Phone"])
        let place = "\(PasskeyRoutes.path)/\(second)"
        #expect(try await next.send(.patch, place, #"{"name":"Old phone"}"#).status == 428)
        #expect(try await next.change(.patch, place, #"{"name":""}"#, version: 1).status == 422)
        let renamed = try await next.change(.patch, place, #"{"name":"Old phone"}"#, version: 1)
        #expect(try renamed.json["name"] == "Old phone" && renamed.fields["ETag"] == "\"2\"")
        #expect(try await next.change(.patch, place, #"{"name":"Other"}"#, version: 1).code == "stale")
        #expect(try await next.change(.delete, place, version: 1).code == "stale")
        let gone = try await next.change(.delete, place, version: 2)
        #expect(try gone.json == ["password": true, "mail": true, "provider": false, "passkeys": 1])
        #expect(try await next.change(.delete, place, version: 2).status == 404)
        let notices = try await gateway.notices()
        #expect(notices.map(\.kind) == [.passkeyAdded, .passkeyAdded, .passkeyRemoved])
        #expect(notices.allSatisfy { $0.userID == anna.id })
    }

    @Test(arguments: Engine.required) func `the same request adds a passkey once, and a passkey is added once`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway.withPasskeys(engine)
        let browser = try await Browser.signIn(gateway)
        let holder = try KeyHolder(gateway)
        let options = try await browser.send(.post, PasskeyRoutes.path + "/options").json
        let credential = try holder.authenticator.register(options)
        let first = try await browser.add(credential, named: "Laptop", key: "one")
        #expect(first.status == 201)
        let inside = try browser.rotated(by: first)
        let again = try await inside.add(credential, named: "Laptop", key: "one")
        #expect(again.status == 200 && again.fields["Idempotent-Replayed"] == "true" && again.fields["Set-Cookie"] == nil)
        #expect(try again.id == first.id)
        #expect(try await inside.add(credential, named: "Other", key: "one").code == "already-exists-with-other-content")
        // The question was answered.
        #expect(try await inside.add(credential, named: "Laptop", key: "two").code == "challenge-expired")
        #expect(try await holder.made(in: inside, named: "Laptop").code == "passkey-known")
        let more = try await inside.send(.post, PasskeyRoutes.path + "/options").json
        #expect(more["excludeCredentials"]?.array?.compactMap { $0["id"]?.string } == [holder.authenticator.idText])
        #expect(try await inside.send(.get, PasskeyRoutes.path).json["items"]?.array?.count == 1)
    }

    @Test func `only the answer to a question of this session, of the last minutes, adds one`() async throws {
        let gateway = try await TestGateway.withPasskeys()
        let (browser, other) = (try await Browser.signIn(gateway), try await Browser.signIn(gateway))
        let authenticator = try SoftAuthenticator()
        func options(_ browser: Browser) async throws -> JSONValue {
            try await browser.send(.post, PasskeyRoutes.path + "/options").json
        }
        let foreign = try authenticator.register(try await options(other))
        #expect(try await browser.add(foreign, named: "x").code == "challenge-expired")
        let late = try authenticator.register(try await options(browser))
        gateway.clock.advance(seconds: 301)
        #expect(try await browser.add(late, named: "x").code == "challenge-expired")
        let lied = try authenticator.register(try await options(browser)) { $0.origin = "https://evil.example" }
        #expect(try await browser.add(lied, named: "x").code == "passkey-not-made")
        // A question is good once, whatever came of it.
        #expect(try await browser.add(lied, named: "x").code == "challenge-expired")
        let question = try await KeyHolder(gateway).question().options
        let confused = try authenticator.register(question) { $0.site = "crm.example" }
        #expect(try await browser.add(confused, named: "x").code == "challenge-expired")
        #expect(try await browser.send(.get, PasskeyRoutes.path).json["items"]?.array?.isEmpty == true)
    }

    @Test func `adding and removing need a proof of the last minutes, which a passkey can be`() async throws {
        let gateway = try await TestGateway.withPasskeys()
        let holder = try KeyHolder(gateway)
        let (id, browser) = try await holder.add(to: try await Browser.signIn(gateway))
        gateway.clock.advance(seconds: 901)
        #expect(try await browser.send(.post, PasskeyRoutes.path + "/options").code == "proof-required")
        #expect(try await browser.add([:], named: "x").code == "proof-required")
        #expect(try await browser.change(.delete, "\(PasskeyRoutes.path)/\(id)", version: 1).code == "proof-required")
        let page = try await browser.get("/me/proof?next=%2Fme%2Fpasskeys").text
        #expect(page.contains("data-to=\"/v1/me/proof/passkey\"") && page.contains("data-next=\"/me/passkeys\""))
        let options = try await browser.send(.post, PasskeySignInRoutes.proofPath + "/options").json
        #expect(options["allowCredentials"]?.array?.compactMap { $0["id"]?.string } == [holder.authenticator.idText])
        let stranger = try SoftAuthenticator()
        let wrong = KeyHolder.body(try stranger.assert(options))
        #expect(try await browser.send(.post, PasskeySignInRoutes.proofPath, wrong).code == "passkey-refused")
        let more = try await browser.send(.post, PasskeySignInRoutes.proofPath + "/options").json
        let right = KeyHolder.body(try holder.authenticator.assert(more))
        let proof = try await browser.send(.post, PasskeySignInRoutes.proofPath, right)
        #expect(proof.status == 204)
        let proved = try browser.rotated(by: proof)
        #expect(try await browser.get("/docs").status == 303)
        #expect(try await proved.send(.post, PasskeyRoutes.path + "/options").status == 200)
        #expect(try await proved.change(.delete, "\(PasskeyRoutes.path)/\(id)", version: 1).status == 200)
    }

    @Test func `nobody sees or changes a passkey of somebody else, but who helps with second factors does`() async throws {
        let gateway = try await TestGateway.withPasskeys()
        let anna = try await gateway.addPerson("anna")
        let holder = try KeyHolder(gateway)
        let (id, _) = try await holder.add(
            to: try await Browser.signIn(gateway, login: "anna", password: "a long password"))
        let admin = try await Browser.signIn(gateway)
        #expect(try await admin.change(.patch, "\(PasskeyRoutes.path)/\(id)", #"{"name":"Mine"}"#, version: 1).status == 404)
        #expect(try await admin.change(.delete, "\(PasskeyRoutes.path)/\(id)", version: 1).status == 404)
        #expect(try await admin.get("/me/passkeys/\(id)").status == 404)
        try await gateway.addUser("helper", password: "a long password", scopes: ["sessions:write"])
        try await gateway.addUser("plain", password: "a long password", scopes: ["orders:read"])
        let desk = try await Browser.signIn(gateway, login: "helper", password: "a long password")
        let plain = try await Browser.signIn(gateway, login: "plain", password: "a long password")
        let place = "/v1/users/\(anna.id)/passkeys"
        #expect(try await plain.send(.get, place).status == 403)
        #expect(try await plain.change(.delete, "\(place)/\(id)", version: 1).status == 403)
        #expect(try await desk.send(.get, place).json["items"]?.array?.compactMap { $0["id"]?.string } == [id])
        #expect(try await desk.send(.get, "/v1/users/\(gateway.ids.next())/passkeys").status == 404)
        #expect(try await desk.change(.delete, "/v1/users/\(gateway.administrator)/passkeys/\(id)", version: 1).status == 404)
        #expect(try await desk.change(.delete, "\(place)/\(id)", version: 1).json["passkeys"]?.int == 0)
        #expect(try await holder.signIn().code == "passkey-refused")
        // The helper's browser is not told to her as the place that it was done from.
        let notice = try #require(try await gateway.notices().last)
        #expect(notice.kind == .passkeyRemoved && notice.address.isEmpty)
    }

    @Test(arguments: Engine.required) func `the last way in stays, unless somebody else takes it`(_ engine: Engine) async throws {
        let gateway = try await TestGateway.withPasskeys(engine)
        let user = try await gateway.addUser("anna", password: "a long password", scopes: ["orders:read"])
        let (first, second) = (try KeyHolder(gateway), try KeyHolder(gateway))
        var browser = try await Browser.signIn(gateway, login: "anna", password: "a long password")
        let one = try await first.add(to: browser)
        let two = try await second.add(to: one.browser)
        browser = two.browser
        // As if he had only ever come by a provider that is gone.
        _ = try await gateway.database.write { tx in
            try UserStore().setPassword("", of: user.id, replacing: user.passwordHash, in: tx)
        }
        let removed = try await browser.change(.delete, "\(PasskeyRoutes.path)/\(one.id)", version: 1)
        #expect(try removed.json == ["password": false, "mail": false, "provider": false, "passkeys": 1])
        let last = try await browser.change(.delete, "\(PasskeyRoutes.path)/\(two.id)", version: 1)
        #expect(last.status == 409 && last.code == "last-way-in")
        let page = try await browser.post("/me/passkeys/\(two.id)/remove", [("version", "1")])
        #expect(page.status == 409 && page.text.contains("Другого способа войти у вас нет"))
        #expect(try await second.signIn().status == 204)
        let admin = try await Browser.signIn(gateway)
        let place = "/v1/users/\(user.id)/passkeys/\(two.id)"
        #expect(try await admin.change(.delete, place, version: 1).json["passkeys"]?.int == 0)
    }

    @Test func `nobody has more than twenty`() async throws {
        let gateway = try await TestGateway.withPasskeys()
        var browser = try await Browser.signIn(gateway)
        for _ in 0..<Passkey.most { browser = try await KeyHolder(gateway).add(to: browser).browser }
        #expect(try await KeyHolder(gateway).made(in: browser).code == "too-many-passkeys")
    }

    @Test(arguments: ["http://crm.example", "https://192.0.2.7"]) func `where browsers allow none, none are offered`(
        address: String
    ) async throws {
        let gateway = try await TestGateway.withPasskeys(settings: [Setting.publicURL.name: address])
        let browser = try await Browser.signIn(gateway)
        #expect(try await browser.send(.post, PasskeyRoutes.path + "/options").code == "passkeys-unavailable")
        #expect(try await gateway.ask(PasskeySignInRoutes.path + "/options", "{}").code == "passkeys-unavailable")
        #expect(!(try await gateway.get("/signin").text).contains("data-passkey"))
        let page = try await browser.get("/me/passkeys").text
        #expect(page.contains("Здесь ключи доступа не работают") && !page.contains("data-passkey"))
        await #expect(throws: SettingError.self) {
            try await TestGateway(settings: [Setting.publicURL.name: "crm.example"])
        }
    }

    @Test func `the pages list, rename and remove, and leave adding to the script`() async throws {
        let gateway = try await TestGateway.withPasskeys()
        let holder = try KeyHolder(gateway)
        let browser = try await Browser.signIn(gateway)
        let empty = try await browser.get("/me/passkeys").text
        #expect(empty.contains("Ключей доступа пока нет") && empty.contains("data-passkey=\"add\""))
        #expect(empty.contains("src=\"/assets/passkeys.js?v="))
        PageRules.check(empty.replacing("<form class=\"stack\" data-passkey", with: "<form class=\"stack\" "), "/me/passkeys")
        let (id, inside) = try await holder.add(to: browser, named: "<b>Laptop</b>")
        let list = try await inside.get("/me/passkeys?done=added").text
        #expect(list.contains("&lt;b&gt;Laptop&lt;/b&gt;") && list.contains("Ключ доступа добавлен"))
        let page = try await inside.get("/me/passkeys/\(id)")
        #expect(page.status == 200)
        PageRules.check(page.text, "/me/passkeys/id")
        let blank = try await inside.post("/me/passkeys/\(id)/rename", [("name", " "), ("version", "1")])
        #expect(blank.status == 422 && blank.text.contains("Введите название"))
        let renamed = try await inside.post("/me/passkeys/\(id)/rename", [("name", "Office"), ("version", "1")])
        #expect(renamed.location == "/me/passkeys?done=renamed")
        let stale = try await inside.post("/me/passkeys/\(id)/remove", [("version", "1")])
        #expect(stale.status == 412 && stale.text.contains("тем временем изменили"))
        gateway.clock.advance(seconds: 901)
        let proof = try await inside.post("/me/passkeys/\(id)/remove", [("version", "2")])
        #expect(proof.location == "/me/proof?next=%2Fme%2Fpasskeys%2F\(id)")
        #expect(try await inside.get("/me/passkeys").text.contains("href=\"/me/proof?next=%2Fme%2Fpasskeys\""))
        let again = try await Browser.signIn(gateway)
        #expect(try await again.post("/me/passkeys/\(id)/remove", [("version", "2")]).location == "/me/passkeys?done=removed")
        #expect(try await again.get("/me/passkeys?done=removed").text.contains("Ключ доступа удалён"))
    }
}
