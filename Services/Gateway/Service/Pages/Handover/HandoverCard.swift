import ContactsAPI
import ContactsPages
import Core
import HTML
import Pages
import Presentation

/// One reassignment: what would happen, how far it is, what could not be moved, and the way back.
struct HandoverCard: Sendable {
    let plan: ReassignmentResource
    let visit: Visit

    private var say: Presenter { visit.say }
    private var path: String { "\(HandoverPages.path)/\(plan.id)" }
    private var total: Int64 {
        plan.counts.planned + plan.counts.moved + plan.counts.skipped + plan.counts.undone + plan.counts.kept
    }

    var isMoving: Bool { plan.state == .running || plan.state == .undoing }
    var title: String { say(plan.userID == nil ? .handover : .offboarding) }

    var beside: HTML {
        switch plan.state {
        case .previewed: .tag(say(.planned), .info)
        case .running, .undoing: .tag(say(plan.state == .running ? .movingNow : .undoingNow), .warn)
        case .done: .tag(say(.movedAll), .good)
        case .undone: .tag(say(.putBack))
        }
    }

    var body: HTML { .two(.stack([sentence, first]), .stack([facts, conflicts].compactMap(\.self))) }

    private var sentence: HTML {
        let receivers: [HTML] = plan.targets.map { share in
            "<li><b>\(say.number(Int(share.accounts)))</b> → \(HandoverWords.holder(share.holder, say))</li>"
        }
        return .card(
            say(.whatHappens),
            "<div class=\"stack\"><p>\(state)</p>\(progress)<ul class=\"stack\">\(receivers)</ul>\(action)</div>")
    }

    private var state: String {
        let counts = plan.counts
        switch plan.state {
        case .previewed: return say(.wouldMove, Int(counts.planned))
        case .running: return say(.movedOf, say.number(Int(counts.moved)), say.number(Int(total)))
        case .undoing: return say(.undoneOf, say.number(Int(counts.undone)), say.number(Int(total)))
        case .done: return say(.wereMoved, Int(counts.moved))
        case .undone: return say(.werePutBack, Int(counts.undone))
        }
    }

    private var progress: HTML? {
        guard isMoving, total > 0 else { return nil }
        let done = plan.state == .running ? plan.counts.moved + plan.counts.skipped : plan.counts.undone + plan.counts.kept
        return """
            <progress max="\(Int(total))" value="\(Int(done))" data-reload="1000" aria-label="\(say(.whatHappens))"></progress>\
            <p class="chips">\(HTML.buttonLink(say(.lookAgain), path, icon: .refresh))</p>
            """
    }

    private var action: HTML {
        func form(_ step: String, _ title: Phrase, _ weight: HTML.Weight, _ icon: Icon? = nil) -> HTML {
            """
            <form method="post" action="\(url: "\(path)/\(step)")">\(visit.formToken)<div class="chips">\
            \(HTML.button(say(title), weight, icon: icon))</div></form>
            """
        }
        switch plan.state {
        case .previewed where plan.counts.planned > 0 || plan.userID != nil: return form("apply", .moveThem, .main)
        case .previewed: return .note("\(say(.nothingToMove))", .info)
        case .done: return form("undo", .undoIt, .plain, .undo)
        case .running, .undoing, .undone: return .empty
        }
    }

    private var first: HTML {
        let columns = [
            Table.Column(say(.customers)), Table.Column(say(.ownedBefore), onPhone: false), Table.Column(say(.ownedThen)),
            Table.Column(say(.state)),
        ]
        let rows = plan.first.map { item in
            Table.Row([
                .link(item.accountName, "\(CustomerListPage.path)/\(item.accountID)"), HandoverWords.holder(item.from, say),
                HandoverWords.holder(item.to, say), HandoverWords.state(item, say),
            ])
        }
        guard !rows.isEmpty else { return .empty }
        let rest = Int(total) - rows.count
        let more: HTML = rest > 0 ? "<p class=\"muted small in\">\(say(.andMore, say.number(rest)))</p>" : .empty
        return .card(say(.customers), flush: true, "\(Table(say(.customers), columns, rows).html)\(more)")
    }

