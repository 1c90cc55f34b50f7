package import ContactsAPI
package import Core
package import HTML
package import Pages
package import Presentation

/// Customers: views as tabs, conditions as chips, the lines, and what can be done with those that are chosen.
package struct CustomerListPage: Sendable {
    package static let path = CustomerListView.path

    package let customers: [CustomerSummary]
    package let view: CustomerListView
    package let columns: [CustomerColumn]
    /// Where the next page begins.
    package let next: String?
    package let choices: CustomerFilters.Choices
    package let chrome: ListChrome
    /// Whose a customer is, with what can be done about it in the line; `nil` for the name alone.
    private let owner: (@Sendable (CustomerSummary, String) -> HTML?)?
    package let presenter: Presenter
    package let now: Timestamp

    package init(
        customers: [CustomerSummary], view: CustomerListView, columns: [CustomerColumn] = CustomerColumn.standard, next: String?,
        choices: CustomerFilters.Choices = CustomerFilters.Choices(), chrome: ListChrome = ListChrome(),
        owner: (@Sendable (CustomerSummary, String) -> HTML?)? = nil, presenter: Presenter, now: Timestamp
    ) {
        self.owner = owner
        (self.customers, self.view, self.columns, self.next) = (customers, view, columns, next)
        (self.choices, self.chrome, self.presenter, self.now) = (choices, chrome, presenter, now)
    }

    package var body: HTML {
        let form = HTML.searchForm(
            Self.path, value: view.text, label: presenter(.search), hint: presenter(.searchHint),
            hidden: view.address.hidden(except: ["q"]))
        let filters = CustomerFilters(view: view, choices: choices, customers: customers, say: presenter)
        let bar = filters.bar(
            columns: chrome.columns,
            shown: customers.isEmpty ? .empty : .shown(customers.count, isAll: next == nil, say: presenter))
        let pager = HTML.pager(
            earlier: nil, later: next.map { (presenter(.loadMore), view.address.with(ListAddress.cursor, $0).target) },
            label: presenter(.pages), adds: true)
        let found: HTML = .live("customers", on: ["customers"], "\(bar)\(list)\(pager)")
        return "\(chrome.views)\(form)\(found)\(customers.isEmpty ? .empty : chrome.bulk)"
    }

    private var list: HTML {
        guard !customers.isEmpty else { return .panel(nothing) }
        let heads = [head(CustomerPhrases.name, "name")] + columns.map(head)
        return .panel(Table(presenter(.customers), heads, customers.map(row), picking: chrome.picking).html)
    }

    private func head(_ column: CustomerColumn) -> Table.Column {
        guard let sort = column.sort else {
            return .init(presenter(column.title), number: column.isNumber, onPhone: column.isOnPhone)
        }
        return head(column.title, sort, number: true, onPhone: column.isOnPhone)
    }

    /// A head leads to the list in its order, and to the other direction where it is in that order already: names from the
    /// first, moments from the newest.
    private func head(_ title: Phrase, _ key: String, number: Bool = false, onPhone: Bool = true) -> Table.Column {
        let (first, other) = key == "name" ? (key, "-" + key) : ("-" + key, key)
        let order: Table.Order? = view.sort == key ? .ascending : view.sort == "-" + key ? .descending : nil
        return .init(
            presenter(title), sorting: view.address.with("sort", view.sort == first ? other : first).target, order,
            number: number,
            onPhone: onPhone)
    }

    private func row(_ customer: CustomerSummary) -> Table.Row {
        let kind = customer.kind.map { presenter($0 == "company" ? CustomerPhrases.company : CustomerPhrases.person) }
        let name = HTML.who(
            customer.name, detail: kind ?? presenter(.hiddenByRights), path: "\(Self.path)/\(customer.id)")
        let pick = customer.access == .full ? (key: customer.id.description, name: customer.name) : nil
        return .init([name] + columns.map { cell($0, of: customer) }, pick: pick)
    }

    private func cell(_ column: CustomerColumn, of customer: CustomerSummary) -> HTML {
        switch column {
        case .owner: ownerCell(customer)
        case .unit: "\(customer.unitName ?? "—")"
        case .mail: shown(customer, .contact, empty: "") { $0.email.map { .link($0, "mailto:\($0)") } }
        case .phone: shown(customer, .contact, empty: "") { $0.phone.map { "<span class=\"nowrap\">\($0)</span>" } }
        case .language: customer.access == .full ? "\(language(customer) ?? "—")" : hidden
        case .orders: shown(customer, .money) { customer in customer.orders.map { "\(presenter.number(Int($0)))" } }
        case .lastOrder: shown(customer, .money) { $0.lastOrderAt.map(day) }
        case .since: customer.createdAt.map(day) ?? hidden
        case .changed: customer.changedAt.map(day) ?? hidden
        }
    }

    private func ownerCell(_ customer: CustomerSummary) -> HTML {
        let name = customer.ownerName ?? (customer.ownerID == nil ? presenter(Self.inQueue) : "—")
        return owner?(customer, name) ?? "\(name)"
    }

    private func language(_ customer: CustomerSummary) -> String? {
        customer.language.map { Language(tag: $0)?.ownName ?? $0 }
    }

    private func shown(
        _ customer: CustomerSummary, _ group: FieldGroup, empty: HTML = "—", _ value: (CustomerSummary) -> HTML?
    ) -> HTML {
        customer.hidden.contains(group) ? hidden : value(customer) ?? empty
    }

    /// A sign, because the words would fill the table.
    private var hidden: HTML { .sign(.lock, presenter(.hiddenByRights), .plain) }

    private func day(_ time: Timestamp) -> HTML {
        .moment(presenter.day(time, now: now), exact: presenter.exact(time))
    }

    private static let inQueue = Phrase("в очереди", "in the queue")

    private var nothing: HTML {
        guard view.isFiltered else {
            return .empty(
                presenter(Phrase("Клиентов пока нет", "No customers yet")),
                presenter(
                    Phrase(
                        "Клиент появится сам, когда магазин пришлёт его первый заказ.",
                        "A customer appears by itself when a shop sends its first order.")))
        }
        let hint =
            view.text.isEmpty
            ? Phrase(
                "Под эти условия не подходит никто. Уберите одно из них.", "Nobody meets these conditions. Remove one of them.")
            : Phrase(
                "Попробуйте часть имени, почты или телефона, либо номер заказа.",
                "Try a part of a name, mail or phone number, or the number of an order.")
        return .empty(
            presenter(.nothingFound), presenter(hint),
            action: .buttonLink(presenter(CustomerPhrases.all), Self.path + "?view=all"))
    }
}
