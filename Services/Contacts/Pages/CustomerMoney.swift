import ContactsAPI
import Core
import HTML
import NotificationsAPI
import OrdersAPI
import Pages
import Presentation

/// What the customer bought, owes and was written.
struct CustomerMoney {
    let account: AccountID
    let presenter: Presenter
    let now: Timestamp

    func summary(_ summary: OrderSummary) -> HTML {
        var facts: [Fact] = []
        if let totals = summary.totals, let unpaid = summary.unpaid {
            let bought = totals.isEmpty ? ["—"] : totals.map(presenter.money)
            let owed: HTML =
                unpaid.isEmpty ? .tag(presenter(Phrase("нет", "nothing")), .good) : lines(unpaid.map(presenter.money))
            facts.append(Fact(presenter(Phrase("Куплено", "Bought")), "<b>\(lines(bought))</b>"))
            facts.append(Fact(presenter(Phrase("Не оплачено", "Unpaid")), owed))
        } else {
            facts.append(
                Fact(presenter(CustomerPhrases.money), "<span class=\"muted small\">\(presenter(.hiddenByRights))</span>"))
        }
        let all = summary.orders.map { presenter.number(Int($0)) } ?? presenter(Phrase("Все", "All"))
        facts.append(Fact(presenter(.orders), .link(all, "/orders?customer=\(account)")))
        if let last = summary.last {
            facts.append(
                Fact(
                    presenter(CustomerPhrases.lastOrder),
                    .moment(presenter.near(last.placedAt, now: now), exact: presenter.exact(last.placedAt))))
        }
        return .facts(facts, numbers: true)
    }

    func orders(_ orders: [OrderResource]) -> HTML {
        guard !orders.isEmpty else { return quiet(Phrase("Заказов пока нет", "No orders yet")) }
        return .stack(
            orders.map { order in
                """
                <span class="who">\(Icon.parcel.html)<span><b>\(HTML.link(order.number, "/orders/\(order.id)"))</b> \(state(order))<br>\
                <span class="muted small">\(order.total.map { "\(presenter.money($0)) · " })\(presenter.near(order.placedAt, now: now))</span></span></span>
                """
            })
    }

    func mails(_ mails: [MailResource]) -> HTML {
        guard !mails.isEmpty else { return quiet(Phrase("Писем пока нет", "No mails yet")) }
        return .stack(
            mails.map { mail in
                """
                <span class="who">\(Icon.mail.html)<span>\(HTML.link(mail.subject ?? presenter(.mails), "/mails/\(mail.id)"))<br>\
                <span class="muted small">\(presenter.near(mail.finishedAt ?? mail.createdAt, now: now))</span></span></span>
                """
            })
    }

    private func state(_ order: OrderResource) -> HTML {
        if order.states.order == .cancelled { return .tag(presenter(Phrase("отменён", "cancelled"))) }
        let fulfilment: HTML = .tag(presenter(CustomerPhrases.fulfilment(order.states.fulfilment.rawValue)))
        guard let payment = order.states.payment else { return fulfilment }
        return
            "\(fulfilment) \(HTML.tag(presenter(CustomerPhrases.payment(payment.rawValue)), payment == .paid ? .good : .plain))"
    }

    private func quiet(_ phrase: Phrase) -> HTML {
        "<p class=\"muted\">\(presenter(phrase))</p>"
    }

    private func lines(_ values: [String]) -> HTML {
        values.map { HTML(escaping: $0) }.joined(separator: "<br>")
    }
}
