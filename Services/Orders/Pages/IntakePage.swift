package import Core
package import HTML
import JSON
package import OrdersAPI
import Pages
package import Presentation

/// The order intake: the equation as a sentence, what was rejected with its reason, and what waits.
package struct IntakePage: Sendable {
    private let presenter: Presenter
    private let now: Timestamp
    private let words: OrderWords

    package init(presenter: Presenter, now: Timestamp) {
        self.presenter = presenter
        self.now = now
        words = OrderWords(presenter: presenter, now: now)
    }

    /// How fresh the equation is, for the head of the page.
    package func freshness(_ equation: IntakeEquation) -> HTML {
        live("checked", .freshness(presenter(.checked, presenter.ago(equation.asOf, now: now)), stale: !equation.isBalanced))
    }

    /// `selected` is the rejected event whose form is open, with what was received; `formToken` is the hidden field that
    /// protects its forms; `error` says why the last try was refused, and `typed` what was typed into the form then.
    package func body(
        equation: IntakeEquation, rejected: Page<IntakeEventResource>, waiting: Page<IntakeEventResource>,
        selected: IntakeEventResource?, formToken: HTML, error: String? = nil, typed: String? = nil
    ) -> HTML {
        let form = selected.map {
            let form = RejectedEventForm(event: $0, formToken: formToken, error: error, typed: typed, words: words)
            return HTML.stack([live("event", form.card)])
        }
        let lists = HTML.stack([
            live("rejected", rejectedCard(rejected, selected: selected?.id)), live("waiting", waitingCard(waiting)),
        ])
        return .stack([live("sum", sentence(equation)), form.map { .two(lists, $0) } ?? lists])
    }

    private func live(_ name: String, _ content: HTML) -> HTML { .live(name, on: ["intake"], content) }

    private func sentence(_ equation: IntakeEquation) -> HTML {
        let always: [(Int64, Phrase)] = [
            (equation.accepted, .acceptedEvents), (equation.waiting, .waitingEvents), (equation.rejected, .rejectedEvents),
        ]
        let seldom: [(Int64, Phrase)] = [
            (equation.superseded, .supersededEvents), (equation.discarded, .discardedEvents),
            (equation.duplicates, .duplicateEvents),
        ]
        let parts = always + seldom.filter { $0.0 != 0 }
        let verdict: HTML =
            equation.isBalanced
            ? .tag(presenter(.nothingLost), .good, icon: .check) : .tag(presenter(.doesNotAddUp), .bad, icon: .alert)
        return .equation(
            total: (presenter.number(Int(equation.received)), presenter(.receivedEvents)),
            parts: parts.map { (presenter.number(Int($0)), presenter($1)) }, verdict: verdict)
    }

    private func rejectedCard(_ events: Page<IntakeEventResource>, selected: String?) -> HTML {
        guard !events.items.isEmpty else {
            return .card(presenter(.rejectedTitle), .empty(presenter(.noRejected), presenter(.noRejectedText)))
        }
        let columns = [
            Table.Column(presenter(.order)), Table.Column(presenter(.reason)),
            Table.Column(presenter(.when), number: true),
        ]
        let rows = events.items.map { event -> Table.Row in
            let code = event.problem?["code"]?.string ?? ""
            let place: HTML? = event.problem?["errors"]?.array?.first?["pointer"]?.string.map { " <code>\($0)</code>" }
            return Table.Row(
                [
                    "<b>\(event.orderNumber ?? "—")</b><br><span class=\"muted small\">\(event.eventID)</span>",
                    "\(presenter(.whyRejected(code)))<br><span class=\"muted small\">\(code)\(place)</span>",
                    "\(words.moment(event.receivedAt))<br>\(HTML.link(presenter(.fix), "\(PagePath.rejected(event.id))#\(PagePath.event)"))",
                ], selected: event.id == selected)
        }
        let pager = pager(next: events.next, "rejectedCursor")
        return .card(
            presenter(.rejectedTitle), flush: true, "\(Table(presenter(.rejectedTitle), columns, rows).html)\(pager)")
    }

    private func waitingCard(_ events: Page<IntakeEventResource>) -> HTML {
        guard !events.items.isEmpty else {
            return .card(presenter(.waitingTitle), .empty(presenter(.noWaiting), presenter(.noWaitingText)))
        }
        let columns = [
            Table.Column(presenter(.order)), Table.Column(presenter(.event), onPhone: false),
            Table.Column(presenter(.waitsFor)), Table.Column(presenter(.when), number: true),
            Table.Column(presenter(.waitsUntil), number: true, onPhone: false),
        ]
        let rows = events.items.map { event -> Table.Row in
            Table.Row([
                "<b>\(event.orderNumber ?? "—")</b>",
                "\(event.type)<br><span class=\"muted small\">\(event.eventID)</span>", HTML(escaping: cause(event.waitsFor)),
                words.moment(event.receivedAt), event.waitsUntil.map(words.moment) ?? "—",
            ])
        }
        let pager = pager(next: events.next, "waitingCursor")
        return .card(
            presenter(.waitingTitle), flush: true, "\(Table(presenter(.waitingTitle), columns, rows).html)\(pager)")
    }

    private func pager(next: String?, _ name: String) -> HTML {
        .pager(
            earlier: nil, later: next.map { (presenter(.later), PagePath.with(PagePath.intake, [(name, $0)])) },
            label: presenter(.pages))
    }

    private func cause(_ reason: String?) -> String {
        switch reason {
        case "order-not-placed": presenter(.orderNotPlaced)
        case "shipment-unknown": presenter(.shipmentUnknown)
        case "not-shipped-yet": presenter(.notShippedYet)
        default: reason ?? ""
        }
    }
}
