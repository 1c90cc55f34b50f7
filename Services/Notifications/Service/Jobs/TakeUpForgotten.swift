import Core
import Database
import Jobs
import NotificationsAPI

/// A message whose job is dead, because it took its process down three times, would stay queued or half sent for ever. Gives it
/// a new job, which sends it or marks it as uncertain; a message whose job lives keeps that.
struct TakeUpForgotten: Sendable {
    static let kind = "notifications.take-up-forgotten"
    static let schedule = Schedule(name: kind, kind: kind, every: 300)
    /// Seconds that a message may be unfinished before its job is looked after.
    static let patience = 900.0
    static let step = 500

    let database: any Database
    let jobs: JobQueue
    let clock: any WallClock

    var handler: JobHandler {
        JobHandler(kind: Self.kind, concurrency: 1) { _ in try await run() }
    }

    func run() async throws {
        let before = clock.now().adding(seconds: -Self.patience)
        var after: (createdAt: Timestamp, id: ID)?
        repeat {
            let from = after
            after = try await database.write { tx in
                let mails = try MailStore().unfinished(before: before, after: from, limit: Self.step, in: tx)
                for mail in mails { try SendMail.enqueue(mail.id, jobs, in: tx) }
                return mails.count == Self.step ? mails.last.map { ($0.createdAt, $0.id.id) } : nil
            }
        } while after != nil
    }
}
