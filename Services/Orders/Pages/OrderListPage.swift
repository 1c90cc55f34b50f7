package import Core
package import HTML
package import OrdersAPI
package import Pages
package import Presentation

/// The list of orders: views as tabs, search by number, conditions as chips, the next step as the column that matters.
package enum OrderListPage {
    package static func body(
        orders: Page<OrderResource>, view: OrderListView, chrome: ListChrome = ListChrome(), presenter: Presenter, now: Timestamp
    ) -> HTML {
        let words = OrderWords(presenter: presenter, now: now)
        let search = HTML.searchForm(
            PagePath.orders, value: view.number ?? "", label: presenter(.findByNumber), hint: presenter(.numberHint),
            hidden: view.address.hidden(except: ["q"]))
        let isFirst = view.address[ListAddress.cursor] == nil
        let shown = orders.items.isEmpty ? .empty : HTML.shown(orders.items.count, isAll: orders.next == nil, say: presenter)
        let pager = HTML.pager(
            earlier: isFirst ? nil : (presenter(.toStart), view.address.with(ListAddress.cursor, nil).target),
            later: orders.next.map { (presenter(.loadMore), view.address.with(ListAddress.cursor, $0).target) },
            label: presenter(.pages), adds: true)
        let bar = OrderFilters(view: view, orders: orders.items, say: presenter).bar(shown: shown)
        let found: HTML = .live("orders", on: ["orders"], "\(bar)\(list(orders.items, view, words))\(pager)")
        return .stack([tabs(view, chrome, presenter), search, found])
    }

    private static func tabs(_ view: OrderListView, _ chrome: ListChrome, _ presenter: Presenter) -> HTML {
        let states: [(String?, Phrase)] = [
            (nil, .allOrders), ("unpaid", Phrase("Ждут оплаты", "To be paid")),
            ("unshipped", Phrase("Не отправлены", "Unshipped")),
            ("shipped", Phrase("В пути", "On their way")), ("completed", Phrase("Выполнены", "Completed")),
            ("cancelled", Phrase("Отменены", "Cancelled")), ("returned", Phrase("Вернулись", "Returned")),
        ]
        let kept = view.address["view"].flatMap { $0 == "all" ? nil : $0 }
        let tabs = states.map { state, title in
            let address = view.address.with("state", state).with("view", state == nil ? "all" : nil)
            return Tab(presenter(title), path: address.target, isCurrent: view.state == state && kept == nil)
        }
        return .tabs(tabs + chrome.keptTabs, label: presenter(.views), more: chrome.views)
    }

    private static func list(_ orders: [OrderResource], _ view: OrderListView, _ words: OrderWords) -> HTML {
        let presenter = words.presenter
        guard !orders.isEmpty else {
            return .panel(
                .empty(
                    presenter(.noOrders), presenter(view.isFiltered ? .noSuchOrders : .noOrdersYet),
                    action: view.isFiltered ? .buttonLink(presenter(.allOrders), PagePath.orders + "?view=all") : .empty))
        }
        func column(_ title: Phrase, _ key: String, number: Bool = false, onPhone: Bool = true) -> Table.Column {
            let current: Table.Order? = view.sort == key ? .ascending : view.sort == "-" + key ? .descending : nil
            let next = current == .descending ? key : current == .ascending ? "-" + key : key == "number" ? key : "-" + key
            return Table.Column(
                presenter(title), sorting: view.address.with("sort", next == "-placedAt" ? nil : next).target, current,
                number: number, onPhone: onPhone)
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
