import Core
import HTML
import OrdersAPI
import Pages
import Presentation

/// The conditions of the list of orders, as chips and as a form.
struct OrderFilters {
    let view: OrderListView
    let orders: [OrderResource]
    let say: Presenter

    private static let names: Set<String> = ["owner", "customer", "from", "to", "currency", "least", "most", "sort"]

    func bar(shown: HTML) -> HTML {
        FilterBar(view.address, conditions, fields: fields, names: Self.names, beside: shown, say: say).html
    }

    private var conditions: [FilterBar.Condition] {
        var conditions: [FilterBar.Condition] = []
        if view.address["owner"] != nil { conditions.append(.init(say(Self.customers), say(Self.mine), ["owner"])) }
        if let customer = view.address["customer"] {
            let order = orders.first { $0.customer?.description == customer }
            let name = order?.buyer.company?.name ?? order?.buyer.name
            conditions.append(.init(say(.customer), name ?? "…" + customer.suffix(6), ["customer"]))
        }
        if let days = between(view.address["from"].map(day), view.address["to"].map(day), Self.since, Self.until) {
            conditions.append(.init(say(.placedAt), days, ["from", "to"]))
        }
        if let currency = view.currency {
            let sums = between(view.address["least"], view.address["most"], Self.fromSum, Self.toSum)
            let value = [sums, currency.code].compactMap(\.self).joined(separator: " ")
            conditions.append(.init(say(.total), value, ["currency", "least", "most"]))
        }
        return conditions
    }

    /// `с 1 января 2026 по 31 января 2026`; `nil` where neither end is said.
    private func between(_ from: String?, _ to: String?, _ begin: Phrase, _ end: Phrase) -> String? {
        let parts = [from.map { say(begin, $0) }, to.map { say(end, $0) }].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    /// A day of an address for people; what is none as it stands there.
    private func day(_ text: String) -> String {
        guard text.utf8.count == 10, let noon = Timestamp(text + "T12:00:00Z") else { return text }
        return Presenter(language: say.language).date(noon)
    }

    private var fields: [Field] {
        let currencies = ["", "RUB", "EUR", "USD", "GBP", "KZT", "CNY"] + (view.currency.map { [$0.code] } ?? [])
        let known = currencies + orders.compactMap { $0.total?.currency.code }
        var seen: Set<String> = []
        return [
            Field(
                "owner", say(Self.customers), value: view.address["owner"] ?? "",
                options: [("", say(Self.everybody)), ("me", say(Self.mine))]),
            Field("from", say(Self.fromDay), value: view.address["from"] ?? "", kind: .date),
            Field("to", say(Self.toDay), value: view.address["to"] ?? "", kind: .date),
            Field(
                "currency", say(Self.currency), value: view.currency?.code ?? "",
                options: known.filter { seen.insert($0).inserted }.map { ($0, $0.isEmpty ? say(.anyValue) : $0) }),
            Field("least", say(Self.least), value: view.address["least"] ?? "").with {
                $0.hint = say(Self.needsCurrency)
                $0.autocomplete = "off"
            },
            Field("most", say(Self.most), value: view.address["most"] ?? "").with { $0.autocomplete = "off" },
            Field("sort", say(Self.order), value: view.sort, options: Self.sorts.map { ($0.0, say($0.1)) }),
        ]
    }

    private static let customers = Phrase("Клиенты", "Customers")
    private static let everybody = Phrase("чьи угодно", "anybody's")
    private static let mine = Phrase("мои", "mine")
    private static let since = Phrase("с {1}", "from {1}")
    private static let until = Phrase("по {1}", "to {1}")
    private static let fromSum = Phrase("от {1}", "from {1}")
    private static let toSum = Phrase("до {1}", "up to {1}")
    private static let fromDay = Phrase("Сделан с", "Placed from")
    private static let toDay = Phrase("по", "to")
    private static let currency = Phrase("Валюта", "Currency")
    private static let least = Phrase("Сумма от", "Total from")
    private static let most = Phrase("до", "up to")
    private static let needsCurrency = Phrase("Выберите и валюту.", "Choose the currency, too.")
    private static let order = Phrase("Порядок", "Order")
    private static let sorts: [(String, Phrase)] = [
        ("-placedAt", Phrase("сначала новые", "newest first")), ("placedAt", Phrase("сначала давние", "oldest first")),
        ("number", Phrase("по номеру", "by number")), ("-number", Phrase("по номеру, с конца", "by number, from the end")),
        ("-total", Phrase("сначала большие", "largest first")), ("total", Phrase("сначала малые", "smallest first")),
    ]
}
