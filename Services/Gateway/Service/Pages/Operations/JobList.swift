import Core
import HTML
import HTTP
import Pages
import Presentation
import ServiceKit

/// Jobs of all services or one, by state and kind.
struct JobList: Sendable {
    let part: ComposeOperations.Part<JobResource>
    let visit: Visit
    let mayChange: Bool

    private var say: Presenter { visit.say }
    private var state: String? { visit.query("state") }
    private var service: String? { visit.query("service") }
    private var kind: String? { visit.query("kind") }

    var body: HTML {
        let gaps: [HTML] = part.gaps.map { .gap($0, say) }
        return "\(gaps)\(tabs)\(chips)\(list)\(pager)\(redriving)"
    }

    private func target(state: String?, service: String?, kind: String?, cursor: String? = nil) -> String {
        PercentText.target(
            OperationPages.jobsPath, [("state", state), ("service", service), ("kind", kind), ("cursor", cursor)])
    }

    private var tabs: HTML {
        let all = (say(.all), target(state: nil, service: service, kind: kind), state == nil)
        let states = ["dead", "scheduled", "ready", "running", "done", "cancelled"].map { name in
            (say(JobWords.state(name)), target(state: name, service: service, kind: kind), state == name)
        }
        return .tabs([all] + states, label: say(.state))
    }

    private var chips: HTML {
        var chips = ComposeOperations.services.map { name in
            HTML.chip(
                say(ServiceNames.phrase(name)), path: target(state: state, service: service == name ? nil : name, kind: nil),
                current: service == name)
        }
        if let kind {
            chips.append(
                .chip(
                    say(.jobKind), say(JobWords.title(kind)), removing: target(state: state, service: service, kind: nil),
                    removeLabel: say(.remove)))
        }
        return .chips(chips)
    }

    private var list: HTML {
        guard !part.items.isEmpty else { return .panel(.empty(say(.noJobs), say(.noJobsText))) }
        let columns = [
            Table.Column(say(.jobKind)), Table.Column(say(.state)), Table.Column(say(.reason), onPhone: false),
            Table.Column(say(.attempts), number: true, onPhone: false), Table.Column(say(.when), number: true),
        ]
        return .panel(Table(say(.jobs), columns, part.items.map(row)).html)
    }

    private func row(_ job: JobResource) -> Table.Row {
        let when = job.finishedAt ?? (job.state == "scheduled" ? job.runAt : job.createdAt)
        return Table.Row([
            """
            \(HTML.link(say(JobWords.title(job.kind)), "\(OperationPages.jobsPath)/\(job.service)/\(job.id)")) \
            <span class="muted small">\(say(ServiceNames.phrase(job.service)))</span>
            """,
            .tag(say(JobWords.state(job.state)), JobWords.tone(job.state)),
            "<span class=\"small\">\(job.reason ?? "")</span>", "\(say.number(Int(job.attempt)))", visit.moment(when),
        ])
    }

    private var pager: HTML {
        .pager(
            earlier: nil,
            later: part.next.map { (say(.later), target(state: state, service: service, kind: kind, cursor: $0)) },
            label: say(.pages))
    }

    /// Offered where exactly the dead jobs of one kind are looked at.
    private var redriving: HTML? {
        guard mayChange, state == "dead", let service, let kind, !part.items.isEmpty else { return nil }
        return """
            <form method="post" action="\(OperationPages.jobsPath)/\(service)/redrive">\(visit.formToken)\
            \(HTML.hidden("kind", kind))<div class="chips">\(HTML.button(say(.redriveAll), icon: .refresh))</div></form>
            """
    }
}
