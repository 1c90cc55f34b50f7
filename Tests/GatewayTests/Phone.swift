import Crypto
import HTTP
import JSON
import TestKit
import Testing

@testable import Gateway

/// An authenticator app that was set up with a person's secret.
struct Phone {
    let gateway: TestGateway
    let secret: [UInt8]

    /// What it shows now, or so many steps of 30 seconds later.
    func code(later steps: Int64 = 0) -> String {
        TimeCode.code(secret: secret, step: TimeCode.step(at: gateway.clock.now()) + steps)
    }

    /// What a page shows to type in.
    static func secret(on page: String) throws -> [UInt8] {
        let shown = try #require(page.firstMatch(of: #/<code>([A-Z2-7 ]+)</code>/#)).1
        return try #require(Base32.decode(shown.replacing(" ", with: "").description))
    }

    /// Sets one up for a signed-in browser that has just signed in; also the recovery codes and the browser with its new cookie.
    static func enrol(_ browser: Browser) async throws -> (phone: Phone, codes: [String], browser: Browser) {
        let begun = try await browser.send(.post, "/v1/me/second-factor").json
        let secret = try #require(begun["secret"]?.string.flatMap(Base32.decode))
        let phone = Phone(gateway: browser.gateway, secret: secret)
        let answer = try await browser.send(.post, "/v1/me/second-factor/confirm", #"{"code":"\#(phone.code())"}"#)
        try #require(answer.status == 200, "\(answer.text)")
        let codes = try #require(try answer.json["recoveryCodes"]?.array?.compactMap(\.string))
        return (phone, codes, try browser.rotated(by: answer))
    }
}

/// Somebody between password and second factor.
struct SecondStep {
    let gateway: TestGateway
    let cookie: String

    /// Gives the password, and expects to be asked for the code.
    static func begin(
        _ gateway: TestGateway, login: String = "admin", password: String? = nil, next: String = "/"
    ) async throws -> SecondStep {
        let secret = try password ?? gateway.adminPassword
        let answer = try await gateway.send(
            .post, "/signin", fields: Browser.formFields,
            body: Browser.encode([("login", login), ("password", secret), ("language", "ru"), ("next", next)]))
        try #require(answer.status == 303 && answer.location?.hasPrefix("/signin/code") == true, "\(answer.text)")
        let set = try #require(answer.fields["Set-Cookie"])
        #expect(set.hasPrefix("signin=") && set.contains("HttpOnly"))
        return SecondStep(gateway: gateway, cookie: String(set.prefix { $0 != ";" }))
    }

    func page() async throws -> TestGateway.Answer {
        try await gateway.send(.get, "/signin/code", fields: [("Cookie", cookie), ("Accept", "text/html")])
    }

    func enter(_ code: String, next: String = "/") async throws -> TestGateway.Answer {
        try await gateway.send(
            .post, "/signin/code", fields: Browser.formFields + [("Cookie", cookie)],
            body: Browser.encode([("code", code), ("next", next)]))
    }

    /// The browser that the code signs in.
    func browser(_ answer: TestGateway.Answer) throws -> Browser {
        let set = try #require(answer.fields.values("Set-Cookie").first { $0.hasPrefix("session=") })
        return Browser(gateway: gateway, cookie: String(set.prefix { $0 != ";" }), language: "ru")
    }
}
