import HTTP
import Testing

@testable import Gateway

/// What other sites could make a browser send.
@Suite struct ForeignSiteTests {
    @Test(
        arguments: [
            ([("Sec-Fetch-Site", "same-origin")], true), ([("Sec-Fetch-Site", "same-site")], false),
            ([("Sec-Fetch-Site", "cross-site"), ("Origin", "http://crm.example")], false), ([("Sec-Fetch-Site", "none")], false),
            ([("Origin", "http://crm.example")], true), ([("Origin", "https://crm.example")], false),
            ([("Origin", "http://evil.example")], false), ([("Origin", "null")], false),
            ([("Origin", "http://crm.example.evil.example")], false), ([], false),
        ] as [([(String, String)], Bool)])
    func `a form is taken only from a page of our own`(fields: [(String, String)], isTaken: Bool) async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        let token = try await browser.formToken()
        let answer = try await gateway.send(
            .post, "/intake/rejected/17/discard",
            fields: [("Cookie", browser.cookie), ("Content-Type", "application/x-www-form-urlencoded")] + fields,
            body: Browser.encode([("reason", "test"), ("formToken", token)]))
        #expect(answer.status == (isTaken ? 303 : 403))
        if !isTaken { #expect(answer.code == "foreign-form") }
        #expect(gateway.asked.targets.contains { $0.hasSuffix("/discard") } == isTaken)
    }

    @Test(arguments: [
        "/signout", "/language", "/intake/rejected/17/retry", "/intake/rejected/17/discard",
        "/mails/\(FakeResources.id)/resolve",
    ])
    func `a form without the session's own token changes nothing`(path: String) async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        let other = try await Browser.signIn(gateway)
        let form = [("language", "en"), ("reason", "x"), ("data", "{}"), ("decision", "sent")]
        for token in ["", "x", try await other.formToken()] {
            let answer = try await browser.post(path, form, token: token)
            #expect(answer.status == 403)
            #expect(answer.text.contains("Форма устарела"))
        }
        #expect(!gateway.asked.all.contains { $0.method == .post })
        #expect(try await browser.get("/docs").text.contains("lang=\"ru\""))
    }

    @Test func `the API takes no change by cookie from another site, and any by token`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        for method in [HTTPMethod.post, .put, .patch, .delete] {
            let answer = try await gateway.send(
                method, "/v1/orders", fields: [("Cookie", browser.cookie), ("Origin", "http://evil.example")], body: "{}")
            #expect(answer.code == "foreign-form")
        }
        let token = try await gateway.token(["events:write"])
        let taken = try await gateway.send(
            .post, "/v1/events", fields: [("Authorization", "Bearer \(token)"), ("Origin", "http://shop.example")], body: "{}")
        #expect(taken.status == 202)
    }

    @Test func `nobody is signed in from another site`() async throws {
        let gateway = try await TestGateway()
        let form = try Browser.encode([("login", "admin"), ("password", gateway.adminPassword)])
        let answer = try await gateway.send(
            .post, "/signin",
            fields: [("Content-Type", "application/x-www-form-urlencoded"), ("Origin", "http://evil.example")], body: form)
        #expect(answer.code == "foreign-form" && answer.fields["Set-Cookie"] == nil)
    }

    @Test func `one click unsubscribes without signing in, whichever site it comes from`() async throws {
        let gateway = try await TestGateway()
        let answer = try await gateway.send(
            .post, "/unsubscribe/abc", fields: [("Origin", "https://mail.example")], body: "List-Unsubscribe=One-Click")
        #expect(answer.status == 200)
    }

    @Test func `what comes back is not for other sites to read or to show in a frame`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        let page = try await browser.get("/intake")
        let policy = try #require(page.fields["Content-Security-Policy"])
        #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
        #expect(policy.contains("form-action 'self'") && policy.contains("base-uri 'none'"))
        #expect(!policy.contains("unsafe") && !policy.contains("*") && !policy.contains("http"))
        #expect(page.fields["Cache-Control"] == "no-store" && page.fields["X-Frame-Options"] == "DENY")
        for target in ["/intake", "/v1/orders", "/nowhere", "/signin", "/assets/relata.css"] {
            let answer = try await browser.get(target)
            #expect(answer.fields["X-Content-Type-Options"] == "nosniff", "\(target)")
            #expect(answer.fields["Content-Security-Policy"]?.hasPrefix("default-src 'none'") == true, "\(target)")
            #expect(!answer.fields.contains("Access-Control-Allow-Origin"), "\(target)")
        }
        #expect(try await browser.get("/v1/orders").fields["Cache-Control"] == "private, no-cache")
    }

    @Test(arguments: [
        ("10.0.0.1", "203.0.113.5", "203.0.113.5", true), ("10.0.0.1", "1.2.3.4, 203.0.113.5", "203.0.113.5", true),
        ("10.0.0.1", "203.0.113.5, 10.0.0.2", "203.0.113.5", true), ("10.0.0.1", "nonsense", "10.0.0.1", true),
        ("192.0.2.1", "203.0.113.5", "192.0.2.1", false),
    ])
    func `only a proxy of ours says who the client is`(peer: String, claim: String, address: String, secure: Bool) throws {
        var request = HTTPRequest(
            method: .get, target: "/", fields: [("X-Forwarded-For", claim), ("X-Forwarded-Proto", "https")])
        request.remoteAddress = peer
        try TrustedProxies("10.0.0.1, 10.0.0.2", setting: GatewayModule.proxies).reveal(&request)
        #expect(request.remoteAddress == address)
        #expect(request.isSecure == secure)
    }

    @Test(arguments: [
        ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "20:1:d:b8:0:1:0:2/64"),
        ("2001:db8:1:2::9", "20:1:d:b8:0:1:0:2/64"), ("", ""),
    ])
    func `a client is an IPv4 address or an IPv6 network`(address: String, network: String) {
        #expect(ClientNetwork.of(address) == network)
    }
}
