import Audit
import Core
import HTML
import HTTP
import JSON
import Pages
import Presentation
import ServiceKit

/// What a person is to know of or to do: the bell in the frame, and the page behind it, from which each thing is one step away.
struct NoticePages: Sendable {
    static let path = "/notifications"
    static let bellPath = path + "/bell"
    private static let onPage = 50

    let read: ReadNotices
    let ask: AskPeer
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(
                .get, Self.path, access: .signedIn, audit: .none("One's own."), "What one is to know of or to do.", handler: list),
            Route(.get, Self.bellPath, access: .signedIn, audit: .none("One's own."), "The bell of the frame.", handler: bell),
            Route(
                .get, Self.path + "/{id}", access: .signedIn, audit: .none("One's own."),
                "Leads to where a notice is done, and marks it as read.", handler: follow),
            Route(
                .post, Self.path + "/read", access: .signedIn, audit: .none("One's own."), "Marks all notices as read.",
                handler: readAll),
            Route(
                .post, Self.path + "/{id}/read", access: .signedIn, audit: .none("One's own."), "Marks a notice as read.",
                handler: readOne),
            Route(
                .post, Self.path + "/{id}/answer", access: .signedIn, audit: .asksServices,
                "Answers the request that a notice tells of.",
                handler: answer),
        ]
    }

    @Sendable private func list(_ request: HTTPRequest) async throws -> HTTPResponse {
        try await page(maker.own(request).0)
    }

    private func page(_ visit: Visit, flash: HTML? = nil) async throws -> HTTPResponse {
        let before = visit.query("cursor").flatMap { ID($0) }
        let notices = try await read.list(for: visit.request.caller, before: before, limit: Self.onPage)
        let shown = Array(notices.prefix(Self.onPage))
        let say = visit.say
        let next = notices.count > Self.onPage ? shown.last.map { "\(Self.path)?cursor=\($0.id)" } : nil
        let list = NoticeList(notices: shown, visit: visit).html
        let pager = HTML.pager(earlier: nil, later: next.map { (say(.later), $0) }, label: say(.pages))
        var content = PageContent(
            say(.notifications), path: Self.path, .live("notices", on: ["notifications"], "\(list)\(pager)"))
        if shown.contains(where: { !$0.isRead && $0.settledAt == nil }) {
            content.actions = """
                <form method="post" action="\(Self.path)/read">\(visit.formToken)\(HTML.button(say(.readAll), icon: .check))</form>
                """
        }
        content.flash = flash ?? Self.done(visit)
        return await maker.page(visit, content)
    }

    private static func done(_ visit: Visit) -> HTML? {
        let phrase: Phrase? =
            switch visit.query("done") {
            case "approved": .requestAnsweredYes
            case "refused": .requestAnsweredNo
            default: nil
            }
        return phrase.map { .note("\(visit.say($0))", .good) }
    }

    @Sendable private func bell(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, _) = try maker.own(request)
        return .html(await maker.bell(visit).bytes)
    }

    @Sendable private func follow(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, _) = try maker.own(request)
        return .redirect(to: try await read.read(try visit.id(), by: request.caller).path)
    }

    @Sendable private func readOne(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, _) = try maker.own(request)
        _ = try await visit.form()
        try await read.read(try visit.id(), by: request.caller)
        return .redirect(to: Self.path)
    }

    @Sendable private func readAll(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, _) = try maker.own(request)
        _ = try await visit.form()
        try await read.readAll(by: request.caller)
        return .redirect(to: Self.path)
    }

    /// By the service's own door, which decides whether this person may.
    @Sendable private func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, _) = try maker.own(request)
        let form = try await visit.form()
        let notice = try await read.one(try visit.id(), for: request.caller)
        guard let id = notice.data["id"]?.string, let door = NoticeList.door(notice.kind) else {
            throw Refusal(.notFound, "not-found", "There is nothing to answer here.")
        }
        return try await maker.attempt(visit, again: { try await page(visit, flash: $0) }) {
            let approves = form["decision"] == "approve"
            let body: JSONValue =
                approves
                ? ["until": .string(visit.now.adding(days: Self.days(form)).description)]
                : ["reason": .string(form.filled("reason") ?? "")]
            let target = "/v1/\(door)/\(id)/\(approves ? "approval" : "refusal")"
            switch try await ask("contacts", .post, target, body: body, for: request) {
            case .done: break
            case .refused(let refusal): throw refusal
            case .gap(let gap): throw Refusal(.unavailable, gap.code, gap.detail)
            }
            try await read.read(notice.id, by: request.caller)
            return "\(Self.path)?done=\(approves ? "approved" : "refused")"
        }
    }

    private static func days(_ form: FormBody) -> Int {
        form["days"].flatMap { Int($0) }.flatMap { NoticeList.days.contains($0) ? $0 : nil } ?? NoticeList.days[0]
    }
}

extension PageMaker {
    /// With the number of what is unread. Live, by an address of its own: a page need not be drawn anew for it.
    func bell(_ visit: Visit) async -> HTML {
        let unread = (try? await notices.unread(for: visit.request.caller)) ?? nil
        let say = visit.say
        let number = unread.map { $0 > NoticeStore.mostCounted ? "\(NoticeStore.mostCounted)+" : "\($0)" } ?? "0"
        let title = number == "0" ? say(.notifications) : say(.unreadNotifications, number)
        let count: HTML? = number == "0" ? nil : "<span class=\"count\" aria-hidden=\"true\">\(number)</span>"
        return .live(
            "bell", on: ["notifications"], from: NoticePages.bellPath,
            """
            <a class="btn bare sq bell" href="\(NoticePages.path)" aria-label="\(title)" title="\(title)">\(Icon.bell.html)\(count)</a>
            """)
    }
}
