import Audit
import ContactsAPI
import ContactsPages
import Core
import HTML
import HTTP
import JSON
import Pages
import Presentation
import ServiceKit

/// Asking for access to a customer that belongs to somebody else, and answering.
struct AccessRequestPages: Sendable {
    static let path = "/access-requests"

    let ask: AskPeer
    let ids: IdentifierSource
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(
                .get, Self.path, access: .scope(ContactsScope.read), audit: .asksServices,
                "One's own requests for access, and those that one decides on.", handler: list),
            Route(
                .post, CustomerListPage.path + "/{id}/access-requests", access: .scope(ContactsScope.read), audit: .asksServices,
                "Asks for access to a customer.", handler: request),
            Route(
                .post, Self.path + "/{id}/{step}", access: .scope(ContactsScope.read), audit: .asksServices,
                "Approves, refuses or withdraws a request for access.", handler: step),
        ]
    }

    @Sendable private func list(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let done: Phrase? =
            switch visit.query("done") {
            case "asked": .accessAsked
            case "answered": .accessAnswered
            default: nil
            }
        return try await list(visit, flash: done.map { .note("\(visit.say($0))", .good) })
    }

    private func list(_ visit: Visit, flash: HTML?) async throws -> HTTPResponse {
        let target = PercentText.target(
            "/v1/access-requests", [("state", visit.query("state")), ("cursor", visit.query("cursor"))])
        let body: HTML =
            switch try await ask.list(AccessRequestResource.self, "contacts", target, for: visit.request) {
            case .value(let page): AccessRequestTable(visit: visit).html(page)
            case .gap(let gap): .gap(gap, visit.say)
            }
        var content = PageContent(visit.say(.accessRequests), path: Self.path, body)
        content.crumbs = [Crumb(visit.say(.customers), CustomerListPage.path)]
        content.flash = flash
        return await maker.page(visit, content)
    }

    @Sendable private func request(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form()
        let id = try visit.id()
        let wish: JSONValue = [
            "access": .string(form["access"] ?? "view"), "reason": .string(form.filled("reason") ?? ""),
        ]
        return try await maker.attempt(visit, again: { try await list(visit, flash: $0) }) {
            _ = try await ask.change(
                AccessRequestResource.self, "contacts", .post, "/v1/accounts/\(id)/access-requests", body: wish,
                key: form["key"], for: request)
            return Self.path + "?done=asked"
        }
    }

    @Sendable private func step(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form()
        let id = try visit.id()
        return try await maker.attempt(visit, again: { try await list(visit, flash: $0) }) {
            let body: JSONValue?
            switch request.parameters["step"] {
            case "approval":
                guard let until = try form.end(ofDay: "until", timeZone: maker.timeZone) else {
                    throw Refusal(.invalid, "missing", "Say until which day.")
                }
                body = ["until": .string(until.description), "access": .string(form["access"] ?? "view")]
            case "refusal": body = ["reason": .string(form.filled("reason") ?? "")]
            case "withdrawal": body = nil
            default: throw Refusal(.notFound, "not-found", "There is no such step.")
            }
            _ = try await ask.change(
                AccessRequestResource.self, "contacts", .post, "/v1/access-requests/\(id)/\(request.parameters["step"] ?? "")",
                body: body, for: request)
            return Self.path + "?done=answered"
        }
    }

    /// For who sees no more of a customer than the name and whose it is.
    func form(_ account: AccountID, _ visit: Visit) -> HTML {
        let say = visit.say
        return .card(
            say(.askForAccess),
            HTML.form(
                "\(CustomerListPage.path)/\(account)/access-requests",
                hidden: "\(visit.formToken)\(HTML.hidden("key", ids.next().description))",
                fields: [
                    Field(
                        "access", say(.accessWish), value: "view",
                        options: [("view", say(.accessView)), ("change", say(.accessChange))]),
                    Field("reason", say(.reason)).with {
                        ($0.isRequired, $0.autocomplete, $0.hint) = (true, "off", say(.accessReasonHint))
                    },
                ], actions: [.button(say(.askForAccess), .main)]))
    }
}

