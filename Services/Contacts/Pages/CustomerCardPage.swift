package import ContactsAPI
package import Core
package import HTML
package import NotificationsAPI
package import OrdersAPI
import Pages
package import Presentation

/// A customer's card: facts and people left, the history in the middle, money, orders and mails right. Each block says how old it
/// is, and one whose service is silent says so in its place.
package struct CustomerCardPage: Sendable {
    package let account: AccountID
    package let facts: CardBlock<AccountResource>
    package let people: CardBlock<[PersonResource]>
    package let timeline: CardBlock<Page<TimelineEntryResource>>
    /// What of the history is shown.
    package let view: HistoryView
    package let money: CardBlock<OrderSummary>
    package let orders: CardBlock<[OrderResource]>
    package let mails: CardBlock<[MailResource]>
    package let presenter: Presenter
    package let now: Timestamp

    package init(
        account: AccountID, facts: CardBlock<AccountResource>, people: CardBlock<[PersonResource]>,
        timeline: CardBlock<Page<TimelineEntryResource>>, view: HistoryView, money: CardBlock<OrderSummary>,
        orders: CardBlock<[OrderResource]>, mails: CardBlock<[MailResource]>, presenter: Presenter, now: Timestamp
    ) {
        (self.account, self.facts, self.people) = (account, facts, people)
        (self.timeline, self.view, self.money) = (timeline, view, money)
        (self.orders, self.mails, self.presenter, self.now) = (orders, mails, presenter, now)
    }

    /// The `h1`.
    package var title: String { facts.value?.name ?? presenter(CustomerPhrases.name) }

    package var body: HTML {
        let factBlocks = CustomerFacts(presenter: presenter, now: now)
        if case .value(let account, _) = facts, account.access == .ownerOnly {
            return block("about", CustomerPhrases.about, facts) { factBlocks.ownerOnly($0) }
        }
        let moneyBlocks = CustomerMoney(account: account, presenter: presenter, now: now)
        let left: HTML = .stack([
            block("about", CustomerPhrases.about, facts) { factBlocks.about($0) },
            block("people", CustomerPhrases.people, people) { factBlocks.people($0) },
        ])
        let right: HTML = .stack([
            block("money", CustomerPhrases.money, money, also: shownOrders) { moneyBlocks.summary($0) },
            block("orders", .orders, orders, also: shownOrders) { moneyBlocks.orders($0) },
            block("mails", .mails, mails, also: shownMails) { moneyBlocks.mails($0) },
        ])
        return .three(left, history, right)
    }

    private var shownOrders: [String] { (orders.value ?? []).map { "order/\($0.id)" } }
    private var shownMails: [String] { (mails.value ?? []).map { "mail/\($0.id)" } }

    private var history: HTML {
        let path = "\(CustomerListPage.path)/\(account)"
        let filters = HistoryFilters(view: view, path: path, say: presenter)
        let card = block("history", .history, timeline, beside: filters.chips, flush: true) { page in
            let entries = page.items.isEmpty ? filters.nothing : Timeline(days(page.items)).html
            return "\(filters.form)\(entries)"
        }
        let later = timeline.value?.next.map { (presenter(.later), view.address(path, cursor: $0)) }
        return .stack([card, .pager(earlier: nil, later: later, label: presenter(.pages))])
    }

    /// Entries of one day under its name; they come newest first.
    private func days(_ entries: [TimelineEntryResource]) -> [Timeline.Day] {
        var days: [(title: String, lines: [Timeline.Line])] = []
        for entry in entries {
            let title = presenter.day(entry.at, now: now)
            let line = HistoryLine(entry: entry, say: presenter).line
            if days.last?.title == title {
                days[days.count - 1].lines.append(line)
            } else {
                days.append((title, [line]))
            }
        }
        return days.map { Timeline.Day($0.title, $0.lines) }
    }

    /// Follows the customer, and the things in `also`.
    private func block<Value>(
        _ name: String, _ title: Phrase, _ block: CardBlock<Value>, also: [String] = [], beside: HTML = .empty,
        flush: Bool = false, _ content: (Value) -> HTML
    ) -> HTML {
        .live(name, on: ["customer/\(account)"] + also, card(title, block, beside: beside, flush: flush, content))
    }

    private func card<Value>(
        _ title: Phrase, _ block: CardBlock<Value>, beside: HTML, flush: Bool, _ content: (Value) -> HTML
    ) -> HTML {
        switch block {
        case .value(let value, let asOf):
            let isStale = now.seconds(since: asOf) > 30
            return .card(
                presenter(title), beside: beside, freshness: .freshness(presenter.ago(asOf, now: now), stale: isStale),
                flush: flush,
                content(value))
        case .gap(let sentence): return .card(presenter(title), .note("\(sentence)", .warn))
        }
    }
}
