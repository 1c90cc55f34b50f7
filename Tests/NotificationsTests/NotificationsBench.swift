import Access
import ContactsAPI
import Core
import Crypto
import Database
import Events
import JSON
import Jobs
import Mail
import NotificationsAPI
import Presentation
import ServiceKit
import Synchronization
import TestKit

@testable import Notifications

/// Notifications on a database of its own, with a mail server that answers as the test says.
struct NotificationsBench: Sendable {
    let database: any Database
    let clock = ManualClock()
    let ids: IdentifierSource
    let outbox: Outbox
    let jobs: JobQueue
    let post: ScriptedPostOffice
    let composeMail: ComposeMail
    let tellCustomer: TellCustomer
    let sendMail: SendMail

    static let secret = [UInt8](repeating: 3, count: 32)

    init(_ engine: Engine, answers: [PostOutcome] = []) async throws {
        database = try await TestDatabase.make(
            engine, migrations: EventMigrations.all + JobMigrations.all + AccessMigrations.all + NotificationsModule.migrations)
        ids = IdentifierSource(clock: clock)
        outbox = Outbox(
            source: NotificationEvents.source, topic: NotificationEvents.topic, clock: clock, ids: ids, wake: {})
        jobs = JobQueue(clock: clock, ids: ids, wake: {})
        post = ScriptedPostOffice(answers)
        composeMail = ComposeMail(jobs: jobs, outbox: outbox, ids: ids, clock: clock, standardLanguage: .english)
        tellCustomer = TellCustomer(composeMail: composeMail, clock: clock, days: 7)
        sendMail = SendMail(
            database: database, outbox: outbox, clock: clock, post: post, sender: try MailAddress(address: "shop@relata.example"),
            publicURL: "https://crm.example", secret: Self.secret,
            letters: try SealingKey(seed: Self.secret))
    }

    var rights: MailRights { MailRights(organization: Organization(), clock: clock) }

    var resolveUncertain: ResolveUncertain {
        ResolveUncertain(database: database, outbox: outbox, jobs: jobs, clock: clock, rights: rights)
    }

    func account(
        _ number: UInt64, email: String? = "anna@example.test", language: String? = "ru", consents: [ConsentResource] = [],
        interests: [String] = [], version: Int64 = 1
    ) -> AccountChanged {
        AccountChanged(
            accountID: AccountID(ID(high: 9, low: number)), kind: "person", name: "Анна \(number)", language: language,
            emails: email.map { [$0] } ?? [], phones: [], consents: consents, interests: interests,
            access: .unassigned, version: version)
    }

    func know(_ account: AccountChanged) async throws {
        try await database.write { tx in try CustomerStore().save(account, in: tx) }
    }

    /// Runs the job of the mail as the runner would, once.
    func run(_ mail: Mail, attempt: Int = 1) async throws {
        let payload = SendMail.Payload(mailID: mail.id).json()
        try await sendMail.handler.run(
            JobContext(id: ids.next(), kind: SendMail.kind, payload: payload, attempt: attempt) { body in
                try await database.write { tx in try body(tx) }
            })
    }

    func mails() async throws -> [Mail] {
        try await database.read { tx in
            let all = Viewer.everything(role: "Test")
            return try MailStore().list(
                MailFilter(), after: nil, limit: 100, by: rights(of: all, in: tx), orders: rights.orders(of: all, in: tx), in: tx)
        }
    }

    /// Types of the events that wait in the outbox, in order.
    func told() async throws -> [String] {
        try await database.read { tx in
            try tx.rows("SELECT headers FROM outbox ORDER BY seq") { row in
                Envelope.unpacked(row.bytes(0)).first { $0.name == "ce_type" }.map { String(decoding: $0.value, as: UTF8.self) }
                    ?? ""
            }
        }
    }

    /// The data of what was told, in the same order.
    func toldData() async throws -> [[UInt8]] {
        try await database.read { tx in try tx.rows("SELECT value FROM outbox ORDER BY seq") { $0.bytes(0) } }
    }

    func jobCount() async throws -> Int {
        try await database.read { tx in try tx.first("SELECT count(*) FROM jobs") { $0.count(0) } ?? 0 }
    }
}

/// Gives the answers in order, then accepts; keeps what it was handed.
final class ScriptedPostOffice: PostOffice {
    private let state: Mutex<(answers: [PostOutcome], handed: [[UInt8]], arrived: Set<MailID>)>

    init(_ answers: [PostOutcome]) {
        state = Mutex((answers, [], []))
    }

    var handed: [[UInt8]] { state.withLock { $0.handed } }
    func arrive(_ id: MailID) { state.withLock { _ = $0.arrived.insert(id) } }

    func send(_ mime: [UInt8], id: MailID, to recipient: String) async throws -> PostOutcome {
        state.withLock { state in
            state.handed.append(mime)
            return state.answers.isEmpty ? .accepted : state.answers.removeFirst()
        }
    }

    func find(_ id: MailID) async throws -> Bool { state.withLock { $0.arrived.contains(id) } }
}
