import ContactsAPI
import Core
import Database
import JSON
import Jobs
import NotificationsAPI
import TestKit
import Testing

@testable import Notifications

@Suite struct SendMailTests {
    private static let anna = Caller(
        kind: .person, subject: "1", name: "Anna", scopes: ["mails:write"], viewer: .everything(role: "Test"))

    private static func mail(_ bench: NotificationsBench, _ kind: MailKind = .orderPlaced) async throws -> Mail {
        let account = bench.account(1)
        try await bench.know(account)
        try await bench.database.write { tx in
            guard let customer = try CustomerStore().find(account.accountID.id, in: tx) else { return }
            var content = MailContent()
            content.number = "17"
            try bench.composeMail.perform(kind, intent: "i1", content: content, customer: customer, orderID: nil, in: tx)
        }
        return try #require(try await bench.mails().first)
    }

    @Test(arguments: Engine.required)
    func `a message that the server took is sent and told`(engine: Engine) async throws {
        let bench = try await NotificationsBench(engine)
        let mail = try await Self.mail(bench)
        #expect(mail.state == .queued)
        try await bench.run(mail)
        let sent = try #require(try await bench.mails().first)
        #expect(sent.state == .sent)
        #expect(sent.attempts == 1)
        #expect(try await bench.told() == [NotificationEvents.mailSent])
        let text = String(decoding: try #require(bench.post.handed.first), as: UTF8.self)
        #expect(text.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"))
        #expect(text.contains("List-Unsubscribe: <https://crm.example/unsubscribe/"))
    }

    @Test(arguments: Engine.required)
    func `a message found half sent becomes uncertain and is not sent again`(engine: Engine) async throws {
        let bench = try await NotificationsBench(engine)
        var mail = try await Self.mail(bench)
        mail.state = .sending
        let cutOff = mail
        try await bench.database.write { tx in try MailStore().save(cutOff, in: tx) }
        try await bench.run(mail)
        try await bench.run(mail)
        #expect(try await bench.mails().first?.state == .uncertain)
        #expect(bench.post.handed.isEmpty)
        #expect(try await bench.told() == [NotificationEvents.mailUncertain])
    }

    @Test(arguments: Engine.required)
    func `a message found half sent counts as sent where that can be looked up`(engine: Engine) async throws {
        let bench = try await NotificationsBench(engine)
        var mail = try await Self.mail(bench)
        bench.post.arrive(mail.id)
        mail.state = .sending
        let cutOff = mail
        try await bench.database.write { tx in try MailStore().save(cutOff, in: tx) }
        try await bench.run(mail)
        #expect(try await bench.mails().first?.state == .sent)
    }

    @Test(arguments: Engine.required)
    func `a refusal for good ends it with the reason`(engine: Engine) async throws {
        let bench = try await NotificationsBench(engine, answers: [.refused("550 no such mailbox")])
        let mail = try await Self.mail(bench)
        try await bench.run(mail)
        let refused = try #require(try await bench.mails().first)
        #expect(refused.state == .refused)
        #expect(refused.reason == "550 no such mailbox")
        #expect(try await bench.told() == [NotificationEvents.mailRefused])
    }

    @Test(arguments: Engine.required, [true, false])
    func `the outcome names the address only where that is what was refused`(engine: Engine, isAddress: Bool) async throws {
        let bench = try await NotificationsBench(engine, answers: [.refused("550 5.1.1 no", isAddress: isAddress)])
        let mail = try await Self.mail(bench)
        try await bench.run(mail)
        let outcome = try Shapes.decode(MailOutcome.self, from: try #require(try await bench.toldData().last))
        #expect(outcome.refusedAddress == (isAddress ? mail.recipient : nil))
    }

    @Test(arguments: Engine.required)
    func `a server that cannot now is tried again, and given up after the last try`(engine: Engine) async throws {
        let bench = try await NotificationsBench(
            engine, answers: [.deferred("451 later"), .deferred("451 later"), .deferred("451")])
        let mail = try await Self.mail(bench)
        await #expect(throws: DeferredMail.self) { try await bench.run(mail) }
        #expect(try await bench.mails().first?.state == .queued)
        #expect(try await bench.mails().first?.reason == "451 later")
        await #expect(throws: DeferredMail.self) { try await bench.run(mail, attempt: 2) }
        try await bench.run(mail, attempt: SendMail.policy.attempts)
        #expect(try await bench.mails().first?.state == .refused)
    }

    @Test(arguments: Engine.required)
    func `a lost answer leaves it uncertain until a person decides`(engine: Engine) async throws {
        let bench = try await NotificationsBench(engine, answers: [.unknown("cut")])
        let mail = try await Self.mail(bench)
        try await bench.run(mail)
        #expect(try await bench.mails().first?.state == .uncertain)
        let resolve = bench.resolveUncertain
        let again = try await resolve(mail.id, .resend, by: Self.anna)
        #expect(again.state == "queued")
        await #expect(throws: MailProblem.notUncertain) { _ = try await resolve(mail.id, .sent, by: Self.anna) }
        try await bench.run(mail)
        #expect(try await bench.mails().first?.state == .sent)
        #expect(bench.post.handed.count == 2)
    }

    @Test(arguments: Engine.required)
    func `one intent makes one message`(engine: Engine) async throws {
        let bench = try await NotificationsBench(engine)
        _ = try await Self.mail(bench)
        _ = try await Self.mail(bench)
        #expect(try await bench.mails().count == 1)
        #expect(try await bench.jobCount() == 1)
    }

    @Test(arguments: Engine.required)
    func `who unsubscribes between meaning and sending gets nothing`(engine: Engine) async throws {
        let bench = try await NotificationsBench(engine)
        let mail = try await Self.mail(bench)
        let account = try #require(mail.accountID)
        let now = bench.clock.now()
        try await bench.database.write { tx in
            _ = try CustomerStore().unsubscribe(account, purpose: "order-updates", at: now, in: tx)
        }
        try await bench.run(mail)
        #expect(try await bench.mails().first?.state == .skipped)
        #expect(bench.post.handed.isEmpty)
    }

    @Test(arguments: Engine.required)
    func `a message whose job is gone gets a new one, and only then`(engine: Engine) async throws {
        let bench = try await NotificationsBench(engine)
        let mail = try await Self.mail(bench)
        let forgotten = TakeUpForgotten(database: bench.database, jobs: bench.jobs, clock: bench.clock)
        bench.clock.advance(seconds: TakeUpForgotten.patience + 1)
        try await forgotten.run()
        #expect(try await bench.jobCount() == 1)
        try await bench.database.write { tx in try tx.execute("UPDATE jobs SET state = 'dead'") }
        try await forgotten.run()
        try await forgotten.run()
        #expect(try await bench.jobCount() == 2)
        try await bench.run(mail)
        try await bench.database.write { tx in try tx.execute("UPDATE jobs SET state = 'dead'") }
        try await forgotten.run()
        #expect(try await bench.jobCount() == 2)
    }

    @Test func `a payload that names no mail is dead at once`() async throws {
        let bench = try await NotificationsBench(.sqlite)
        let job = JobContext(id: bench.ids.next(), kind: SendMail.kind, payload: Array("{}".utf8), attempt: 1) { _ in }
        await #expect(throws: JobFailure.permanent("The payload names no mail.")) { try await bench.sendMail.handler.run(job) }
    }
}
