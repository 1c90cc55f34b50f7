import Core
import Crypto
import Database
import GatewayAPI
import JSON
import NotificationsAPI
import Presentation
import TestKit
import Testing

@testable import Notifications

@Suite struct TellPersonTests {
    private static func notice(
        _ bench: NotificationsBench, _ kind: SecurityNotice.Kind, language: String = "en", sealed: String? = nil,
        number: UInt64 = 1
    ) -> SecurityNotice {
        SecurityNotice(
            noticeID: ID(high: 7, low: number), userID: ID(high: 8, low: 1), kind: kind, name: "Anna",
            mail: "anna@lantern.example", language: language, at: bench.clock.now(),
            until: bench.clock.now().adding(seconds: 1800), address: "192.0.2.7", agent: "Firefox 132, Linux", sealed: sealed)
    }

    private static func tell(_ bench: NotificationsBench, _ notice: SecurityNotice) async throws -> [Mail] {
        let tell = TellPerson(jobs: bench.jobs, ids: bench.ids, clock: bench.clock, standardLanguage: .english)
        try await bench.database.write { tx in try tell.perform(notice, in: tx) }
        return try await bench.mails()
    }

    private static func sealed(_ text: String, to seed: [UInt8] = NotificationsBench.secret) throws -> String {
        Base64.encodeURL(try SealingKey.seal(Array(text.utf8), to: try SealingKey(seed: seed).publicKey))
    }

    @Test(arguments: Engine.required) func `the mail carries the link, which the ledger and its page do not show`(
        _ engine: Engine
    ) async throws {
        let bench = try await NotificationsBench(engine, answers: [.accepted])
        let notice = Self.notice(bench, .passwordReset, sealed: try Self.sealed("token-of-anna"))
        let mail = try #require(try await Self.tell(bench, notice).first)
        #expect(try await Self.tell(bench, notice).count == 1)
        #expect(mail.content.firstRange(of: Array("token-of-anna".utf8)) == nil)
        let list = ListMails(
            database: bench.database, link: UnsubscribeLink(publicURL: "https://crm.example", secret: NotificationsBench.secret),
            rights: bench.rights)
        let preview = try await list.preview(mail.id, for: .everything(role: "test"))
        #expect(preview.text?.contains("token-of-anna") == false && preview.text?.contains("half an hour") == true)
        try await bench.run(mail)
        let message = String(decoding: try #require(bench.post.handed.first), as: UTF8.self).replacing("=\r\n", with: "")
        #expect(message.contains("token-of-anna") && !message.contains("List-Unsubscribe"))
    }

    @Test func `a link that is out of date is not sent, and one sealed for another key is refused`() async throws {
        let bench = try await NotificationsBench(.sqlite, answers: [])
        let foreign = Self.notice(
            bench, .passwordReset, sealed: try Self.sealed("x", to: [UInt8](repeating: 9, count: 32)), number: 1)
        let mail = try #require(try await Self.tell(bench, foreign).first)
        try await bench.run(mail)
        #expect(try await bench.database.read { tx in try MailStore().find(mail.id, in: tx)?.state } == .refused)
        let late = try #require(
            try await Self.tell(bench, Self.notice(bench, .passwordReset, sealed: try Self.sealed("x"), number: 2)).first)
        bench.clock.advance(seconds: 1801)
        try await bench.run(late)
        let kept = try await bench.database.read { tx in try MailStore().find(late.id, in: tx) }
        #expect(kept?.state == .skipped && kept?.reason == "expired")
        #expect(bench.post.handed.isEmpty)
    }

    @Test(arguments: SecurityNotice.Kind.allCases) func `every notice says in both languages what happened and what to do`(
        kind: SecurityNotice.Kind
    ) throws {
        let mailKind = try #require(MailKind(rawValue: kind.rawValue))
        #expect(mailKind.isForPerson && MailResource.kinds.contains(kind.rawValue))
        var content = MailContent()
        (content.address, content.agent) = ("192.0.2.7", "Firefox 132, Linux")
        for (language, hello, from) in [
            (Language.russian, "Здравствуйте, Анна!", "Откуда: Firefox 132, Linux, 192.0.2.7."),
            (.english, "Hello Anna,", "From: Firefox 132, Linux, 192.0.2.7."),
        ] {
            let name = language == .russian ? "Анна" : "Anna"
            let text = MailText(mailKind, content, customer: name, language: language, unsubscribe: nil)
            #expect(!text.subject.isEmpty && text.text.hasPrefix(hello) && text.text.contains(from))
            #expect(!text.text.contains("nsubscribe") && !text.html.contains("тписаться"))
        }
    }
}