    private var facts: HTML {
        var facts = [
            Fact(say(.reason), "\(plan.request.reason)"), Fact(say(.plannedBy), "\(plan.by.name)"),
            Fact(say(.when), visit.moment(plan.createdAt)),
        ]
        if let at = plan.appliedAt { facts.append(Fact(say(.begun), visit.moment(at))) }
        if let at = plan.finishedAt { facts.append(Fact(say(.finished), visit.moment(at))) }
        if plan.deactivates { facts.append(Fact(say(.afterwards), "\(say(.isLetInNoMore))")) }
        return .card(say(.aboutIt), .facts(facts))
    }

    /// What is not moved or not put back, as sentences.
    private var conflicts: HTML? {
        guard !plan.conflicts.isEmpty else { return nil }
        let lines: [HTML] = plan.conflicts.map { conflict in
            "<li><b>\(say.number(Int(conflict.accounts)))</b> – \(say(HandoverWords.reason(conflict.code)))</li>"
        }
        return .card(say(.staysAsItIs), "<ul class=\"stack\">\(lines)</ul>")
    }
}

/// All reassignments that one may see.
struct HandoverTable: Sendable {
    let visit: Visit

    func html(_ page: Page<ReassignmentResource>) -> HTML {
        let say = visit.say
        guard !page.items.isEmpty else {
            return .panel(
                .empty(
                    say(.noHandovers), say(.noHandoversHint),
                    action: .buttonLink(say(.customers), CustomerListPage.path + "?view=all")))
        }
        let columns = [
            Table.Column(say(.reason)), Table.Column(say(.plannedBy), onPhone: false), Table.Column(say(.state)),
            Table.Column(say(.customers), number: true), Table.Column(say(.when), number: true, onPhone: false),
        ]
        let rows = page.items.map { plan in
            Table.Row([
                .link(plan.request.reason, "\(HandoverPages.path)/\(plan.id)"), "\(plan.by.name)",
                HandoverCard(plan: plan, visit: visit).beside,
                "\(say.number(Int(plan.counts.planned + plan.counts.moved + plan.counts.undone)))", visit.moment(plan.createdAt),
            ])
        }
        let pager = HTML.pager(
            earlier: nil,
            later: page.next.map { (say(.loadMore), PercentText.target(HandoverPages.path, [("cursor", $0)])) },
            label: say(.pages), adds: true)
        return "\(HTML.panel(Table(say(.handovers), columns, rows).html))\(pager)"
    }
}

enum HandoverWords {
    static func holder(_ holder: HolderResource, _ say: Presenter) -> HTML {
        let unit = holder.unitName ?? "—"
        guard holder.userID != nil else { return "\(say(.queueOf, unit))" }
        return "\(holder.userName ?? "—") <span class=\"muted small\">\(unit)</span>"
    }

    static func state(_ item: ReassignmentItemResource, _ say: Presenter) -> HTML {
        let why: HTML? = item.note.map { "<br><span class=\"muted small\">\(say(reason($0)))</span>" }
        let tag: HTML =
            switch item.state {
            case .planned: .tag(say(.willMove), .info)
            case .moved: .tag(say(.hasMoved), .good)
            case .skipped: .tag(say(.isSkipped), .warn)
            case .undone: .tag(say(.isPutBack))
            case .kept: .tag(say(.isKept), .warn)
            }
        return "\(tag)\(why)"
    }

    static func reason(_ code: String) -> Phrase {
        switch code {
        case "already-there": Phrase("уже там", "already there")
        case "missing-right": Phrase("у вас нет права передавать их", "you may not give them away")
        case "not-found": Phrase("таких нет, или вам их не видно", "there are none such that you may see")
        case "no-target": Phrase("для их подразделения никто не назван", "nobody is named for their unit")
        case "in-another-reassignment": Phrase("их уже передают", "they are being given away already")
        case "changed": Phrase("с тех пор их передали дальше", "they were given to somebody else since")
        case "receiver-inactive": Phrase("получатель ушёл", "the receiver has left")
        case "owner-inactive": Phrase("прежний ответственный ушёл", "who had them has left")
        default: Phrase(code, code)
        }
    }
}
