import Audit
import Core
import HTML
import HTTP
import Pages
import Presentation
import ServiceKit

/// Who saw, changed and exported what, over all services.
struct AuditPages: Sendable {
    static let path = "/audit"
    private static let page = 100

    let composeAudit: ComposeAudit
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(
                .get, Self.path, access: .scope(AuditRoutes.scope), audit: .view(.audit),
                "Who saw, changed and exported what.", handler: show)
        ]
    }

    @Sendable private func show(_ request: HTTPRequest) async throws -> HTTPResponse {
        try request.right(to: .view, .audit)
        let visit = maker.visit(request)
        let say = visit.say
        var content: PageContent
        var status = 200
        do {
            let part = try await composeAudit(
                try AuditRoutes.query(request), of: ComposeAudit.services, limit: Self.page, for: request)
            content = PageContent(say(.auditLog), path: Self.path, AuditTable(visit: visit).body(part))
        } catch let refusal as Refusal where refusal.kind == .malformed {
            content = PageContent(say(.auditLog), path: Self.path, AuditTable(visit: visit).form)
            content.flash = .note("\(say(.auditFilterWrong))", .bad)
            status = refusal.kind.status
        }
        content.crumbs = [Crumb(say(.organization))]
        if request.caller.holds("audit:export") {
            let query = request.target.split(separator: "?", maxSplits: 1).dropFirst().first.map { "?" + $0 } ?? ""
            content.actions = .buttonLink(say(Phrase("Выгрузить", "Export")), "/v1/audit/export" + query)
        }
        return await maker.page(visit, content, status: status)
    }
}

/// A page of the audit with its filters.
struct AuditTable: Sendable {
    let visit: Visit

    private static let filters = ["actor", "record", "action", "resource", "request", "from", "to"]
    private var say: Presenter { visit.say }

    func body(_ part: ComposeAudit.Part) -> HTML {
        let gaps: [HTML] = part.gaps.map { .gap($0, say) }
        let pager = HTML.pager(
            earlier: nil,
            later: part.next.map { next in
                let kept = Self.filters.map { ($0, visit.query($0)) }
                return (say(.later), PercentText.target(AuditPages.path, kept + [("cursor", next)]))
            }, label: say(.pages))
        return "\(gaps)\(form)\(list(part.items))\(pager)"
    }

    var form: HTML {
        let actions = [("", say(.all))] + AuditAction.allCases.map { ($0.rawValue, say(AuditWords.action($0.rawValue))) }
        let resources = [("", say(.all))] + Resource.allCases.map { ($0.rawValue, say(RoleWords.resource($0))) }
        return .filterForm(
            AuditPages.path, title: say(Phrase("Отобрать", "Filter")),
            isOpen: Self.filters.contains { visit.query($0) != nil }, hidden: .empty,
            fields: [
                Field("actor", say(.whoIsIt), value: visit.query("actor") ?? "").with {
                    $0.hint = say(Phrase("Номер человека или ключа.", "The id of a person or token."))
                },
                Field("record", say(Phrase("Запись", "Record")), value: visit.query("record") ?? "").with {
                    $0.hint = say(Phrase("Номер записи.", "The id of the record."))
                },
                Field("action", say(.action), value: visit.query("action") ?? "", options: actions),
                Field("resource", say(Phrase("О чём", "About")), value: visit.query("resource") ?? "", options: resources),
                Field("from", say(.since), value: visit.query("from") ?? "").with { $0.hint = "2026-11-29T00:00:00Z" },
                Field("to", say(.until), value: visit.query("to") ?? ""),
            ], submit: say(.show),
            reset: Self.filters.contains { visit.query($0) != nil } ? (say(.all), AuditPages.path) : nil)
    }

    private func list(_ items: [AuditEntryResource]) -> HTML {
        guard !items.isEmpty else {
            return .card(say(.auditLog), .empty(say(.nothingFound), say(.auditEmpty)))
        }
        let columns = [
            Table.Column(say(.when)), Table.Column(say(.whoIsIt)), Table.Column(say(.action)),
            Table.Column(say(Phrase("О чём", "About"))), Table.Column(say(Phrase("Записи", "Records")), onPhone: false),
            Table.Column(say(.address), onPhone: false),
        ]
        return .card(say(.auditLog), flush: true, Table(say(.auditLog), columns, items.map(row)).html)
    }

    private func row(_ item: AuditEntryResource) -> Table.Row {
        let entry = item.entry
        let name = entry.actor.name.isEmpty ? say(.nobodyKnown) : entry.actor.name
        let who: HTML =
            entry.actor.subject.isEmpty
            ? "\(name)" : .link(name, PercentText.target(AuditPages.path, [("actor", entry.actor.subject)]))
        let outcome: HTML = entry.outcome == "done" ? "" : " \(HTML.tag(entry.outcome, .warn))"
        let resource = Resource(rawValue: entry.resource).map { say(RoleWords.resource($0)) } ?? entry.resource
        return .init([
            .moment(say.near(entry.at, now: visit.now), exact: say.exact(entry.at)), who,
            "\(say(AuditWords.action(entry.action)))\(outcome)<br><span class=\"muted small\">\(entry.door)</span>",
            "\(resource)", records(entry), "<span class=\"muted small\">\(entry.address)</span>",
        ])
    }

    private func records(_ entry: AuditEntry) -> HTML {
        let shown: [HTML] = entry.records.prefix(3).map { id in
            .link(String(id.suffix(8)), PercentText.target(AuditPages.path, [("record", id)]))
        }
        let more = entry.records.count - shown.count
        return "\(shown.joined(separator: " "))\(more > 0 ? " +\(say.number(more))" : "")"
    }
}

enum AuditWords {
    static func action(_ name: String) -> Phrase {
        switch AuditAction(rawValue: name) {
        case .view: Phrase("посмотрел", "saw")
        case .change: Phrase("изменил", "changed")
        case .export: Phrase("выгрузил", "exported")
        case .signIn: Phrase("вошёл", "signed in")
        case .signOut: Phrase("вышел", "signed out")
        case .alarm: Phrase("тревога", "alarm")
        case .retention: Phrase("убрано по сроку", "removed by age")
        case nil: Phrase(name, name)
        }
    }
}
