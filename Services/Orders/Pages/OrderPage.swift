package import Core
package import HTML
package import OrdersAPI
import Pages
package import Presentation

/// One order: who bought, what became of each line, money and shipments, and the history below.
package enum OrderPage {
    package static func title(_ order: OrderResource, presenter: Presenter) -> String {
        presenter(.orderTitle, order.number)
    }

    /// The states, for the head of the page.
    package static func states(_ order: OrderResource, presenter: Presenter, now: Timestamp) -> HTML {
        let words = OrderWords(presenter: presenter, now: now)
        let states = order.states
        return .chips([
            words.order(states.order), words.payment(states.payment), words.fulfilment(states.fulfilment),
            words.returns(states.returns),
        ])
    }

    /// `customerName` is the account's name, where the caller could learn it.
    package static func body(
        order: OrderResource, customerName: String? = nil, presenter: Presenter, now: Timestamp
    ) -> HTML {
        let words = OrderWords(presenter: presenter, now: now)
        let facts = OrderFacts(order: order, customerName: customerName, words: words)
        return .two(
            .stack([lines(order, words), shipments(order, words), OrderHistory(order: order, words: words).card]),
            .stack([next(order, words), facts.money, facts.buyer, facts.order]))
    }

    private static func next(_ order: OrderResource, _ words: OrderWords) -> HTML {
        .card(words.presenter(.nextStep), "<p><b>\(words.nextStep(order))</b></p>")
    }

    private static func lines(_ order: OrderResource, _ words: OrderWords) -> HTML {
        let presenter = words.presenter
        let columns = [
            Table.Column("#", number: true, onPhone: false), Table.Column(presenter(.article)),
            Table.Column(presenter(.quantity), number: true), Table.Column(presenter(.price), number: true, onPhone: false),
            Table.Column(presenter(.total), number: true), Table.Column(presenter(.whatBecame)),
        ]
        let rows = order.lines.map { line -> Table.Row in
            let name: HTML = line.name.map { "\($0)<br><span class=\"muted small\">\(line.sku)</span>" } ?? "\(line.sku)"
            return Table.Row([
                HTML(escaping: String(line.line)), name, HTML(escaping: words.quantity(line.quantity)),
                words.money(line.unitPrice), words.money(line.total),
                HTML(escaping: words.whatBecame(line)),
            ])
        }
        return .card(
            presenter(.lines), beside: .tag(presenter(.lineCount, order.lines.count)), flush: true,
            Table(presenter(.lines), columns, rows).html)
    }

    private static func shipments(_ order: OrderResource, _ words: OrderWords) -> HTML {
        guard !order.shipments.isEmpty else { return .empty }
        let presenter = words.presenter
        let columns = [
            Table.Column(presenter(.shipment)), Table.Column(presenter(.carrier), onPhone: false),
            Table.Column(presenter(.tracking)), Table.Column(presenter(.shipped)), Table.Column(presenter(.delivered)),
        ]
        let rows = order.shipments.map { shipment -> Table.Row in
            let number = shipment.trackingNumber ?? (shipment.trackingURL == nil ? "—" : presenter(.tracking))
            let tracking: HTML = shipment.trackingURL.map { .link(number, $0) } ?? HTML(escaping: number)
            return Table.Row([
                "<b>\(shipment.shipment)</b>", HTML(escaping: shipment.carrier ?? "—"), tracking,
                words.moment(shipment.shippedAt),
                shipment.deliveredAt.map(words.moment) ?? "<span class=\"muted\">\(presenter(.notDelivered))</span>",
            ])
        }
        return .card(presenter(.shipments), flush: true, Table(presenter(.shipments), columns, rows).html)
    }
}
