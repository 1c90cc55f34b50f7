import Core
import Database
import HTTP
import JSON
import TestKit
import Testing

@testable import Gateway

@Suite struct ProviderLogoutTests {
    private static let event: JSONValue = ["http://schemas.openid.net/event/backchannel-logout": [:]]

    private func claims(
        _ gateway: TestGateway, _ issuer: FakeIssuer, _ others: [(String, JSONValue?)], id: String = "t1"
    ) -> JSONValue {
        let now = gateway.clock.now().microseconds / 1_000_000
        var claims = JSONObject([
            ("iss", .string(issuer.issuer)), ("aud", .string(FakeIssuer.clientID)), ("iat", .number(JSONNumber(now))),
            ("exp", .number(JSONNumber(now + 120))), ("jti", .string(id)), ("events", Self.event),
        ])
        for (name, value) in others { if let value { claims.set(name, value) } else { claims.remove(name) } }
        return .object(claims)
    }

    private func send(_ gateway: TestGateway, _ provider: ID, _ token: String) async throws -> TestGateway.Answer {
        try await gateway.send(
            .post, "\(IdentityProviderRoutes.path)/\(provider)/logout",
            fields: [("Content-Type", "application/x-www-form-urlencoded")], body: Browser.encode([("logout_token", token)]))
    }

    private static func person(_ subject: String, _ session: String) -> [(String, JSONValue)] {
        [("sub", .string(subject)), ("preferred_username", .string("user-\(subject)")), ("sid", .string(session))]
    }

