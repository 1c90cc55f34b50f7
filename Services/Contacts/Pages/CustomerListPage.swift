package import ContactsAPI
package import Core
package import HTML
import Pages
package import Presentation

/// Customers, found by what somebody typed.
package struct CustomerListPage: Sendable {
    package static let path = "/customers"

    package let customers: [CustomerSummary]
    /// What was typed.
    package let query: String
    /// As in the API: `name`, `-lastOrderAt` …
    package let sort: String
    /// Where the next page begins.
    package let next: String?
    package let presenter: Presenter
    package let now: Timestamp

    package init(
        customers: [CustomerSummary], query: String, sort: String, next: String?, presenter: Presenter, now: Timestamp
    ) {
        (self.customers, self.query, self.sort) = (customers, query, sort)
        (self.next, self.presenter, self.now) = (next, presenter, now)
    }

    package var body: HTML {
        let form = HTML.searchForm(
            Self.path, value: query, label: presenter(.search), hint: presenter(.searchHint), hidden: .hidden("sort", sort))
        let pager = HTML.pager(
            earlier: nil, later: next.map { (presenter(.later), address(sort: sort, cursor: $0)) }, label: presenter(.pages))
        return "\(form)\(HTML.live("customers", on: ["customers"], "\(list)\(pager)"))"
    }

    private var list: HTML {
        guard !customers.isEmpty else { return .panel(nothing) }
        let columns: [Table.Column] = [
            head(CustomerPhrases.name, "name"), .init(presenter(CustomerPhrases.owner), onPhone: false),
            .init(presenter(CustomerPhrases.mail), onPhone: false),
            .init(presenter(CustomerPhrases.phone), onPhone: false), .init(presenter(.orders), number: true, onPhone: false),
            head(CustomerPhrases.lastOrder, "lastOrderAt", number: true),
            head(CustomerPhrases.since, "createdAt", number: true, onPhone: false),
        ]
        return .panel(Table(presenter(.customers), columns, customers.map(row)).html)
    }

    /// A head leads to the list in its order, and to the other direction where it is in that order already: names from the
    /// first, moments from the newest.
    private func head(_ title: Phrase, _ key: String, number: Bool = false, onPhone: Bool = true) -> Table.Column {
        let first = key == "name" ? key : "-" + key
        let other = key == "name" ? "-" + key : key
        let order: Table.Order? = sort == key ? .ascending : sort == "-" + key ? .descending : nil
        return .init(
            presenter(title), sorting: address(sort: sort == first ? other : first), order, number: number, onPhone: onPhone)
    }

    private func row(_ customer: CustomerSummary) -> Table.Row {
        let kind = customer.kind.map { presenter($0 == "company" ? CustomerPhrases.company : CustomerPhrases.person) }
        let name = HTML.who(
            customer.name, detail: kind ?? presenter(.hiddenByRights), path: "\(Self.path)/\(customer.id)")
        let owner: HTML = "\(customer.ownerName ?? customer.unitName ?? "—")"
        return .init([
            name, owner, email(customer), phone(customer),
            shown(customer, .money) { customer in customer.orders.map { "\(presenter.number(Int($0)))" } },
            shown(customer, .money) { $0.lastOrderAt.map(day) },
            customer.createdAt.map(day) ?? hidden,
        ])
    }

    private func email(_ customer: CustomerSummary) -> HTML {
        shown(customer, .contact, empty: "") { $0.email.map { .link($0, "mailto:\($0)") } }
    }

    private func phone(_ customer: CustomerSummary) -> HTML {
        shown(customer, .contact, empty: "") { $0.phone.map { "<span class=\"nowrap\">\($0)</span>" } }
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

    private var nothing: HTML {
        if query.isEmpty {
            return .empty(
                presenter(Phrase("Клиентов пока нет", "No customers yet")),
                presenter(
                    Phrase(
                        "Клиент появится сам, когда магазин пришлёт его первый заказ.",
                        "A customer appears by itself when a shop sends its first order.")))
        }
        return .empty(
            presenter(.nothingFound),
            presenter(
                Phrase(
                    "Попробуйте часть имени, почты или телефона, либо номер заказа.",
                    "Try a part of a name, mail or phone number, or the number of an order.")),
            action: .buttonLink(presenter(CustomerPhrases.all), Self.path))
    }

    private func address(sort: String, cursor: String? = nil) -> String {
        var address = "\(Self.path)?sort=\(sort)"
        if !query.isEmpty { address += "&q=" + Self.escaped(query) }
        if let cursor { address += "&cursor=" + Self.escaped(cursor) }
        return address
    }

    /// Percent-encoded for a query: everything but letters, digits and `-._~`.
    static func escaped(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e: result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.utf8.count == 1 ? "%0" + digits : "%" + digits
            }
        }
        return result
    }
}
