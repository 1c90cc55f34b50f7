import ContactsAPI
import Core
import Database
import HTTP
import ServiceKit

/// What somebody still holds: his customers, as contacts counts them, and the absences in which he stands in for others.
struct ComposeHoldings: Sendable {
    let database: any Database
    let clock: any WallClock
    let ask: AskPeer

    func callAsFunction(of user: ID, for request: HTTPRequest) async throws -> HoldingsResource {
        let reply = try await ask.resource(HoldingsResource.self, "contacts", "/v1/users/\(user)/holdings", for: request)
        switch reply {
        case .gap(let gap): throw Refusal(.unavailable, gap.code, gap.detail)
        case .value(let holdings):
            // Who is away is the organization's business.
            guard request.caller.holds("organization:read") else { return holdings }
            let now = clock.now()
            let deputies = try await database.read { tx in
                try AbsenceStore().list(ofDeputy: user, endingAfter: now, in: tx).count
            }
            return holdings.with(deputies: Int64(deputies))
        }
    }
}
