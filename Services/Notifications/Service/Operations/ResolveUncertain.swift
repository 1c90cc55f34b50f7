import Core
import Database
import Events
import JSON
import Jobs
import NotificationsAPI

/// A person decides about a message whose fate is not known: it went out, or it shall be sent once more.
struct ResolveUncertain: Sendable {
    enum Decision: String, Sendable {
        case sent
        case resend
    }

    let database: any Database
    let outbox: Outbox
    let jobs: JobQueue
    let clock: any WallClock
    let rights: MailRights

    /// The mail as the caller may see it.
    func callAsFunction(_ id: MailID, _ decision: Decision, by caller: Caller) async throws -> MailResource {
        let now = clock.now()
        return try await database.write { tx in
            guard var mail = try MailStore().lock(id, in: tx) else { throw MailProblem.notFound }
            let shown = try rights.require(.change, mail, of: caller.viewer, in: tx)
            guard mail.state == .uncertain else { throw MailProblem.notUncertain }
            switch decision {
            case .sent:
                (mail.state, mail.finishedAt, mail.reason) = (.sent, now, "marked as sent by \(caller.name)")
                try outbox.append(
                    NotificationEvents.mailSent, key: mail.id.description, data: mail.outcome(at: now).json(), in: tx)
            case .resend:
                (mail.state, mail.finishedAt, mail.reason) = (.queued, nil, "sent again by \(caller.name)")
                try SendMail.enqueue(mail.id, jobs, in: tx)
            }
            try MailStore().save(mail, in: tx)
            return mail.resource.shown(by: shown, order: try rights.order(of: mail, by: caller.viewer, in: tx))
        }
    }
}

enum MailProblem: Problem {
    case notFound
    case missingRight
    case notUncertain
    case unknownState

    var kind: ProblemKind {
        switch self {
        case .notFound: .notFound
        case .missingRight: .forbidden
        case .notUncertain: .conflict
        case .unknownState: .malformed
        }
    }

    var code: String {
        switch self {
        case .notFound: "not-found"
        case .missingRight: "missing-right"
        case .notUncertain: "not-uncertain"
        case .unknownState: "unknown-state"
        }
    }

    var detail: String {
        switch self {
        case .notFound: "There is no mail with this id."
        case .missingRight: "This needs the right to change this mail. Ask an administrator for it."
        case .notUncertain: "Only a mail whose delivery is uncertain waits for a decision; this one does not."
        case .unknownState: "state must be one of \(MailResource.states.joined(separator: ", "))."
        }
    }
}
