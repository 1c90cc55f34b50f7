package import Core
package import HTML
package import OrdersAPI
import Pages
package import Presentation

/// The list of orders: views as tabs, search by number, the next step as the column that matters.
package enum OrderListPage {
    /// What the list shows, as its address says it; the names are those of the API.
    package struct View: Sendable, Hashable {
        package var state: String?
        package var number: String?
        package var customer: String?
        package var sort: String
        package var cursor: String?

        package init(
            state: String? = nil, number: String? = nil, customer: String? = nil, sort: String = "-placedAt",
            cursor: String? = nil
        ) {
            (self.state, self.number, self.customer, self.sort, self.cursor) = (state, number, customer, sort, cursor)
        }

        var path: String {
            PagePath.with(
                PagePath.orders,
                [
                    ("state", state), ("q", number), ("customer", customer), ("sort", sort == "-placedAt" ? nil : sort),
                    ("cursor", cursor),
                ])
        }

        func with(_ change: (inout View) -> Void) -> View {
            var copy = self
            copy.cursor = nil
            change(&copy)
            return copy
        }
    }

    package static func body(orders: Page<OrderResource>, view: View, presenter: Presenter, now: Timestamp) -> HTML {
        let words = OrderWords(presenter: presenter, now: now)
        let hidden: HTML = view.state.map { .hidden("state", $0) } ?? .empty
        let search = HTML.searchForm(
            PagePath.orders, value: view.number ?? "", label: presenter(.findByNumber), hint: presenter(.numberHint),
            hidden: hidden)
        let pager = HTML.pager(
            earlier: view.cursor == nil ? nil : (presenter(.toStart), view.with { $0.cursor = nil }.path),
            later: orders.next.map { next in (presenter(.later), view.with { $0.cursor = next }.path) },
            label: presenter(.pages))
        let found: HTML = .live("orders", on: ["orders"], "\(list(orders.items, view, words))\(pager)")
        return .stack([tabs(view, presenter), search, found])
    }

    private static func tabs(_ view: View, _ presenter: Presenter) -> HTML {
        let states: [(String?, Phrase)] = [
            (nil, .allOrders), ("unpaid", Phrase("Ждут оплаты", "To be paid")),
            ("unshipped", Phrase("Не отправлены", "Unshipped")),
            ("shipped", Phrase("В пути", "On their way")), ("completed", Phrase("Выполнены", "Completed")),
            ("cancelled", Phrase("Отменены", "Cancelled")), ("returned", Phrase("Вернулись", "Returned")),
        ]
        return .tabs(
            states.map { state, title in
                (presenter(title), view.with { $0.state = state }.path, view.state == state)
            }, label: presenter(.views))
    }

    private static func list(_ orders: [OrderResource], _ view: View, _ words: OrderWords) -> HTML {
        let presenter = words.presenter
        guard !orders.isEmpty else {
            let isFiltered = view.state != nil || view.number != nil || view.customer != nil || view.cursor != nil
            return .panel(.empty(presenter(.noOrders), presenter(isFiltered ? .noSuchOrders : .noOrdersYet)))
        }
        func column(_ title: Phrase, _ key: String, number: Bool = false, onPhone: Bool = true) -> Table.Column {
            let current: Table.Order? = view.sort == key ? .ascending : view.sort == "-" + key ? .descending : nil
            let next = current == .descending ? key : current == .ascending ? "-" + key : key == "number" ? key : "-" + key
            return Table.Column(
                presenter(title), sorting: view.with { $0.sort = next }.path, current, number: number, onPhone: onPhone)
        }
        let columns = [
            column(.order, "number"), Table.Column(presenter(.buyer)), column(.placedAt, "placedAt", onPhone: false),
            column(.total, "total", number: true, onPhone: false), Table.Column(presenter(.payment), onPhone: false),
            Table.Column(presenter(.fulfilment), onPhone: false), Table.Column(presenter(.nextStep)),
        ]
        let rows = orders.map { order in
            let buyer: HTML =
                order.customer.map { id in
                    .link(words.buyer(order.buyer), PagePath.customer(id.description))
                } ?? HTML(escaping: words.buyer(order.buyer))
            let state = order.states.order == .cancelled ? words.order(.cancelled) : words.fulfilment(order.states.fulfilment)
            return Table.Row([
                "<b>\(HTML.link(order.number, PagePath.order(order.id.description)))</b>", buyer, words.moment(order.placedAt),
                words.money(order.total), words.payment(order.states.payment),
                "\(state) \(words.returns(order.states.returns))", HTML(escaping: words.nextStep(order)),
            ])
        }
        return .panel(Table(presenter(.orders), columns, rows).html)
    }
}
