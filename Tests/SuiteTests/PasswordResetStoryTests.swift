import Crypto
import HTTP
import JSON
import TestKit
import Testing

extension SuiteStories {
    @Suite(.serialized) struct PasswordResetStoryTests {
        /// A person is made, gets the mail, sets the first password by its link and signs in.
        @Test(arguments: [SuiteArrangement.Kind.embeddedWithMailFiles, .split])
        func `somebody without a password gets one by mail, and the link works once`(kind: SuiteArrangement.Kind) async throws {
            let suite = try await SuiteArrangement.start(kind)
            do {
                let story = PasswordResetStory(suite: suite, client: SuiteClient(address: suite.addresses[0], token: nil))
                try await story.makePerson()
                let token = try await story.askForToken()
                try await story.signIn(by: token)
                try await suite.stop()
            } catch {
                Issue.record("\(error)\n\(suite.lastWords)")
            }
            await suite.tearDown()
        }
    }
}

private struct PasswordResetStory {
    static let password = "seven lamps in a row"
    static let mail = "boris.svetlov@lantern.example"

    let suite: SuiteArrangement
    let client: SuiteClient

    private func post(_ target: String, _ json: String, _ fields: [(String, String)] = []) async throws -> WebResponse {
        try await client.request(.post, target, [("Content-Type", "application/json")] + fields, body: Array(json.utf8))
    }

    func makePerson() async throws {
        let operatorToken = try await suite.token("organization:write", name: "operator")
        let made = try await post(
            "/v1/users", #"{"login":"svetlov","name":"Boris","mail":"\#(Self.mail)","language":"en"}"#,
            [("Authorization", "Bearer \(operatorToken)"), ("Idempotency-Key", "boris")])
        #expect(made.status == 201, "\(made.text)")
    }

    func askForToken() async throws -> String {
        for login in ["nobody", "SVETLOV"] {
            #expect(try await post("/v1/password-resets", #"{"login":"\#(login)"}"#).status == 202)
        }
        let reader = SuiteClient(address: client.address, token: try await suite.token("mails:read", name: "reader"))
        try await eventually("the mail is sent") {
            try await reader.list("/v1/mails").filter { $0["kind"]?.string == "password-reset" && $0["state"]?.string == "sent" }
                .map { $0["recipient"]?.string } == [Self.mail]
        }
        let id = try #require(try await reader.list("/v1/mails").first?["id"]?.string)
        #expect(try await reader.request(.get, "/v1/mails/\(id)").text.contains("password-reset/new") == false)
        let text =
            suite.mail?.messages.first { $0.id.contains(id) }?.text
            ?? SMTPSink.Message(recipients: [], text: SuiteProcesses.contents(of: "\(suite.mailFolder)/\(id).eml")).text
        let link = try #require(text.replacing("=\n", with: "").firstMatch(of: #/password-reset\/new#([A-Za-z0-9_-]{43})/#))
        return String(link.1)
    }

    func signIn(by token: String) async throws {
        let body = #"{"token":"\#(token)","new":"\#(Self.password)"}"#
        #expect(try await post("/v1/password-resets/confirm", body).status == 204)
        #expect(try await post("/v1/password-resets/confirm", body).status == 422)
        let form = Array("login=svetlov&password=seven+lamps+in+a+row".utf8)
        let inside = try await client.request(
            .post, "/signin", [("Accept", "text/html"), ("Content-Type", "application/x-www-form-urlencoded")], body: form)
        #expect(inside.status == 303, "\(inside.text)")
    }
}
