import ContactsPages
import Core
import HTML
import JSON
import Pages
import Presentation

/// Notices by days, in words, each with the way to where it is done; requests are answered right here.
struct NoticeList {
    /// For how long access may be given, from the shortest.
    static let days = [30, 7, 90, 365]

    let notices: [Notice]
    let visit: Visit

    private var say: Presenter { visit.say }

    /// The collection of the API that a request of this kind is answered in.
    static func door(_ kind: Notice.Kind) -> String? {
        switch kind {
        case .accessAsked: "access-requests"
        case .exportAsked: "export-requests"
        default: nil
        }
    }

    var html: HTML {
        guard !notices.isEmpty else { return .panel(.empty(say(.nothingNew), say(.nothingNewText))) }
        var days: [(title: String, lines: [Timeline.Line])] = []
        for notice in notices {
            let title = say.day(notice.at, now: visit.now)
            if days.last?.title != title { days.append((title, [])) }
            days[days.count - 1].lines.append(line(notice))
        }
        return .panel(Timeline(days.map { Timeline.Day($0.title, $0.lines) }).html)
    }

    private func line(_ notice: Notice) -> Timeline.Line {
        let words = NoticeWords(notice: notice, say: say)
        let isNew = !notice.isRead && notice.settledAt == nil
        let title: HTML = isNew ? "<b>\(words.title)</b>" : "\(words.title)"
        let path = "\(NoticePages.path)/\(notice.id)"
        let link: HTML = notice.kind == .exportAsked ? title : "<a class=\"link\" href=\"\(url: path)\">\(title)</a>"
        let tag: HTML? =
            notice.settledAt != nil
            ? " \(HTML.tag(say(.noticeSettled), .good))" : isNew ? " \(HTML.tag(say(.noticeNew), .info))" : nil
        let detail: HTML? = words.detail.map { "<span>\($0)</span>" }
        let more = [detail, isNew ? readForm(notice) : nil, answerForm(notice)].compactMap(\.self)
        return Timeline.Line(
            icon: words.icon, "<span id=\"notice-\(notice.id.description)\">\(link)</span>\(tag)", time: visit.moment(notice.at),
            why: more.isEmpty ? nil : "<span class=\"stack\">\(more)</span>")
    }

    private func readForm(_ notice: Notice) -> HTML {
        """
        <form method="post" action="\(url: "\(NoticePages.path)/\(notice.id)/read")">\(visit.formToken)\
        \(HTML.button(say(.markRead), .quiet, icon: .check))</form>
        """
    }

    private func answerForm(_ notice: Notice) -> HTML? {
        guard let door = Self.door(notice.kind), notice.settledAt == nil else { return nil }
        let path = "\(NoticePages.path)/\(notice.id)/answer"
        let term: HTML =
            door == "access-requests"
            ? Field(
                "days", say(.forHowLong), value: "", options: Self.days.map { ("\($0)", say(.dayCount, $0)) }
            ).with { $0.id = "days-\(notice.id)" }.html : .empty
        let reason = Field("reason", say(.whyNotTold)).with {
            $0.id = "reason-\(notice.id)"
            $0.isRequired = true
        }.html
        return """
            <details class="filters"><summary>\(say(.answerRequest))</summary><div class="stack">\
            <form class="stack" method="post" action="\(url: path)">\(visit.formToken)\(HTML.hidden("decision", "approve"))\(term)\
            <div class="chips">\(HTML.button(say(.approve), .main, icon: .check))</div></form>\
            <form class="stack" method="post" action="\(url: path)">\(visit.formToken)\(HTML.hidden("decision", "refuse"))\(reason)\
            <div class="chips">\(HTML.button(say(.refuse), .plain, icon: .x))</div></form></div></details>
            """
    }
}
