import HTTP
import Testing

@testable import Gateway

/// A signed-in browser: keeps its cookie, sends what browsers send.
struct Browser {
    let gateway: TestGateway
    let cookie: String
    let language: String

    static func signIn(
        _ gateway: TestGateway, login: String = "admin", password: String? = nil, language: String = "ru", agent: String = "",
        from address: String = "192.0.2.7"
    ) async throws -> Browser {
        let secret = try password ?? gateway.adminPassword
        let answer = try await gateway.send(
            .post, "/signin", fields: formFields + [("User-Agent", agent)],
            body: encode([("login", login), ("password", secret), ("language", language)]), from: address)
        try #require(answer.status == 303, "\(answer.text)")
        let set = try #require(answer.fields["Set-Cookie"])
        return Browser(gateway: gateway, cookie: String(set.prefix { $0 != ";" }), language: language)
    }

    static let formFields = [
        ("Content-Type", "application/x-www-form-urlencoded"), ("Origin", "http://crm.example"), ("Accept", "text/html"),
    ]

    static func encode(_ fields: [(String, String)]) -> String {
        fields.map { "\($0.0)=\(PercentText.encoded($0.1))" }.joined(separator: "&")
    }

    func get(_ target: String) async throws -> TestGateway.Answer {
        try await gateway.send(.get, target, fields: [("Cookie", cookie), ("Accept", "text/html,*/*;q=0.8")])
    }

    /// The same browser with the cookie that an answer gave it.
    func rotated(by answer: TestGateway.Answer) throws -> Browser {
        let set = try #require(answer.fields["Set-Cookie"])
        return Browser(gateway: gateway, cookie: String(set.prefix { $0 != ";" }), language: language)
    }

    /// What a script of our own pages sends.
    func send(
        _ method: HTTPMethod, _ target: String, _ json: String? = nil, _ fields: [(String, String)] = []
    ) async throws -> TestGateway.Answer {
        try await gateway.send(
            method, target,
            fields: [
                ("Cookie", cookie), ("Origin", "http://crm.example"), ("Accept", "*/*"), ("Content-Type", "application/json"),
            ] + fields,
            body: json)
    }

    /// The token that this session's forms carry.
    func formToken() async throws -> String {
        let page = try await get("/docs").text
        return String(try #require(page.firstMatch(of: #/name="formToken" value="([^"]+)"/#)).1)
    }

    func post(_ target: String, _ form: [(String, String)], token: String? = nil) async throws -> TestGateway.Answer {
        let token = if let token { token } else { try await formToken() }
        return try await gateway.send(
            .post, target, fields: Self.formFields + [("Cookie", cookie)], body: Self.encode(form + [("formToken", token)]))
    }
}
