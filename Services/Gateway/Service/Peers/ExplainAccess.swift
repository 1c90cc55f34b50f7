import ContactsAPI
import Core
import Database
import HTTP
import ServiceKit

/// Says which rule lets a user do something, or why none does: the gateway knows his rules, contacts whose the row is.
struct ExplainAccess: Sendable {
    struct Question: Sendable {
        let user: ID
        let resource: Resource
        let action: Action
        /// The client that the row belongs to; `nil` for a row of no client, and for what has no owner.
        let account: ID?
    }

    struct Answer: Sendable {
        let question: Question
        let user: User
        let explanation: AccessExplanation
    }

    let database: any Database
    let clock: any WallClock
    let ask: AskPeer

    /// Throws `notFound` for a user who is not there, and for a client who is none for whoever asks.
    func callAsFunction(_ question: Question, for request: HTTPRequest) async throws -> Answer {
        let now = clock.now()
        let (standing, tree) = try await database.read { tx in
            (try Missing.check(StandingStore().standing(of: question.user, in: tx)), try UnitStore().tree(in: tx))
        }
        let facts = try await facts(question, for: request)
        let explanation = AccessExplanation(
            question.action, on: question.resource, facts, by: standing.rights(at: now).viewer, in: tree, at: now)
        return Answer(question: question, user: standing.user, explanation: explanation)
    }

    private func facts(_ question: Question, for request: HTTPRequest) async throws -> RecordFacts {
        guard let account = question.account, question.resource.isOwned else { return .ownerless }
        let reply = try await ask.resource(AccountAccess.self, "contacts", "/v1/accounts/\(account)/access", for: request)
        switch reply {
        case .value(let access): return access.facts
        case .gap(let gap): throw Refusal(.unavailable, gap.code, gap.detail)
        }
    }
}
