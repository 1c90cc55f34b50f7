import Core
import Crypto
import Database
import HTTP
import JSON
import Synchronization
import TestKit
import Testing

@testable import Gateway

@Suite struct ProviderSignInTests {
    private static let anna: [(String, JSONValue)] = [
        ("sub", "248289761001"), ("email", "anna@example.com"), ("email_verified", true), ("name", "Анна Смирнова"),
        ("preferred_username", "anna"), ("sid", "session-1"),
    ]

    private func user(_ gateway: TestGateway, _ login: String) async throws -> User? {
        try await gateway.database.read { tx in try IdentityStore().user(loginKey: login, in: tx) }
    }

    @Test(arguments: Engine.required) func `a person signs in at a provider and is a user from then on`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway.withProviders(engine)
        try await FakeIssuer.with(gateway.clock) { issuer async throws in
            let provider = try await gateway.addProvider(issuer)
            var browser = Traveller(gateway, issuer)
            let page = try await browser.get("/signin?next=/docs")
            #expect(page.text.contains("Sign in with Example ID"))
            #expect(page.text.contains("href=\"/signin/with/\(provider)?next=%2Fdocs\""))
            let answer = try await browser.signIn(provider, Self.anna)
            #expect(answer.status == 303 && answer.location == "/docs")
            #expect(try await browser.isSignedIn())
            let made = try #require(try await user(gateway, "anna"))
            #expect(made.name == "Анна Смирнова" && made.mail == "anna@example.com" && made.passwordHash.isEmpty)
            // The secret went where the provider wants it, and stands sealed in the database.
            let pair = PercentText.encoded(FakeIssuer.clientID) + ":" + PercentText.encoded(FakeIssuer.secret)
            #expect(issuer.state.withLock { $0.authorization } == "Basic " + Base64.encode(Array(pair.utf8)))
            let kept = try await gateway.database.read { tx in try IdentityProviderStore().find(provider, in: tx) }
            let sealed = try #require(kept?.sealedSecret)
            #expect(!sealed.contains(Array(FakeIssuer.secret.utf8)))
            // The same person under another name is the same user; another subject with the same login is not let in.
            var other = Traveller(gateway, issuer)
            #expect(try await other.signIn(provider, [("sub", "248289761001"), ("preferred_username", "renamed")]).status == 303)
            var stranger = Traveller(gateway, issuer)
            let refused = try await stranger.signIn(provider, [("sub", "7"), ("preferred_username", "Anna")])
            #expect(refused.status == 403 && refused.text.contains("belongs to another user already"))
            #expect(try await !stranger.isSignedIn())
        }
    }

    @Test func `the journey is bound to the browser by a cookie that only this host gets`() async throws {
        let gateway = try await TestGateway.withProviders()
        try await FakeIssuer.with(gateway.clock) { issuer async throws in
            let provider = try await gateway.addProvider(issuer)
            var browser = Traveller(gateway, issuer)
            let answer = try await browser.get("\(ProviderPages.path)/\(provider)", secure: true)
            let cookie = try #require(answer.fields["Set-Cookie"])
            #expect(cookie.hasPrefix("__Host-journey=") && cookie.contains("; Path=/; HttpOnly; SameSite=Lax"))
            #expect(cookie.hasSuffix("; Secure") && cookie.contains("Max-Age=600"))
            let query = HTTPQuery(String(answer.location?.split(separator: "?", maxSplits: 1).last ?? ""))
            #expect(query.first("redirect_uri") == "https://crm.example/signin/return")
            #expect(query.first("tenant") == "1")
            let secret = try #require(browser.cookies["__Host-journey"])
            #expect(answer.location?.contains(secret) == false)
        }
    }

    @Test func `nobody goes on with the journey of another browser, twice, or after ten minutes`() async throws {
        let gateway = try await TestGateway.withProviders()
        try await FakeIssuer.with(gateway.clock) { issuer async throws in
            let provider = try await gateway.addProvider(issuer)
            var (victim, attacker) = (Traveller(gateway, issuer), Traveller(gateway, issuer))
            // The attacker plants his answer in the victim's browser, with and without a journey of its own.
            let planted = try issuer.enter(try await attacker.leave(provider), as: Self.anna)
            #expect(try await victim.get(planted).status == 403)
            #expect(try await !victim.isSignedIn())
            let own = try issuer.enter(try await victim.leave(provider), as: Self.anna)
            let again = try issuer.enter(try await attacker.leave(provider), as: Self.anna)
            #expect(try await victim.get(again).status == 403)
            // What was tried by another one is over; the own journey ended with the cookie.
            #expect(try await attacker.get(again).text.contains("Begin again"))
            #expect(try await victim.get(own).status == 403)

            let good = try issuer.enter(try await victim.leave(provider), as: Self.anna)
            let cookies = victim.cookies
            #expect(try await victim.get(good).status == 303)
            victim.cookies = cookies
            #expect(try await victim.get(good).status == 403)

            let late = try issuer.enter(try await attacker.leave(provider), as: Self.anna)
            gateway.clock.advance(seconds: 601)
            #expect(try await attacker.get(late).status == 403)
            #expect(try await attacker.get(ProviderPages.returnPath).status == 403)
            #expect(try await attacker.get(ProviderPages.returnPath + "?state=&code=x").status == 403)
        }
    }

    /// Each claim wrong: RFC 8725, OpenID Connect Core 1.0 §3.1.3.7.
    @Test func `an ID token that is not for us, of this journey and of now lets nobody in`() async throws {
        let gateway = try await TestGateway.withProviders()
        let now = gateway.clock.now().microseconds / 1_000_000
        let wrong: [(String, JSONValue?)] = [
            ("iss", "https://other.example"), ("iss", nil), ("aud", "other"), ("aud", nil), ("aud", ["other"]),
            ("aud", ["crm", "other"]), ("azp", "other"), ("nonce", "other"), ("nonce", nil),
            ("exp", .number(JSONNumber(now - 61))), ("exp", nil), ("exp", "soon"), ("iat", .number(JSONNumber(now + 61))),
            ("iat", .number(JSONNumber(now - 3601))), ("iat", nil), ("nbf", .number(JSONNumber(now + 61))), ("at_hash", "other"),
            ("sub", nil), ("sub", ""), ("sub", 7),
        ]
        let right: [(String, JSONValue?)] = [
            ("aud", ["crm"]), ("azp", "crm"), ("exp", .number(JSONNumber(now - 59))), ("iat", .number(JSONNumber(now + 59))),
            ("at_hash", nil), ("nbf", .number(JSONNumber(now + 59))),
        ]
        try await FakeIssuer.with(gateway.clock) { issuer async throws in
            let provider = try await gateway.addProvider(issuer)
            for ((name, value), isRight) in wrong.map({ ($0, false) }) + right.map({ ($0, true) }) {
                issuer.set { state in
                    state.claims = { claims in if let value { claims.set(name, value) } else { claims.remove(name) } }
                }
                var browser = Traveller(gateway, issuer)
                let answer = try await browser.signIn(provider, Self.anna)
                #expect(answer.status == (isRight ? 303 : 403), "\(name): \(value.map { "\($0)" } ?? "absent")")
                #expect(try await browser.isSignedIn() == isRight, "\(name)")
            }
            issuer.set {
                $0.claims = { claims in
                    claims.set("aud", ["crm", "other"]); claims.set("azp", "crm")
                }
            }
            var browser = Traveller(gateway, issuer)
            #expect(try await browser.signIn(provider, Self.anna).status == 303)
        }
    }

    @Test func `an ID token that the provider did not sign lets nobody in`() async throws {
        let gateway = try await TestGateway.withProviders()
        try await FakeIssuer.with(gateway.clock) { issuer async throws in
            let provider = try await gateway.addProvider(issuer)
            let (key, stranger) = (issuer.state.withLock { $0.keys[0].key }, try IssuerKey())
            @Sendable func unsigned(_ claims: JSONValue, _ header: JSONValue, _ sign: ([UInt8]) -> [UInt8]) -> String {
                let signed = Base64.encodeURL(header.json()) + "." + Base64.encodeURL(claims.json())
                return signed + "." + Base64.encodeURL(sign(Array(signed.utf8)))
            }
            let forgeries: [@Sendable (JSONValue) throws -> String] = [
                { unsigned($0, ["alg": "none", "kid": "one"]) { _ in [] } },
                {
                    unsigned($0, ["alg": "HS256", "kid": "one"]) {
                        HMAC.sha256(key: key.jwk().json(), message: $0)
                    }
                },
                {
                    unsigned($0, ["alg": "HS256", "kid": "one"]) { HMAC.sha256(key: Array(FakeIssuer.secret.utf8), message: $0) }
                },
                { try stranger.token($0, header: [("kid", "one")]) }, { try stranger.token($0, header: [("kid", "two")]) },
                { try stranger.token($0, header: [("kid", "one"), ("jwk", stranger.jwk())]) },
                { try stranger.token($0) }, { _ in "no token" }, { _ in "" },
            ]
            for forge in forgeries {
                issuer.set { $0.sign = forge }
                var browser = Traveller(gateway, issuer)
                #expect(try await browser.signIn(provider, Self.anna).status == 403)
                #expect(try await !browser.isSignedIn())
            }
        }
    }

    @Test func `a rotated key is found, and made-up key ids make us ask at most once a minute`() async throws {
        let gateway = try await TestGateway.withProviders()
        try await FakeIssuer.with(gateway.clock) { issuer async throws in
            let provider = try await gateway.addProvider(issuer)
            var browser = Traveller(gateway, issuer)
            #expect(try await browser.signIn(provider, Self.anna).status == 303)
            #expect(issuer.count("/keys") == 1)
            // Known keys serve on.
            var second = Traveller(gateway, issuer)
            #expect(try await second.signIn(provider, Self.anna).status == 303)
            #expect(issuer.count("/keys") == 1)
            let stranger = try IssuerKey()
            for _ in 0..<3 {
                issuer.set { $0.sign = { try stranger.token($0, header: [("kid", "made-up")]) } }
                var browser = Traveller(gateway, issuer)
                #expect(try await browser.signIn(provider, Self.anna).status == 403)
            }
            #expect(issuer.count("/keys") == 1)
            gateway.clock.advance(seconds: 61)
            let next = try IssuerKey(.es256)
            issuer.set { state in
                state.sign = nil
                state.keys = [("two", next)]
            }
            var third = Traveller(gateway, issuer)
            #expect(try await third.signIn(provider, Self.anna).status == 303)
            #expect(issuer.count("/keys") == 2)
            // The withdrawn key is good for nothing any more; a set with one key needs no ids.
            issuer.set { $0.keys = [(nil, next)] }
            gateway.clock.advance(seconds: 61)
            var fourth = Traveller(gateway, issuer)
            #expect(try await fourth.signIn(provider, Self.anna).status == 303)
        }
    }

    @Test func `a code is not given to a provider that did not give it`() async throws {
        let gateway = try await TestGateway.withProviders()
        try await FakeIssuer.with(gateway.clock) { issuer async throws in
            issuer.set { $0.description = [("authorization_response_iss_parameter_supported", true)] }
            let provider = try await gateway.addProvider(issuer)
            for (adding, status) in [([], 403), ([("iss", "https://evil.example")], 403), ([("iss", issuer.issuer)], 303)] {
                var browser = Traveller(gateway, issuer)
                let address = try await browser.leave(provider)
                let before = issuer.count("/token")
                #expect(try await browser.get(try issuer.enter(address, as: Self.anna, adding: adding)).status == status)
                #expect(issuer.count("/token") == before + (status == 303 ? 1 : 0))
            }
        }
    }

    @Test func `refusals of the provider and silence are told, and nothing is let in`() async throws {
        let gateway = try await TestGateway.withProviders()
        try await FakeIssuer.with(gateway.clock) { issuer async throws in
            let provider = try await gateway.addProvider(issuer)
            var browser = Traveller(gateway, issuer)
            let state = HTTPQuery(String(try await browser.leave(provider).split(separator: "?")[1])).first("state") ?? ""
            let denied = try await browser.get("\(ProviderPages.returnPath)?error=access_denied&state=\(state)")
            #expect(denied.status == 403 && denied.text.contains("did not let you in"))
            var other = Traveller(gateway, issuer)
            let good = try issuer.enter(try await other.leave(provider), as: Self.anna)
            issuer.set { $0.interruption = .redirect(to: "http://169.254.169.254/latest", status: 302) }
            let silent = try await other.get(good)
            #expect(silent.status == 503 && silent.text.contains("does not answer"))
            issuer.set { $0.interruption = .json([UInt8](repeating: 0x20, count: 600_000)) }
            gateway.clock.advance(seconds: 3601)
            #expect(try await other.get("\(ProviderPages.path)/\(provider)").status == 503)
            #expect(try await other.get("\(ProviderPages.path)/\(gateway.ids.next())").status == 404)
        }
    }

    @Test func `what the ID token leaves out is asked for, and only of the same person`() async throws {
        let gateway = try await TestGateway.withProviders()
        try await FakeIssuer.with(gateway.clock) { issuer async throws in
            issuer.set { $0.userInfo = ["sub": "other", "name": "Mallory"] }
            let provider = try await gateway.addProvider(issuer)
            var browser = Traveller(gateway, issuer)
            #expect(try await browser.signIn(provider, [("sub", "5")]).status == 403)
            issuer.set { $0.userInfo = ["sub": "5", "name": "Boris", "preferred_username": "boris", "email": "b@example.com"] }
            #expect(try await browser.signIn(provider, [("sub", "5")]).status == 303)
            let made = try #require(try await user(gateway, "boris"))
            // Nobody says that the address is his.
            #expect(made.name == "Boris" && made.mail == nil)
        }
    }

    @Test(arguments: Engine.required) func `an administrator says who somebody is whose login is taken`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway.withProviders(engine)
        try await FakeIssuer.with(gateway.clock) { issuer async throws in
            let provider = try await gateway.addProvider(issuer)
            let anna = try await gateway.person("anna")
            var browser = Traveller(gateway, issuer)
            let refused = try await browser.signIn(provider, Self.anna)
            #expect(refused.status == 403 && refused.text.contains("calls you: 248289761001"))
            let admin = try await gateway.token(of: gateway.administrator)
            let steward = try await gateway.token(of: gateway.person("steward", roles: [try await gateway.steeringRole()]))
            let path = "/v1/users/\(anna)/identities"
            let body = #"{"providerID":"\#(provider)","subject":"248289761001"}"#
            #expect(try await gateway.call(.post, path, as: steward, body).code == "not-yours-to-give")
            #expect(try await gateway.call(.post, path, as: admin, body).status == 201)
            #expect(try await gateway.call(.post, path, as: admin, body).status == 200)
            let other = try await gateway.person("other")
            #expect(try await gateway.call(.post, "/v1/users/\(other)/identities", as: admin, body).code == "identity-taken")
            let list = try await gateway.call(.get, path, as: steward)
            #expect(try list.json["items"]?.array?.first?["subject"]?.string == "248289761001")
            #expect(try await browser.signIn(provider, Self.anna).status == 303)
            #expect(try await browser.isSignedIn())
            #expect(try await gateway.call(.delete, "\(path)/\(provider)", as: steward).status == 403)
            #expect(try await gateway.call(.delete, "\(path)/\(provider)", as: admin).status == 204)
            #expect(try await !browser.isSignedIn())
            #expect(try await gateway.call(.delete, "\(path)/\(provider)", as: admin).status == 404)
        }
    }
}
