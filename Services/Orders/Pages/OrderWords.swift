import Core
import HTML
import OrdersAPI
import Pages
import Presentation

/// How an order's states and quantities are said to people.
struct OrderWords {
    let presenter: Presenter
    let now: Timestamp

    func quantity(_ quantity: Quantity) -> String {
        presenter.number(Double(quantity.thousandths) / 1000, decimals: 3)
    }

    /// `отправлено 2, вернулось 1`; what is delivered is not called shipped too.
    func whatBecame(_ line: OrderLineResource) -> String {
        let parts: [(Phrase, Quantity)] = [
            (.lineDelivered, line.delivered), (.lineShipped, line.shipped - line.delivered), (.lineReturned, line.returned),
            (.lineCancelled, line.cancelled),
        ]
        let said = parts.filter { $0.1 > .zero }.map { presenter($0.0, quantity($0.1)) }
        return said.isEmpty ? presenter(.lineWaits) : said.joined(separator: ", ")
    }

    func moment(_ time: Timestamp) -> HTML {
        .moment(presenter.near(time, now: now), exact: presenter.exact(time))
    }

    /// An amount, or that the reader may not see it.
    func money(_ money: Money?) -> HTML {
        money.map { HTML(escaping: presenter.money($0)) } ?? hidden
    }

    var hidden: HTML { "<span class=\"muted small\">\(presenter(.hiddenByRights))</span>" }

    /// Nothing where it may not be seen.
    func payment(_ state: PaymentState?) -> HTML {
        guard let state else { return .empty }
        return switch state {
        case .unpaid: .tag(presenter(Phrase("не оплачен", "unpaid")), .warn)
        case .partlyPaid: .tag(presenter(Phrase("оплачен частично", "partly paid")), .warn)
        case .paid: .tag(presenter(Phrase("оплачен", "paid")), .good)
        case .overpaid: .tag(presenter(Phrase("переплачен", "overpaid")), .bad)
        case .partlyRefunded: .tag(presenter(Phrase("деньги возвращены частично", "partly refunded")))
        case .refunded: .tag(presenter(Phrase("деньги возвращены", "refunded")))
        }
    }

    func fulfilment(_ state: FulfilmentState) -> HTML {
        switch state {
        case .unshipped: .tag(presenter(Phrase("не отправлен", "unshipped")))
        case .partlyShipped: .tag(presenter(Phrase("отправлен частично", "partly shipped")))
        case .shipped: .tag(presenter(Phrase("в пути", "on its way")), .info)
        case .partlyDelivered: .tag(presenter(Phrase("доставлен частично", "partly delivered")), .info)
        case .delivered: .tag(presenter(Phrase("доставлен", "delivered")), .good)
        }
    }

    func order(_ state: OrderState) -> HTML {
        switch state {
        case .placed: .tag(presenter(Phrase("в работе", "in progress")))
        case .completed: .tag(presenter(Phrase("выполнен", "completed")), .good)
        case .cancelled: .tag(presenter(Phrase("отменён", "cancelled")))
        }
    }

    /// Nothing where nothing came back.
    func returns(_ state: ReturnState) -> HTML {
        switch state {
        case .none: .empty
        case .partlyReturned: .tag(presenter(Phrase("часть вернулась", "partly returned")), .warn)
        case .returned: .tag(presenter(Phrase("всё вернулось", "returned")), .warn)
        }
    }

    /// What somebody should do or wait for now.
    func nextStep(_ order: OrderResource) -> String {
        if let paid = order.paid, let refunded = order.refunded, let due = order.due, order.states.order == .cancelled {
            let owed = Money(amount: paid.amount - refunded.amount - due.amount, currency: due.currency)
            if owed.amount > 0 { return presenter(Phrase("вернуть {1}", "refund {1}"), presenter.money(owed)) }
        }
        switch (order.states.order, order.states.payment, order.states.fulfilment) {
        case (.cancelled, _, _): return "—"
        case (.completed, .unpaid, _), (.completed, .partlyPaid, _):
            return presenter(Phrase("получить оплату", "collect the payment"))
        case (.completed, _, _): return "—"
        case (_, _, .shipped), (_, _, .delivered): return presenter(Phrase("ждём доставки", "wait for the delivery"))
        case (_, .unpaid, .unshipped), (_, .partlyPaid, .unshipped):
            return presenter(Phrase("ждём оплаты", "wait for the payment"))
        case (_, _, .unshipped): return presenter(Phrase("отправить", "ship it"))
        case (_, _, .partlyShipped), (_, _, .partlyDelivered):
            return presenter(Phrase("отправить остальное", "ship the rest"))
        }
    }

    /// Who bought, in one line.
    func buyer(_ customer: OrderBuyer) -> String {
        customer.company?.name ?? customer.name ?? customer.email ?? customer.phone ?? customer.shopID ?? customer.taxID ?? "—"
    }
}
