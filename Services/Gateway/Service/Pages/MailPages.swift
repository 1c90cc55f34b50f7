import Audit
import Core
import HTML
import HTTP
import JSON
import NotificationsAPI
import NotificationsPages
import Pages
import Presentation
import ServiceKit

/// The pages about mails, from notifications.
struct MailPages: Sendable {
    private static let service = "notifications"

    let ask: AskPeer
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(.get, MailListPage.path, access: .scope("mails:read"), audit: .asksServices, "Mails.", handler: list),
            Route(
                .get, MailListPage.path + "/{id}", access: .scope("mails:read"), audit: .asksServices, "A mail.", handler: mail),
            Route(
                .post, MailListPage.path + "/{id}/resolve", access: .scope("mails:write"), audit: .asksServices,
                "Decides about an uncertain mail.",
                handler: resolve),
        ]
    }

    @Sendable private func list(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let query = ["state", "account", "order", ListAddress.cursor].map { ($0, visit.query($0)) }
        let target = PercentText.target("/v1/mails", query)
        async let counts = ask.resource(MailCounts.self, Self.service, "/v1/mail-counts", for: request)
        let body: HTML
        switch try await ask.list(MailResource.self, Self.service, target, for: request) {
        case .value(let mails):
            body =
                MailListPage(
                    mails: mails.items, counts: try await counts.value, address: ListAddress(MailListPage.path, query),
                    next: mails.next, presenter: visit.say, now: visit.now
                ).body
        case .gap(let gap): body = .gap(gap, visit.say)
        }
        var content = PageContent(visit.say(.mails), path: MailListPage.path, body)
        content.scripts = [Assets.lists]
        return await maker.page(visit, content)
    }

    @Sendable private func mail(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let path = "\(MailListPage.path)/\(try visit.id())"
        var content: PageContent
        switch try await ask.resource(MailPreview.self, Self.service, "/v1\(path)", for: request) {
        case .value(let preview):
            let page = MailPage(preview: preview, presenter: visit.say, now: visit.now, formToken: visit.formToken)
            content = PageContent(
                MailPhrases.title(preview.mail, visit.say), path: path, .live("mail", on: ["mail/\(preview.mail.id)"], page.body))
        case .gap(let gap): content = PageContent(visit.say(.mails), path: path, .gap(gap, visit.say))
        }
        content.crumbs = [Crumb(visit.say(.mails), MailListPage.path)]
        return await maker.page(visit, content)
    }

    @Sendable private func resolve(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form()
        let path = "\(MailListPage.path)/\(try visit.id())"
        let decision: JSONValue = ["decision": .string(form["decision"] ?? "")]
        switch try await ask(Self.service, .post, "/v1\(path)/resolve", body: decision, for: request) {
        case .done: return .redirect(to: path)
        case .refused(let refusal): throw refusal
        case .gap(let gap): throw Refusal(.unavailable, gap.code, gap.detail)
        }
    }
}