struct AccessRequestTable: Sendable {
    let visit: Visit

    private var say: Presenter { visit.say }

    func html(_ page: Page<AccessRequestResource>) -> HTML {
        let state = visit.query("state")
        let tabs = HTML.tabs(
            [
                Tab(say(.all), path: AccessRequestPages.path, isCurrent: state == nil),
                Tab(say(.requestOpen), path: AccessRequestPages.path + "?state=open", isCurrent: state == "open"),
            ], label: say(.views))
        guard !page.items.isEmpty else {
            return "\(tabs)\(HTML.panel(.empty(say(.noExportRequests), say(.noAccessRequestsHint))))"
        }
        let columns = [
            Table.Column(say(.customers)), Table.Column(say(.whoIsIt)), Table.Column(say(.reason), onPhone: false),
            Table.Column(say(.state)), Table.Column(say(.action)),
        ]
        let rows = page.items.map { request in
            Table.Row([
                .link(request.accountName, "\(CustomerListPage.path)/\(request.accountID)"),
                """
                \(request.requesterName)<br><span class="muted small">\
                \(say(request.access == .change ? .accessChange : .accessView))</span>
                """, "\(request.reason)", RequestWords.state(request.course, visit), actions(request),
            ])
        }
        let pager = HTML.pager(
            earlier: nil,
            later: page.next.map {
                (say(.later), PercentText.target(AccessRequestPages.path, [("state", state), ("cursor", $0)]))
            },
            label: say(.pages))
        return "\(tabs)\(HTML.panel(Table(say(.accessRequests), columns, rows).html))\(pager)"
    }

    private func actions(_ request: AccessRequestResource) -> HTML {
        guard request.course.state == .open else { return .empty }
        let path = "\(AccessRequestPages.path)/\(request.id)"
        guard request.requesterID != visit.request.caller.viewer.user else {
            return RequestWords.form("\(path)/withdrawal", say(.withdraw), visit)
        }
        // One who may not decide sees nobody's requests but his own.
        guard visit.request.caller.holds(ContactsScope.write) else { return .empty }
        let until = Field("until", say(.untilDay), kind: .date).with {
            ($0.isRequired, $0.id) = (true, "until-\(request.id)")
        }
        let access = Field(
            "access", say(.accessGiven), value: request.access.rawValue,
            options: [("view", say(.accessView)), ("change", say(.accessChange))]
        ).with { $0.id = "access-\(request.id)" }
        let approving = HTML.unfold(
            say(.approve), icon: .check,
            HTML.form(
                "\(path)/approval", hidden: visit.formToken, fields: [access, until], actions: [.button(say(.approve), .main)]))
        return .chips([approving, RequestWords.refusing("\(path)/refusal", say(.refuse), visit, id: request.id)])
    }
}

extension Phrase {
    static let accessRequests = Phrase("Просьбы о доступе", "Access requests")
    static let askForAccess = Phrase("Попросить доступ", "Ask for access")
    static let accessWish = Phrase("Что нужно", "What for")
    static let accessGiven = Phrase("Что дать", "What to give")
    static let accessView = Phrase("смотреть", "to look")
    static let accessChange = Phrase("смотреть и менять", "to look and to change")
    static let accessReasonHint = Phrase("По этому решает ответственный.", "It is what the owner decides by.")
    static let accessAsked = Phrase("Просьба отправлена ответственному.", "The owner was asked.")
    static let accessAnswered = Phrase("Готово. Тот, кто просил, увидит ответ.", "Done. Whoever asked sees the answer.")
    static let noAccessRequestsHint = Phrase(
        "О доступе просят на карточке клиента, которого видно не целиком; решает его ответственный.",
        "Access is asked for on the card of a customer that is not seen in full; the owner decides.")
}
