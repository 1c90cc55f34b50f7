import ContactsAPI
import ContactsPages
import Core
import HTML
import HTTP
import Pages
import Presentation

/// What an export would hold, and how one gets it: at once, or when somebody else has approved it.
struct ExportForm: Sendable {
    let wish: ExportWish
    let counts: ExportCounts
    let typed: FormBody
    let key: String
    let visit: Visit

    private var say: Presenter { visit.say }

    var body: HTML { .two(.card(say(.exportThem), "<p>\(sentence)</p>\(way)"), .card(say(.whatIsSeenOfIt), facts)) }

    private var sentence: HTML {
        counts.leaving == counts.seen
            ? "\(say(.exportHolds, Int(counts.leaving)))"
            : "\(say(.exportHolds, Int(counts.leaving))) \(say(.exportOf, say.number(Int(counts.seen))))"
    }

    private var way: HTML {
        guard counts.leaving > 0 else {
            return .chips([.buttonLink(say(.customers), CustomerListPage.path + "?view=all")])
        }
        return counts.needsApproval ? asking : download
    }

    private var format: Field {
        Field(
            "format", say(.fileFormat), value: typed["format"] ?? "csv",
            options: [("csv", say(.csvFormat)), ("ndjson", say(.jsonFormat))])
    }

    /// A file from the API's own door, which writes the line of the audit.
    private var download: HTML {
        let hidden: [HTML] = wish.question(at: visit.now).compactMap { pair in
            pair.value.flatMap { $0.isEmpty ? nil : .hidden(pair.name, $0) }
        }
        return """
            <form class="stack" action="/v1/customers/export">\(hidden)\(format.html)<div class="chips">\
            \(HTML.button(say(.download), .main, icon: .download))</div></form>
            """
    }

    private var asking: HTML {
        let form = HTML.form(
            ExportPages.newPath, hidden: "\(visit.formToken)\(HTML.hidden("key", key))\(HTML.hidden("state", wish.state))",
            fields: [
                format,
                Field("reason", say(.whatFor), value: typed["reason"] ?? "").with {
                    ($0.isRequired, $0.autocomplete, $0.hint) = (true, "off", say(.exportReasonHint))
                },
            ], actions: [.button(say(.askForIt), .main)])
        return "\(HTML.note("\(say(.exportNeedsApproval, say.number(Int(counts.approvalAbove))))", .warn))\(form)"
    }

    private var facts: HTML {
        "<ul class=\"stack\"><li>\(say(.exportNamesIt))</li><li>\(say(.exportIsAudited))</li></ul>"
    }
}

/// Requests and exports as tables.
struct ExportTables: Sendable {
    let visit: Visit

    private var say: Presenter { visit.say }
    private var user: ID? { visit.request.caller.viewer.user }

    func requests(_ page: Page<ExportRequestResource>) -> HTML {
        guard !page.items.isEmpty else {
            return .card(say(.exportRequests), .empty(say(.noExportRequests), say(.noExportRequestsHint)))
        }
        let columns = [
            Table.Column(say(.whoIsIt)), Table.Column(say(.whatFor)), Table.Column(say(.customers), number: true),
            Table.Column(say(.state)), Table.Column(say(.action)),
        ]
        let rows = page.items.map { request in
            Table.Row([
                "\(request.requesterName)<br><span class=\"muted small\">\(visit.moment(request.course.createdAt))</span>",
                "\(request.reason)", "\(say.number(Int(request.leaving)))", RequestWords.state(request.course, visit),
                actions(request),
            ])
        }
        let waiting = page.items.filter { $0.course.state == .open && $0.requesterID != user }.count
        let mark: HTML = waiting > 0 && mayAnswer ? .tag(say(.waitForYou, say.number(waiting)), .warn) : .empty
        return .card(
            say(.exportRequests), beside: mark, flush: true,
            "\(Table(say(.exportRequests), columns, rows).html)\(pager("requests", page.next))")
    }

    func exports(_ page: Page<ExportResource>) -> HTML {
        guard !page.items.isEmpty else { return .empty }
        let columns = [
            Table.Column(say(.whoIsIt)), Table.Column(say(.customers), number: true), Table.Column(say(.state)),
            Table.Column(say(.fileMark), onPhone: false), Table.Column(say(.when), number: true),
        ]
        let rows = page.items.map { export in
            let state: HTML =
                switch export.state {
                case .running: .tag(say(.exportRunning), .info)
                case .complete: .tag(say(.exportComplete), .good)
                case .cutShort: .tag(say(.exportCutShort), .warn)
                }
            return Table.Row([
                "\(export.by.name)", "\(say.number(Int(export.rows)))", state, "<code>\(export.id.description)</code>",
                visit.moment(export.beganAt),
            ])
        }
        return .card(
            say(.exportsTaken), flush: true, "\(Table(say(.exportsTaken), columns, rows).html)\(pager("exports", page.next))")
    }

    private var mayAnswer: Bool { visit.request.caller.holds(ContactsScope.administer) }

    private func actions(_ request: ExportRequestResource) -> HTML {
        let path = "\(ExportPages.path)/\(request.id)"
        let isOwn = request.requesterID == user
        switch request.course.state {
        case .open where isOwn: return RequestWords.form("\(path)/withdrawal", say(.withdraw), visit)
        case .open where mayAnswer:
            return """
                <div class="chips">\(RequestWords.form("\(path)/approval", say(.approve), visit, .main))\
                \(RequestWords.refusing("\(path)/refusal", say(.refuse), visit, id: request.id))</div>
                """
        case .approved where isOwn && (request.course.until.map { visit.now < $0 } ?? false):
            return .buttonLink(say(.download), "/v1/export-requests/\(request.id)/file", icon: .download)
        case .approved where mayAnswer && !isOwn && (request.course.until.map { visit.now < $0 } ?? false):
            return RequestWords.refusing("\(path)/revocation", say(.takeBack), visit, id: request.id)
        case .open, .approved, .refused, .withdrawn: return .empty
        }
    }

    private func pager(_ name: String, _ next: String?) -> HTML {
        .pager(
            earlier: nil, later: next.map { (say(.later), PercentText.target(ExportPages.path, [(name, $0)])) },
            label: say(.pages))
    }
}
