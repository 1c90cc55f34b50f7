package import Core
package import HTML
package import NotificationsAPI
package import Pages
package import Presentation

/// The send ledger: what was written to customers and what became of it.
package struct MailListPage: Sendable {
    package let mails: [MailResource]
    package let counts: MailCounts?
    /// The state that is shown, or nil for all.
    var state: String? { address["state"] }
    /// All that the list shows.
    package let address: ListAddress
    /// Where the next page is.
    package let next: String?
    package let presenter: Presenter
    package let now: Timestamp
    package static let path = "/mails"

    package init(
        mails: [MailResource], counts: MailCounts?, address: ListAddress, next: String?, presenter: Presenter, now: Timestamp
    ) {
        (self.mails, self.counts, self.address) = (mails, counts, address)
        (self.next, self.presenter, self.now) = (next, presenter, now)
    }

    package var body: HTML {
        .live("mails", on: ["mails"], "\(uncertainNote)\(tabs)\(bar)\(list)\(pager)")
    }

    private var tabs: HTML {
        let all = (presenter(Phrase("Все", "All")), address.with("state", nil).target, state == nil)
        // A state that no mail is in needs no tab, unless it is the one that is looked at.
        let shown = MailResource.states.filter { name in name == state || counts?.byState[name] != 0 }
        let states = shown.map { name in
            let count = counts?.byState[name].map { " " + presenter.number(Int($0)) } ?? ""
            return (presenter(MailPhrases.state(name)) + count, address.with("state", name).target, state == name)
        }
        return .tabs([all] + states, label: presenter(Phrase("Состояния", "States")))
    }

    /// Of one customer or about one order, where one comes from there.
    private var bar: HTML {
        let ends = [("account", Phrase("Клиент", "Customer")), ("order", Phrase("О заказе", "About the order"))]
        let chips: [HTML] = ends.compactMap { name, title in
            address[name].map { id in
                let known = name == "account" ? mails.first { $0.accountID?.description == id }?.recipient : nil
                let value = known ?? "…" + id.suffix(6)
                return .chip(
                    presenter(title), value, removing: address.with(name, nil).target,
                    removeLabel: presenter(.withoutCondition, presenter(title), value))
            }
        }
        let shown = mails.isEmpty ? HTML.empty : .shown(mails.count, isAll: next == nil, say: presenter)
        return "<div class=\"filterbar\">\(chips)\(shown)</div>"
    }

    private var uncertainNote: HTML {
        guard let count = counts?.byState["uncertain"], count > 0, state != "uncertain" else { return .empty }
        let text = presenter(
            Plural(
                russian: "{n} письмо ждёт вашего решения: связь оборвалась, пока сервер отвечал.",
                "{n} письма ждут вашего решения: связь оборвалась, пока сервер отвечал.",
                "{n} писем ждут вашего решения: связь оборвалась, пока сервер отвечал.",
                english: "{n} mail waits for your decision: the connection ended while the server answered.",
                "{n} mails wait for your decision: the connection ended while the server answered."), Int(count))
        return .note("\(text) \(HTML.link(presenter(Phrase("Показать", "Show")), "\(Self.path)?state=uncertain"))", .warn)
    }

    private var list: HTML {
        guard !mails.isEmpty else {
            return .panel(
                .empty(
                    presenter(Phrase("Здесь пусто", "Nothing here")),
                    presenter(
                        Phrase(
                            "Письмо появится, когда магазин пришлёт новый заказ или отправку.",
                            "A mail appears when a shop sends a new order or a shipment."))))
        }
        let columns: [Table.Column] = [
            .init(presenter(Phrase("Тема", "Subject"))), .init(presenter(Phrase("Кому", "To")), onPhone: false),
            .init(presenter(Phrase("Что стало", "Outcome"))), .init(presenter(Phrase("Когда", "When")), number: true),
        ]
        return .panel(Table(presenter(.mails), columns, mails.map(row)).html)
    }

    private func row(_ mail: MailResource) -> Table.Row {
        let at = mail.finishedAt ?? mail.createdAt
        let reason: HTML? = mail.reason.map { "<br><span class=\"muted small\">\(MailPhrases.reason($0, presenter))</span>" }
        return .init([
            "\(HTML.link(MailPhrases.title(mail, presenter), "\(Self.path)/\(mail.id)"))<br><span class=\"muted small\">\(presenter(MailPhrases.kind(mail.kind)))</span>",
            recipient(mail), "\(HTML.tag(presenter(MailPhrases.state(mail.state)), Self.tone(mail.state)))\(reason)",
            .moment(presenter.near(at, now: now), exact: presenter.exact(at)),
        ])
    }

    private func recipient(_ mail: MailResource) -> HTML {
        let known = mail.recipient.flatMap { $0.isEmpty ? nil : $0 }
        guard let account = mail.accountID else { return "\(known ?? presenter(.hiddenByRights))" }
        return .link(known ?? presenter(Phrase("Клиент", "Customer")), "/customers/\(account)")
    }

    private var pager: HTML {
        .pager(
            earlier: nil, later: next.map { (presenter(.loadMore), address.with(ListAddress.cursor, $0).target) },
            label: presenter(.pages), adds: true)
    }

    static func tone(_ state: String) -> Tone {
        switch state {
        case "sent": .good
        case "refused": .bad
        case "uncertain": .warn
        default: .plain
        }
    }
}
