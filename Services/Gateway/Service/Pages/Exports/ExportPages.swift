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

/// Customers that leave in bulk: what would go, by what is asked for approval, and what was asked and taken.
struct ExportPages: Sendable {
    static let path = "/exports"
    static let newPath = path + "/new"

    let ask: AskPeer
    let ids: IdentifierSource
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(
                .get, Self.path, access: .scope(ContactsScope.read), audit: .asksServices,
                "Requests for large exports, and exports.", handler: list),
            Route(
                .get, Self.newPath, access: .scope(ContactsScope.export), audit: .asksServices, "What an export would hold.",
                handler: preview),
            Route(
                .post, Self.newPath, access: .scope(ContactsScope.export), audit: .asksServices, "Asks for a large export.",
                handler: request),
            Route(
                .post, Self.path + "/{id}/{step}", access: .scope(ContactsScope.read), audit: .asksServices,
                "Approves, refuses, revokes or withdraws a request for a large export.", handler: step),
        ]
    }

    // MARK: A new one

    @Sendable private func preview(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        return try await preview(visit, ExportWish(visit), typed: FormBody(HTTPQuery("")), flash: nil)
    }

    private func preview(
        _ visit: Visit, _ wish: ExportWish, typed: FormBody, flash: HTML?
    ) async throws -> HTTPResponse {
        let target = PercentText.target("/v1/export-counts", wish.question(at: visit.now))
        let body: HTML =
            switch try await ask.resource(ExportCounts.self, "contacts", target, for: visit.request) {
            case .value(let counts):
                ExportForm(
                    wish: wish, counts: counts, typed: typed, key: typed["key"] ?? ids.next().description, visit: visit
                ).body
            case .gap(let gap): .gap(gap, visit.say)
            }
        var content = PageContent(visit.say(.exportTitle), path: Self.path, body)
        content.crumbs = [Crumb(visit.say(.exports), Self.path)]
        content.flash = flash
        return await maker.page(visit, content)
    }

    @Sendable private func request(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form()
        let wish = ExportWish(HTTPQuery(form["state"] ?? ""))
        return try await maker.attempt(visit, again: { try await preview(visit, wish, typed: form, flash: $0) }) {
            var body = wish.document(at: visit.now)
            body.set("format", .string(form["format"] ?? "csv"))
            body.set("reason", .string(form.filled("reason") ?? ""))
            _ = try await ask.change(
                ExportRequestResource.self, "contacts", .post, "/v1/export-requests", body: .object(body), key: form["key"],
                for: request)
            return Self.path + "?done=asked"
        }
    }

    // MARK: All

    @Sendable private func list(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let done: Phrase? =
            switch visit.query("done") {
            case "asked": .exportAsked
            case "answered": .exportAnswered
            default: nil
            }
        return try await list(visit, flash: done.map { .note("\(visit.say($0))", .good) })
    }

    private func list(_ visit: Visit, flash: HTML?) async throws -> HTTPResponse {
        async let requests = ask.list(
            ExportRequestResource.self, "contacts",
            PercentText.target("/v1/export-requests", [("cursor", visit.query("requests"))]), for: visit.request)
        async let exports = ask.list(
            ExportResource.self, "contacts", PercentText.target("/v1/exports", [("cursor", visit.query("exports"))]),
            for: visit.request)
        let (asked, taken) = (try await requests, try await exports)
        let tables = ExportTables(visit: visit)
        let blocks = [
            asked.value.map(tables.requests) ?? asked.gap.map { .gap($0, visit.say) },
            taken.value.map(tables.exports) ?? taken.gap.map { .gap($0, visit.say) },
        ]
        var content = PageContent(visit.say(.exports), path: Self.path, .stack(blocks.compactMap(\.self)))
        content.crumbs = [Crumb(visit.say(.customers), CustomerListPage.path)]
        if visit.request.caller.holds(ContactsScope.export) {
            content.actions = .buttonLink(visit.say(.exportThem), Self.newPath, .main, icon: .download)
        }
        content.flash = flash
        return await maker.page(visit, content)
    }

    private static let steps = ["approval", "refusal", "revocation", "withdrawal"]

    @Sendable private func step(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form()
        let id = try visit.id()
        guard let step = request.parameters["step"], Self.steps.contains(step) else {
            throw Refusal(.notFound, "not-found", "There is no such step.")
        }
        return try await maker.attempt(visit, again: { try await list(visit, flash: $0) }) {
            let needsReason = step == "refusal" || step == "revocation"
            let body: JSONValue? = needsReason ? ["reason": .string(form.filled("reason") ?? "")] : nil
            _ = try await ask.change(
                ExportRequestResource.self, "contacts", .post, "/v1/export-requests/\(id)/\(step)", body: body, for: request)
            return Self.path + "?done=answered"
        }
    }
}

/// What is to leave: the conditions of the list, or customers that were chosen in it.
struct ExportWish: Sendable {
    let view: CustomerListView
    let accounts: [String]

    init(_ visit: Visit) { self.init(visit.request.query) }

    init(_ query: HTTPQuery) {
        func value(_ name: String) -> String? { query.first(name).flatMap { $0.isEmpty ? nil : $0 } }
        view = CustomerListView(value)
        accounts = (value("ids") ?? "").split(separator: ",").prefix(CustomerFilter.mostAccounts).map(String.init)
    }

    /// As the address of a page has it.
    var state: String {
        var address = view.address.without("view", "columns", "sort", "group")
        if !accounts.isEmpty { address = address.with("ids", accounts.joined(separator: ",")) }
        return address.query
    }

    func question(at now: Timestamp) -> [(name: String, value: String?)] {
        [("q", view.text), ("ids", accounts.joined(separator: ","))] + view.filter(at: now)
    }

    func document(at now: Timestamp) -> JSONObject {
        var object = JSONObject()
        for (name, value) in question(at: now) where name != "ids" {
            if let value, !value.isEmpty { object.set(name, .string(value)) }
        }
        if !accounts.isEmpty { object.set("ids", .array(accounts.map { .string($0) })) }
        return object
    }
}
