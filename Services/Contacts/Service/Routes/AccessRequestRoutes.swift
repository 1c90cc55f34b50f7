import Audit
import ContactsAPI
import Core
import HTTP
import JSON
import ServiceKit

/// Asking for access to a customer that belongs to somebody else, and answering.
enum AccessRequestRoutes {
    static func all(_ ask: AskForAccess, _ list: ListAccessRequests, _ answer: AnswerAccessRequest) -> [Route] {
        [
            Route(
                .post, "/v1/accounts/{id}/access-requests", access: .scope(ContactsScope.read), audit: .change(.account),
                "Ask the owner for access to a customer of which you see name and owner.", headers: [.idempotencyKey],
                request: AccessRequestRequest.self, response: AccessRequestResource.self, status: 201
            ) { request in
                let id = try request.id("id", as: AccountID.self)
                let (wanted, creation) = try await request.creation(AccessRequestRequest.self)
                let asked = try await ask(wanted.access, to: id, reason: wanted.reason, under: creation, by: request.caller)
                return .created(asked.request, isNew: asked.isNew)
            },
            Route(
                .get, "/v1/access-requests", access: .scope(ContactsScope.read), audit: .view(.account),
                "Your own requests for access, and those that you decide on, newest first.",
                query: [
                    .requestState,
                    QueryParameter("account", "About this customer only."),
                ] + PageQuery.parameters, response: AccessRequestResource.self, list: true
            ) { request in
                let page = try PageQuery.read(request)
                let requests = try await list(
                    state: try request.requestState(), account: try account(request.query.first("account")),
                    before: try page.before, limit: page.limit + 1, by: request.caller.viewer)
                return .list(page.page(requests, \.id))
            },
            Route(
                .post, "/v1/access-requests/{id}/approval", access: .scope(ContactsScope.write), audit: .change(.account),
                "Let whoever asked in, until a day.", request: AccessApproval.self, response: AccessRequestResource.self
            ) { request in
                let wanted = try await request.decode(AccessApproval.self, limit: 10_000)
                return .json(
                    try await answer.approve(request.requestID(), access: wanted.access, until: wanted.until, by: request.caller))
            },
            Route(
                .post, "/v1/access-requests/{id}/refusal", access: .scope(ContactsScope.write), audit: .change(.account),
                "Refuse a request, with a reason.",
                request: RequestRefusal.self, response: AccessRequestResource.self
            ) { request in
                let wanted = try await request.decode(RequestRefusal.self, limit: 10_000)
                return .json(try await answer.refuse(request.requestID(), reason: wanted.reason, by: request.caller))
            },
            Route(
                .post, "/v1/access-requests/{id}/withdrawal", access: .scope(ContactsScope.read), audit: .change(.account),
                "Take your own request back.",
                response: AccessRequestResource.self
            ) { request in
                .json(try await answer.withdraw(request.requestID(), by: request.caller))
            },
        ]
    }

    private static func account(_ text: String?) throws -> AccountID? {
        guard let text, !text.isEmpty else { return nil }
        guard let account = AccountID(text) else {
            throw Refusal(.malformed, "bad-account", "account must be the id of a customer.")
        }
        return account
    }
}