    @Test(arguments: Engine.required) func `the provider ends one session, or all of a person, and no other`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway.withProviders(engine)
        try await FakeIssuer.with(gateway.clock) { issuer async throws in
            let provider = try await gateway.addProvider(issuer)
            var browsers: [Traveller] = []
            for (subject, session) in [("1", "a"), ("1", "b"), ("1", "c"), ("2", "d")] {
                var browser = Traveller(gateway, issuer)
                try #require(try await browser.signIn(provider, Self.person(subject, session)).status == 303)
                browsers.append(browser)
            }
            func signedIn() async throws -> [Bool] {
                var all: [Bool] = []
                for index in browsers.indices { all.append(try await browsers[index].isSignedIn()) }
                return all
            }
            let one = try issuer.token(claims(gateway, issuer, [("sid", "a")]), header: [("typ", "logout+jwt")])
            let answer = try await send(gateway, provider, one)
            #expect(answer.status == 200 && answer.fields["Cache-Control"] == "no-store")
            #expect(try await signedIn() == [false, true, true, true])
            // A session of somebody else.
            let mixed = try issuer.token(claims(gateway, issuer, [("sid", "d"), ("sub", "1")], id: "t2"))
            #expect(try await send(gateway, provider, mixed).status == 200)
            #expect(try await signedIn() == [false, true, true, true])
            let all = try issuer.token(claims(gateway, issuer, [("sub", "1")], id: "t3"))
            #expect(try await send(gateway, provider, all).status == 200)
            #expect(try await signedIn() == [false, false, false, true])
        }
    }

    @Test func `a logout token that is not acceptable ends nothing`() async throws {
        let gateway = try await TestGateway.withProviders()
        try await FakeIssuer.with(gateway.clock) { issuer async throws in
            let provider = try await gateway.addProvider(issuer)
            var browser = Traveller(gateway, issuer)
            try #require(try await browser.signIn(provider, Self.person("1", "a")).status == 303)
            let now = gateway.clock.now().microseconds / 1_000_000
            let wrong: [[(String, JSONValue?)]] = [
                [("iss", "https://other.example")], [("aud", "other")], [("iat", nil)], [("iat", .number(JSONNumber(now + 61)))],
                [("exp", .number(JSONNumber(now - 61)))], [("events", nil)], [("events", ["x": [:]])], [("nonce", "n")],
                [("jti", nil)], [("jti", "")], [("sid", nil)],
            ]
            for changes in wrong {
                let token = try issuer.token(claims(gateway, issuer, [("sid", "a")] + changes))
                let answer = try await send(gateway, provider, token)
                #expect(answer.status == 400 && answer.code == "invalid_request", "\(changes)")
            }
            let typed = try issuer.token(claims(gateway, issuer, [("sid", "a")]), header: [("typ", "at+jwt")])
            #expect(try await send(gateway, provider, typed).status == 400)
            let stranger = try IssuerKey()
            let forged = try stranger.token(claims(gateway, issuer, [("sid", "a")]), header: [("kid", "one")])
            #expect(try await send(gateway, provider, forged).status == 400)
            #expect(try await send(gateway, provider, "").status == 400)
            #expect(try await send(gateway, gateway.ids.next(), forged).status == 404)
            #expect(try await browser.isSignedIn())
            // Once.
            let good = try issuer.token(claims(gateway, issuer, [("sid", "a")]))
            #expect(try await send(gateway, provider, good).status == 200)
            #expect(try await !browser.isSignedIn())
            #expect(try await send(gateway, provider, good).status == 400)
        }
    }

    @Test func `whoever signs out may sign out at the provider, too`() async throws {
        let gateway = try await TestGateway.withProviders()
        try await FakeIssuer.with(gateway.clock) { issuer async throws in
            let provider = try await gateway.addProvider(issuer)
            var browser = Traveller(gateway, issuer)
            try #require(try await browser.signIn(provider, Self.person("1", "a")).status == 303)
            let cookie = "session=" + (browser.cookies["session"] ?? "")
            let signedIn = Browser(gateway: gateway, cookie: cookie, language: "en")
            let out = try await signedIn.post("/signout", [])
            #expect(out.status == 303 && out.location == "/signin?left=\(provider)")
            browser.cookies = [:]
            let location = try #require(out.location)
            let page = try await browser.get(location)
            #expect(page.text.contains("still signed in with Example ID"))
            let back = PercentText.encoded("http://crm.example/signin")
            #expect(page.text.contains("\(issuer.issuer)/logout?client_id=crm&amp;post_logout_redirect_uri=\(back)"))
            // Nothing of the kind for who was signed in by password, or where somebody makes the address up.
            #expect(try await Browser.signIn(gateway).post("/signout", []).location == "/signin")
            #expect(try await browser.get("/signin?left=\(gateway.ids.next())").text.contains("/logout?") == false)
        }
    }

    @Test(arguments: Engine.required) func `a provider that is no longer in use ends the sessions that began there`(
        _ engine: Engine
    ) async throws {
        let gateway = try await TestGateway.withProviders(engine)
        try await FakeIssuer.with(gateway.clock) { issuer async throws in
            let provider = try await gateway.addProvider(issuer)
            let admin = try await gateway.token(of: gateway.administrator)
            let path = "\(IdentityProviderRoutes.path)/\(provider)"
            func put(_ isActive: Bool, _ version: Int64) async throws -> Int {
                let body =
                    #"{"name":"ID","issuer":"\#(issuer.issuer)","clientID":"crm","createsUsers":true,"active":\#(isActive)}"#
                return try await gateway.call(.put, path, as: admin, body, version: version).status
            }
            var browser = Traveller(gateway, issuer)
            try #require(try await browser.signIn(provider, Self.person("1", "a")).status == 303)
            #expect(try await put(false, 1) == 200)
            #expect(try await !browser.isSignedIn())
            #expect(try await browser.get("\(ProviderPages.path)/\(provider)").status == 404)
            #expect(try await !browser.get("/signin").text.contains("Sign in with Example ID"))
            #expect(try await put(true, 2) == 200)
            try #require(try await browser.signIn(provider, Self.person("1", "a")).status == 303)
            #expect(try await gateway.call(.delete, path, as: admin, version: 3).status == 204)
            #expect(try await !browser.isSignedIn())
        }
    }
}
