import Core
import Mail
import Testing

/// Against a mail server written by others.
@Suite(
    .enabled(if: Mailpit.isPresent, "no mailpit beside the checkout (../shared/mail/mailpit)"), .timeLimit(.minutes(1)),
    .serialized)
struct MailpitTests {
    func mime() throws -> [UInt8] {
        try MailMessage(
            from: MailAddress(name: "Магазин «Ромашка, и К°»", address: "shop@crm.example"),
            to: [MailAddress(name: "Анна Ким", address: "anna@example.test")], subject: "Заказ № 536412 отправлен 🚚",
            text: "Здравствуйте!\n.\nFrom: сюда\n", html: "<p>Заказ <b>отправлен</b></p>", messageID: "1@crm.example",
            date: Timestamp(microseconds: 1_795_500_000_000_000),
            headers: [
                ("List-Unsubscribe", "<https://crm.example/u/\(String(repeating: "0123456789", count: 9))>"),
                ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ]
        ).mime()
    }

    @Test func `the message is read as it was meant`() async throws {
        let server = try Mailpit()
        let client = try SMTPClient(SMTPSettings(host: "127.0.0.1", port: server.smtp, security: .none, helo: "crm.example"))
        let outcome = try await client.send(mime(), from: "shop@crm.example", to: "anna@example.test")
        guard case .accepted = outcome else {
            Issue.record("\(outcome)")
            return
        }
        let seen = try server.get("/api/v1/message/latest")
        #expect(seen.contains(#""Subject":"Заказ № 536412 отправлен 🚚""#))
        #expect(seen.contains(#""From":{"Name":"Магазин «Ромашка, и К°»","Address":"shop@crm.example"}"#))
        #expect(seen.contains(#""To":[{"Name":"Анна Ким","Address":"anna@example.test"}]"#))
        #expect(seen.contains(#""Text":"Здравствуйте!\r\n.\r\nFrom: сюда"#), "\(seen)")
        #expect(seen.contains("0123456789") && seen.contains(#""HeaderPost":"List-Unsubscribe=One-Click""#), "\(seen)")
        #expect(seen.contains(#""Errors":"""#), "\(seen)")
    }

    @Test(arguments: [("Recipient", 451), ("Recipient", 550), ("Sender", 550)])
    func `refusals are told apart`(stage: String, code: Int) async throws {
        let server = try Mailpit()
        _ = try server.put("/api/v1/chaos", #"{"\#(stage)":{"ErrorCode":\#(code),"Probability":100}}"#)
        let client = try SMTPClient(SMTPSettings(host: "127.0.0.1", port: server.smtp, security: .none, helo: "crm.example"))
        switch try await client.send(mime(), from: "shop@crm.example", to: "anna@example.test") {
        case .deferred(let seen, _): #expect(seen == code && code < 500)
        case .refusedPermanently(let seen, _): #expect(seen == code && code >= 500)
        case let other: Issue.record("\(other)")
        }
    }

    @Test(.enabled(if: Mailpit.hasOpenSSL, "no openssl to make a certificate"))
    func `STARTTLS with sign-in works with the right certificate only`() async throws {
        let server = try Mailpit(tls: true)
        var settings = SMTPSettings(
            host: "localhost", port: server.smtp, security: .startTLS, username: "relata", password: "секрет", helo: "crm.example"
        )
        let stranger = try SMTPClient(settings)
        guard case .deferred(nil, let text) = try await stranger.send(mime(), from: "shop@crm.example", to: "anna@example.test")
        else {
            Issue.record("an unknown certificate was taken")
            return
        }
        #expect(text.contains("certificate"))
        settings.caFile = server.certificate
        let client = try SMTPClient(settings)
        for _ in 0..<3 {
            let outcome = try await client.send(mime(), from: "shop@crm.example", to: "anna@example.test")
            guard case .accepted = outcome else {
                Issue.record("\(outcome)")
                return
            }
        }
    }
}
