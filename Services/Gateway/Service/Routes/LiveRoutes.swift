import Audit
import ContactsAPI
import Core
import HTTP
import ServiceKit

/// The stream over which a page learns that what it shows has changed. It carries no data: the page fetches itself anew, through the
/// doors and their rights.
struct LiveRoutes: Sendable {
    static let path = "/live"
    /// What one page may watch.
    static let mostThings = 40

    let hub: LiveHub
    let ask: AskPeer
    let findCaller: FindCaller

    var routes: [Route] {
        [
            Route(
                .get, Self.path, access: .signedIn, audit: .asksServices,
                "Server-sent events: which of the watched things changed. For pages; a record is watched by who may see it.",
                query: [
                    QueryParameter(
                        "watch",
                        "What to watch: customers, customer/ID, lookers/ID, orders, order/ID, products, mails, mail/ID, intake, notifications; several times."
                    ),
                    QueryParameter("from", "The place that the page, or the last event, named."),
                ], handler: open)
        ]
    }

    @Sendable private func open(_ request: HTTPRequest) async throws -> HTTPResponse {
        let session = try SignedIn.required()
        let things = try await seen(try Self.asked(request.query), request)
        let user = session.user.id
        try hub.admit(user)
        let (place, cookie) = (request.query.first("from") ?? "", SessionCookie.of(request))
        let body = HTTPBodyStream.writing { [hub, findCaller] writer in
            guard let stream = hub.open(things, of: user, called: session.user.name, from: place) else { return }
            defer { hub.close(stream) }
            try await stream.write(to: writer, place: { hub.place }) {
                // With other rights, or none, it has to be asked for anew.
                let now = try? await findCaller(authorization: nil, cookie: cookie, isAttended: false)
                return now?.session?.id == session.id && now?.caller == request.caller
            }
        }
        // Proxies that collect an answer before they pass it on must not do so here.
        return HTTPResponse(
            fields: [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store"), ("X-Accel-Buffering", "no")],
            body: .stream(body))
    }

    private static func asked(_ query: HTTPQuery) throws(Refusal) -> Set<LiveThing> {
        let names = query.all("watch")
        guard names.count <= mostThings else {
            throw Refusal(.malformed, "too-many-watches", "Watch at most \(mostThings) things at once.")
        }
        var things: Set<LiveThing> = []
        for name in names {
            guard let thing = LiveThing(name) else {
                throw Refusal(.malformed, "bad-watch", "watch must be such as orders or order/ID.")
            }
            things.insert(thing)
        }
        return things
    }

    /// Those that the caller may see; of the others he learns nothing, not even that they are there.
    private func seen(_ things: Set<LiveThing>, _ request: HTTPRequest) async throws -> Set<LiveThing> {
        try await withThrowingTaskGroup(of: LiveThing?.self) { group in
            for thing in things where thing.kind.scope.map(request.caller.holds) ?? true {
                group.addTask { try await isSeen(thing, request) ? thing : nil }
            }
            return try await group.reduce(into: []) { seen, thing in
                guard let thing else { return }
                seen.formUnion(thing.kind == .notifications ? Self.bells(of: request.caller) : [thing])
            }
        }
    }

    /// Everything that rings for this person.
    private static func bells(of caller: Caller) -> [LiveThing] {
        guard let user = caller.viewer.user else { return [] }
        return Notice.Receiver.all(of: caller, user: user).map { LiveThing(.notifications, receiver: $0) }
    }

    private func isSeen(_ thing: LiveThing, _ request: HTTPRequest) async throws -> Bool {
        guard let id = thing.id else { return true }
        let (service, target) =
            switch thing.kind {
            case .customer, .lookers: ("contacts", "/v1/accounts/\(id)")
            case .order: ("orders", "/v1/orders/\(id)")
            default: ("notifications", "/v1/mails/\(id)")
            }
        guard case .done(let bytes) = try await ask(service, .get, target, for: request) else { return false }
        // That something goes on with a customer of whom one knows the owner only is no less than what is held back.
        return thing.kind != .customer && thing.kind != .lookers
            || ask.decode(AccountResource.self, bytes, service, request).value?.access == .full
    }
}
