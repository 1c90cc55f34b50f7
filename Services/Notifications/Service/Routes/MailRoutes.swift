import Audit
import Core
import Database
import HTTP
import JSON
import NotificationsAPI
import Presentation
import ServiceKit

/// The send ledger: lists, previews, and decisions about uncertain messages.
struct MailRoutes: Sendable {
    let listMails: ListMails
    let resolveUncertain: ResolveUncertain

    var routes: [Route] {
        [
            Route(
                .get, "/v1/mails", access: .scope("mails:read"), audit: .view(.mail), "Messages to customers, newest first.",
                query: PageQuery.parameters + [
                    QueryParameter(
                        "state", "One of \(MailResource.states.joined(separator: ", ")).", .choice(MailResource.states)),
                    QueryParameter("account", "Of this customer.", .id),
                    QueryParameter("order", "About this order.", .id),
                ], response: MailResource.self, list: true
            ) { request in
                let filter = try Self.filter(request.query)
                return .list(try await listMails(filter, try PageQuery.read(request), for: request.caller.viewer))
            },
            Route(
                .get, "/v1/mails/{id}", access: .scope("mails:read"), audit: .view(.mail), "One message with its text.",
                response: MailPreview.self
            ) { request in
                let id = try request.id("id", as: MailID.self)
                return .json(try await listMails.preview(id, for: request.caller.viewer))
            },
            Route(
                .get, "/v1/mail-counts", access: .scope("mails:read"), audit: .none("Counts alone."),
                "How many messages are in each state.",
                response: MailCounts.self
            ) { request in .json(try await listMails.counts(for: request.caller.viewer)) },
            Route(
                .post, "/v1/mails/{id}/resolve", access: .scope("mails:write"), audit: .change(.mail),
                "Decide about a message whose delivery is uncertain: it was sent, or send it once more.",
                request: MailDecision.self,
                response: MailResource.self
            ) { request in
                let decision = try await request.decode(MailDecision.self, limit: 1000)
                let mail = try await resolveUncertain(
                    try request.id("id", as: MailID.self), decision.decision, by: request.caller)
                return .json(mail)
            },
        ]
    }

    private static func filter(_ query: HTTPQuery) throws -> MailFilter {
        var filter = MailFilter()
        if let state = query.first("state"), !state.isEmpty {
            guard MailResource.states.contains(state) else { throw MailProblem.unknownState }
            filter.state = state
        }
        for (name, path) in [("account", \MailFilter.account), ("order", \MailFilter.order)] {
            guard let text = query.first(name), !text.isEmpty else { continue }
            guard let id = ID(text) else { throw Refusal(.malformed, "bad-id", "\(name) must be an id.") }
            filter[keyPath: path] = id
        }
        return filter
    }
}

struct MailDecision: Shape {
    static let shapeName = "MailDecision"
    let decision: ResolveUncertain.Decision

    init(_ fields: inout ShapeReader) {
        decision = .init(rawValue: fields.choice("decision", among: ["sent", "resend"])) ?? .sent
    }
}
