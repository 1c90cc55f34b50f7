import Core
import Crypto
import Database
import Events
import JSON
import Jobs
import Mail
import NotificationsAPI
import Observability
import Presentation

/// Hands one message of the ledger to the mail server.
///
/// At most once: the entry says `sending` before the server hears of it. A run that finds `sending` cannot know whether an
/// earlier one got through before it died, so the entry becomes `uncertain`, is shown, and nothing is sent again by itself.
struct SendMail: Sendable {
    static let kind = "notifications.send-mail"
    /// Some five days of trying, as mail servers do.
    static let policy = RetryPolicy(attempts: 60, first: 30, longest: 7200)

    struct Payload: Shape, JSONWritable {
        static let shapeName = "SendMail"
        let mailID: MailID

        init(mailID: MailID) {
            self.mailID = mailID
        }

        init(_ fields: inout ShapeReader) {
            mailID = MailID(fields.id("mailID"))
        }

        func write(to writer: inout JSONWriter) {
            writer.object { $0.field("mailID", mailID.id) }
        }
    }

    /// One live job per message.
    static func enqueue(_ id: MailID, _ jobs: JobQueue, in tx: Transaction) throws {
        try jobs.enqueue(kind, payload: Payload(mailID: id).json(), uniqueKey: "send-mail:\(id)", in: tx)
    }

    let database: any Database
    let outbox: Outbox
    let clock: any WallClock
    let post: any PostOffice
    let sender: MailAddress
    let publicURL: String
    let secret: [UInt8]
    /// Opens what the gateway sealed.
    let letters: SealingKey

    var handler: JobHandler {
        JobHandler(kind: Self.kind, policy: Self.policy, timeout: 120, concurrency: 8) { try await run($0) }
    }

    private func run(_ job: JobContext) async throws {
        guard let payload = try? Shapes.decode(Payload.self, from: job.payload) else {
            throw JobFailure.permanent("The payload names no mail.")
        }
        guard let mail = try await begin(payload.mailID, job) else { return }
        let outcome: PostOutcome
        do {
            outcome = try await post.send(try message(mail), id: mail.id, to: mail.recipient)
        } catch let error as MailError {
            outcome = .refused("\(error)")
        } catch let error as UnreadableLetter {
            outcome = .refused("\(error)")
        }
        if case .accepted = outcome { StepPoint.reach("notifications.mail.after-accept") }
        try await finish(mail, outcome, job)
    }

    /// Marks the entry as `sending`; nil when there is nothing to send, and then the job is complete.
    private func begin(_ id: MailID, _ job: JobContext) async throws -> Mail? {
        let now = clock.now()
        let mail = try await database.write { tx -> Mail? in
            guard var mail = try MailStore().lock(id, in: tx), mail.state == .queued, mail.attempts >= 0 else { return nil }
            if let obstacle = try obstacle(mail, in: tx) {
                (mail.state, mail.finishedAt, mail.reason) = (.skipped, now, obstacle)
                try MailStore().save(mail, in: tx)
                try tell(NotificationEvents.mailSkipped, mail, in: tx)
                return nil
            }
            mail.state = .sending
            mail.attempts += 1
            try MailStore().save(mail, in: tx)
            return mail
        }
        if let mail { return mail }
        // An earlier run died between the server and the mark, unless the message can be looked up.
        let arrived = try await post.find(id)
        try await job.complete { tx in
            guard var mail = try MailStore().lock(id, in: tx), mail.state == .sending else { return }
            mail.finishedAt = now
            mail.state = arrived ? .sent : .uncertain
            mail.reason = arrived ? nil : "The sending was cut off before the mail server's answer was kept."
            try MailStore().save(mail, in: tx)
            try tell(arrived ? NotificationEvents.mailSent : NotificationEvents.mailUncertain, mail, in: tx)
        }
        return nil
    }

