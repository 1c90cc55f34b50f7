import JSON

/// What a customer orders, with its sums.
struct Cart: Sendable {
    struct Line: Sendable {
        let good: Good
        /// In thousandths.
        let quantity: Int64
        let unitPrice: Int64
        let discount: Int64

        /// Rounded half up, less the discount.
        var total: Int64 { (quantity * unitPrice + 500) / 1000 - discount }
    }

    let lines: [Line]
    let currency: String
    let shipping: Int64
    let tax: Int64
    let taxIncluded: Bool
    private let customer: GeneratedCustomer
    private let channel: String
    private let note: String?
    private let campaign: String?

    /// Of different goods.
    init(_ customer: GeneratedCustomer, lines count: ClosedRange<Int>, _ dice: inout Dice) {
        self.customer = customer
        currency = customer.currency
        let first = dice.below(Good.all.count)
        let step = dice.pick([3, 5, 7])
        lines = (0..<dice.within(count)).map { index in
            let good = Good.all[(first + index * step) % Good.all.count]
            let quantity = Int64(good.isWeighed ? dice.within(2...9) * 250 : dice.within(2...6) * 1000)
            let price = good.price(customer.currency)
            return Line(
                good: good, quantity: quantity * customer.bulk, unitPrice: price, discount: dice.chance(20) ? price / 10 : 0)
        }
        shipping = dice.chance(50) ? Good.all[0].price(customer.currency) : 0
        taxIncluded = customer.currency != "EUR" || dice.chance(50)
        tax = lines.reduce(0) { $0 + $1.total } / 10
        channel = dice.pick(["web", "web", "web", "app", "phone"])
        note = dice.chance(15) ? dice.pick(["Позвоните за час до доставки.", "Please leave it with the neighbour."]) : nil
        campaign = dice.chance(20) ? dice.pick(["spring", "tea-week", "чайная неделя"]) : nil
    }

    var total: Int64 { lines.reduce(shipping + (taxIncluded ? 0 : tax)) { $0 + $1.total } }

    var ordered: [Saying.Ordered] {
        lines.enumerated().map { Saying.Ordered(line: $0 + 1, quantity: $1.quantity, total: $1.total) }
    }

    /// All of one line.
    func all(of line: Int) -> Saying.Part { Saying.Part(line: line, quantity: lines[line - 1].quantity) }
    /// About half of one line, never none and never all.
    func half(of line: Int) -> Saying.Part {
        let (good, quantity) = (lines[line - 1].good, lines[line - 1].quantity)
        return Saying.Part(line: line, quantity: good.isWeighed ? quantity / 2 : quantity / 2000 * 1000)
    }

    /// The data of `shop.order.placed.v1`.
    func data(number: String) -> JSONObject {
        var data = JSONObject([
            ("number", .string(number)), ("currency", .string(currency)), ("customer", customer.data),
            (
                "lines",
                .array(lines.enumerated().map { Self.data($1, number: $0 + 1, language: customer.language) })
            ),
            ("shipping", Self.amount(shipping)), ("tax", Self.amount(tax)), ("taxIncluded", .bool(taxIncluded)),
            ("total", Self.amount(total)), ("shippingAddress", customer.address), ("channel", .string(channel)),
        ])
        if let note { data.set("note", .string(note)) }
        if let campaign { data.set("utm", ["source": "newsletter", "medium": "email", "campaign": .string(campaign)]) }
        return data
    }

    private static func data(_ line: Line, number: Int, language: String) -> JSONValue {
        var data = JSONObject([
            ("line", .number(JSONNumber(Int64(number)))), ("sku", .string(line.good.sku)),
            ("name", .string(line.good.name(language))),
            ("quantity", .number(JSONNumber(units: line.quantity, decimals: 3))), ("unitPrice", amount(line.unitPrice)),
            ("total", amount(line.total)),
        ])
        if line.discount > 0 { data.set("discount", amount(line.discount)) }
        return .object(data)
    }

    private static func amount(_ amount: Int64) -> JSONValue { .number(JSONNumber(amount)) }
}
