import Audit
import Core
import HTML
import HTTP
import JSON
import OrdersAPI
import OrdersPages
import Pages
import Presentation
import ServiceKit

/// The order intake and what people do about rejected events, from orders.
struct IntakePages: Sendable {
    private static let service = "orders"
    /// An event's data in a form: every byte may take three.
    private static let largest = 2_000_000

    let ask: AskPeer
    let charts: StartCharts
    let maker: PageMaker

    var routes: [Route] {
        let event = PagePath.intake + "/rejected/{id}"
        return [
            Route(.get, PagePath.intake, access: .scope("intake:read"), audit: .asksServices, "The order intake.") { request in
                try await page(maker.visit(request))
            },
            Route(.get, event, access: .scope("intake:read"), audit: .asksServices, "The order intake with one event.") {
                request in
                let visit = maker.visit(request)
                return try await page(visit, selected: try Self.sequence(visit))
            },
            Route(
                .post, event + "/retry", access: .scope("intake:write"), audit: .asksServices, "Tries an event again.",
                handler: retry),
            Route(
                .post, event + "/discard", access: .scope("intake:write"), audit: .asksServices, "Sets an event aside.",
                handler: discard),
        ]
    }

    /// `error` is why the last try was refused, `typed` what was typed then.
    private func page(
        _ visit: Visit, selected: String? = nil, error: String? = nil, typed: String? = nil, status: Int = 200
    ) async throws -> HTTPResponse {
        let request = visit.request
        async let equation = ask.resource(IntakeEquation.self, Self.service, "/v1/order-intake", for: request)
        async let rejected = list("rejected", visit.query("rejectedCursor"), visit)
        async let chart = selected == nil ? charts.intake(visit) : nil
        async let waiting = list("waiting", visit.query("waitingCursor"), visit)
        var event: Reply<IntakeEventResource>?
        if let selected {
            event = try await ask.resource(
                IntakeEventResource.self, Self.service, "/v1/order-intake/rejected/\(selected)", for: request)
        }
        let (sum, open, held) = (try await equation, try await rejected, try await waiting)
        let drawn = try await chart
        maker.rejected.note(sum.value)
        let page = IntakePage(presenter: visit.say, now: visit.now)
        var content: PageContent
        if let sum = sum.value, let open = open.value, let held = held.value {
            let body = page.body(
                equation: sum, rejected: open, waiting: held, selected: event?.value, formToken: visit.formToken, error: error,
                typed: typed)
            content = PageContent(visit.say(.intake), path: PagePath.intake, "\(body)\(drawn)")
            content.beside = page.freshness(sum)
        } else {
            let gap = sum.gap ?? open.gap ?? held.gap
            content = PageContent(visit.say(.intake), path: PagePath.intake, gap.map { .gap($0, visit.say) } ?? .empty)
        }
        content.crumbs =
            [Crumb(visit.say(.service))] + (selected == nil ? [] : [Crumb(visit.say(.intake), PagePath.intake)])
        content.flash = IntakeOutcome(rawValue: visit.query("done") ?? "").map { .note("\(visit.say($0.phrase))", $0.tone) }
        return await maker.page(visit, content, status: status)
    }

    private func list(_ name: String, _ cursor: String?, _ visit: Visit) async throws -> Reply<Page<IntakeEventResource>> {
        let target = PercentText.target("/v1/order-intake/\(name)", [("limit", "25"), ("cursor", cursor)])
        return try await ask.list(IntakeEventResource.self, Self.service, target, for: visit.request)
    }

    @Sendable private func retry(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form(limit: Self.largest)
        let id = try Self.sequence(visit)
        var body = JSONObject()
        let typed = form["try"] == "received" ? nil : form["data"] ?? ""
        if let typed {
            do {
                body.set("data", try JSONValue.parse(Array(typed.utf8), limits: JSONLimits(depth: 32, bytes: 1_000_000)))
            } catch {
                let text = visit.say(.notJSON, error.description)
                return try await page(visit, selected: id, error: text, typed: typed, status: 422)
            }
        }
        switch try await ask(
            Self.service, .post, "/v1/order-intake/rejected/\(id)/retry", body: .object(body), for: request)
        {
        case .done(let bytes):
            let outcome = (try? JSONValue.parse(bytes))?["outcome"]?.string
            return done(outcome == "waiting" ? .waiting : outcome == "accepted" ? .accepted : .known)
        case .refused(let refusal):
            if refusal.kind == .notFound || refusal.kind == .forbidden { throw refusal }
            return try await page(
                visit, selected: id, error: visit.say(.refusedAgain, refusal.detail), typed: typed, status: 422)
        case .gap(let gap): throw Refusal(.unavailable, gap.code, gap.detail)
        }
    }

    @Sendable private func discard(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form()
        let id = try Self.sequence(visit)
        guard let reason = form.filled("reason") else {
            throw Refusal(.invalid, "missing", "Say why nothing is to come of the event.")
        }
        let body: JSONValue = ["reason": .string(reason)]
        switch try await ask(Self.service, .post, "/v1/order-intake/rejected/\(id)/discard", body: body, for: request) {
        case .done: return done(.discarded)
        case .refused(let refusal): throw refusal
        case .gap(let gap): throw Refusal(.unavailable, gap.code, gap.detail)
        }
    }

    private func done(_ outcome: IntakeOutcome) -> HTTPResponse {
        maker.rejected.forget()
        return .redirect(to: "\(PagePath.intake)?done=\(outcome.rawValue)")
    }

    /// The number in the path; anything else names no event.
    private static func sequence(_ visit: Visit) throws -> String {
        guard let text = visit.request.parameters["id"], let number = Int64(text), number >= 0 else {
            throw Refusal(.notFound, "not-found", "There is no such event.")
        }
        return String(number)
    }
}

/// What came of the last try, shown above the list.
enum IntakeOutcome: String {
    case accepted, waiting, known, discarded

    var phrase: Phrase {
        switch self {
        case .accepted:
            Phrase(
                "Событие принято. Исходное хранится рядом, магазин получит новую квитанцию.",
                "The event was accepted. The original is kept beside it; the shop gets a new receipt.")
        case .waiting:
            Phrase(
                "Событие принято и ждёт своей причины; применится само, когда она придёт.",
                "The event was taken and waits for its cause; it is applied by itself when that comes.")
        case .known:
            Phrase(
                "Такое событие уже было принято раньше; это закрыто как исправленное.",
                "Such an event was taken before; this one is settled as corrected.")
        case .discarded: Phrase("Событие снято. Оно остаётся в уравнении.", "The event was set aside. It stays in the equation.")
        }
    }

    var tone: Tone { self == .accepted ? .good : .info }
}