    private func finish(_ mail: Mail, _ outcome: PostOutcome, _ job: JobContext) async throws {
        var mail = mail
        mail.finishedAt = clock.now()
        let type: String
        var refusesAddress = false
        switch outcome {
        case .accepted:
            (mail.state, mail.reason, type) = (.sent, nil, NotificationEvents.mailSent)
        case .refused(let reason, let isAddress):
            refusesAddress = isAddress
            (mail.state, mail.reason, type) = (.refused, reason, NotificationEvents.mailRefused)
        case .unknown(let reason):
            (mail.state, mail.reason, type) = (.uncertain, reason, NotificationEvents.mailUncertain)
        case .deferred(let reason):
            (mail.state, mail.reason, mail.finishedAt) = (.queued, reason, nil)
            let waiting = mail
            guard job.attempt < Self.policy.attempts else { return try await giveUp(waiting, reason, job) }
            try await database.write { tx in try MailStore().save(waiting, in: tx) }
            throw DeferredMail(reason: reason)
        }
        let (done, isAddress) = (mail, refusesAddress)
        try await job.complete { tx in
            try MailStore().save(done, in: tx)
            try tell(type, done, refusesAddress: isAddress, in: tx)
        }
    }

    private func giveUp(_ mail: Mail, _ reason: String, _ job: JobContext) async throws {
        var mail = mail
        (mail.state, mail.reason, mail.finishedAt) = (.refused, "given up after \(job.attempt) tries: \(reason)", clock.now())
        let done = mail
        try await job.complete { tx in
            try MailStore().save(done, in: tx)
            try tell(NotificationEvents.mailRefused, done, in: tx)
        }
    }

    private func tell(_ type: String, _ mail: Mail, refusesAddress: Bool = false, in tx: Transaction) throws {
        let outcome = mail.outcome(at: clock.now(), refusesAddress: refusesAddress)
        try outbox.append(type, key: mail.id.description, data: outcome.json(), in: tx)
    }

    /// The customer may have unsubscribed since the message was meant.
    private func obstacle(_ mail: Mail, in tx: Transaction) throws -> String? {
        if mail.kind == .passwordReset, let until = try Shapes.decode(MailContent.self, from: mail.content).until,
            until <= clock.now()
        {
            return "expired"
        }
        guard let account = mail.accountID else { return nil }
        return MailRules.obstacle(
            mail.kind, email: mail.recipient, consentAt: try CustomerStore().consent(account, purpose: mail.kind.purpose, in: tx),
            unsubscribedAt: try CustomerStore().unsubscribed(account, purpose: mail.kind.purpose, in: tx))
    }

    private func message(_ mail: Mail) throws -> [UInt8] {
        var content = try Shapes.decode(MailContent.self, from: mail.content)
        if let sealed = content.sealed { content.url = try link(sealed) }
        let link = mail.kind.isForPerson ? nil : UnsubscribeLink(publicURL: publicURL, secret: secret).url(mail)
        let text = MailText(
            mail.kind, content, customer: mail.recipientName, language: Language(tag: mail.language) ?? .english,
            unsubscribe: link)
        var headers: [(name: String, value: String)] = [("Auto-Submitted", "auto-generated")]
        if let link {
            headers += [("List-Unsubscribe", "<\(link)>"), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")]
        }
        return try MailMessage(
            from: sender, to: [try MailAddress(name: mail.recipientName, address: mail.recipient)], subject: text.subject,
            text: text.text, html: text.html,
            messageID: "\(mail.id)@\(sender.address.split(separator: "@").last ?? "relata.example")",
            date: mail.createdAt,
            headers: headers
        ).mime()
    }

    /// To the page for a new password, the token behind the #, where no log sees it.
    private func link(_ sealed: String) throws -> String {
        guard let token = Base64.decodeURL(sealed).flatMap(letters.open) else { throw UnreadableLetter() }
        return publicURL + "/password-reset/new#" + String(decoding: token, as: UTF8.self)
    }
}

struct UnreadableLetter: Error, CustomStringConvertible {
    var description: String { "The link was sealed for another key." }
}

/// Makes the attempt count as failed, so that the queue tries again later.
struct DeferredMail: Error, CustomStringConvertible {
    let reason: String
    var description: String { reason }
}
