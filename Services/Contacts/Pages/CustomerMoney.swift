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
        let bought = summary.totals.isEmpty ? ["—"] : summary.totals.map(presenter.money)
        let unpaid: HTML =
            summary.unpaid.isEmpty
            ? .tag(presenter(Phrase("нет", "nothing")), .good) : lines(summary.unpaid.map(presenter.money))
        var facts = [
            Fact(presenter(Phrase("Куплено", "Bought")), "<b>\(lines(bought))</b>"),
            Fact(presenter(Phrase("Не оплачено", "Unpaid")), unpaid),
            Fact(presenter(.orders), .link(presenter.number(Int(summary.orders)), "/orders?customer=\(account)")),
        ]
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
                <span class="muted small">\(presenter.money(order.total)) · \(presenter.near(order.placedAt, now: now))</span></span></span>
                """
            })
    }

    func mails(_ mails: [MailResource]) -> HTML {
        guard !mails.isEmpty else { return quiet(Phrase("Писем пока нет", "No mails yet")) }
        return .stack(
            mails.map { mail in
                """
                <span class="who">\(Icon.mail.html)<span>\(HTML.link(mail.subject, "/mails/\(mail.id)"))<br>\
                <span class="muted small">\(presenter.near(mail.finishedAt ?? mail.createdAt, now: now))</span></span></span>
                """
            })
    }

    private func state(_ order: OrderResource) -> HTML {
        if order.states.order == .cancelled { return .tag(presenter(Phrase("отменён", "cancelled"))) }
        let payment = order.states.payment
        let fulfilment: HTML = .tag(presenter(CustomerPhrases.fulfilment(order.states.fulfilment.rawValue)))
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
