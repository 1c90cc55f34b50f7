import Core
import JSON
import OrdersAPI
import Testing

@testable import Orders

/// Data of one event, and what is wrong with it.
struct ReadingCase: Sendable, CustomTestStringConvertible {
    let name: String
    let type: String
    let data: String
    let faults: [String]

    init(_ name: String, type: String = "shop.order.placed.v1", _ data: String, _ faults: [String] = []) {
        (self.name, self.type, self.data, self.faults) = (name, type, data, faults)
    }

    var testDescription: String { name }

    /// A placed order with some members in place of its own.
    static func order(_ members: String = "", lines: String? = nil, customer: String? = nil, total: String = "350") -> String {
        let standing = [
            ("number", #""A-1""#), ("currency", #""EUR""#), ("customer", customer ?? #"{"email": "a@example.com"}"#),
            ("lines", "[\(lines ?? line())]"), ("total", total),
        ]
        let given = standing.filter { !members.contains("\"\($0.0)\":") }.map { "\"\($0.0)\": \($0.1)" }
        return "{" + (given + (members.isEmpty ? [] : [members])).joined(separator: ", ") + "}"
    }

    static func line(
        _ line: String = "1", quantity: String = "3.5", unitPrice: String = "100", total: String = "350", more: String = ""
    ) -> String {
        """
        {"line": \(line), "sku": "S", "quantity": \(quantity), "unitPrice": \(unitPrice), "total": \(total)\(more)}
        """
    }
}

@Suite struct ShopEventReadingTests {
    static let now = CivilTime(year: 2026, month: 5, day: 4, hour: 12).timestamp

    @Test(arguments: orders + customers + amounts + others)
    func `finds every fault of an event's data`(_ example: ReadingCase) throws {
        let data = try JSONValue.parse(Array(example.data.utf8))
        let (event, faults) = ShopEvent.read(type: example.type, data: data, now: Self.now)
        #expect(faults.map { "\($0.code) \($0.pointer)" } == example.faults)
        #expect((event == nil) == !example.faults.isEmpty)
    }

    @Test func `knows ten types and no other`() throws {
        #expect(ShopEvent.types.count == 10)
        for type in ShopEvent.types { #expect(ShopEvent.shape(of: type) != nil) }
        #expect(ShopEvent.shape(of: "shop.order.lost.v1") == nil)
        let (event, faults) = ShopEvent.read(type: "shop.order.lost.v1", data: [:], now: Self.now)
        #expect(event == nil && faults.isEmpty)
    }

    @Test func `describes what it reads`() throws {
        let schema = Shapes.schema(PlacedOrder.self)
        #expect(schema.json["required"] == ["number", "currency", "customer", "lines", "total"])
        #expect(schema.components["ShopOrderLine"]?["required"] == ["line", "sku", "quantity", "unitPrice", "total"])
        #expect(schema.json["properties"]?["lines"]?["maxItems"] == 2000)
    }

    static let orders: [ReadingCase] = [
        ReadingCase("a small order", ReadingCase.order()),
        ReadingCase("unknown members are kept", ReadingCase.order(#""gift": {"wrap": true}"#)),
        ReadingCase(
            "nothing at all", "{}",
            ["missing /number", "missing /currency", "missing /customer", "missing /lines", "missing /total"]),
        ReadingCase("null counts as absent", ReadingCase.order(#""note": null, "shipping": null"#)),
        ReadingCase("null for a required field", ReadingCase.order(#""number": null"#), ["missing /number"]),
        ReadingCase("a number that is no text", ReadingCase.order(#""number": 536365"#), ["wrong-type /number"]),
        ReadingCase("an empty number", ReadingCase.order(#""number": """#), ["out-of-range /number"]),
        ReadingCase("a currency nobody knows", ReadingCase.order(#""currency": "RUR""#), ["unknown-currency /currency"]),
        ReadingCase("no lines", ReadingCase.order(#""lines": []"#, total: "0"), ["out-of-range /lines"]),
        ReadingCase(
            "a line twice", ReadingCase.order(lines: ReadingCase.line() + "," + ReadingCase.line(), total: "700"),
            ["duplicate-line /lines/1/line"]),
        ReadingCase("a line 0", ReadingCase.order(lines: ReadingCase.line("0")), ["out-of-range /lines/0/line"]),
        ReadingCase(
            "a line that is no object", ReadingCase.order(lines: "7," + ReadingCase.line()), ["wrong-type /lines/0"]),
        ReadingCase(
            "an address without its country", ReadingCase.order(#""shippingAddress": {"city": "Riga"}"#),
            ["missing /shippingAddress/country"]),
        ReadingCase(
            "a country that is none", ReadingCase.order(#""billingAddress": {"country": "XX"}"#),
            ["out-of-range /billingAddress/country"]),
        ReadingCase("placed before 1990", ReadingCase.order(#""placedAt": "1989-12-31T23:59:59Z""#), ["out-of-range /placedAt"]),
        ReadingCase("placed 24 h ahead", ReadingCase.order(#""placedAt": "2026-05-05T12:00:00Z""#)),
        ReadingCase(
            "placed more than 24 h ahead", ReadingCase.order(#""placedAt": "2026-05-05T12:00:01Z""#), ["time-in-future /placedAt"]
        ),
        ReadingCase("a time without offset", ReadingCase.order(#""placedAt": "2026-05-05T12:00:00""#), ["wrong-type /placedAt"]),
        ReadingCase(
            "a fault of each kind at once",
            ReadingCase.order(#""currency": "RUR", "placedAt": "2030-01-01T00:00:00Z""#, customer: "{}", total: "351"),
            ["unknown-currency /currency", "missing /customer", "sum-mismatch /total", "time-in-future /placedAt"]),
    ]

    static let customers: [ReadingCase] = [
        ReadingCase("a customer without a handle", ReadingCase.order(customer: #"{"name": "Ann"}"#), ["missing /customer"]),
        ReadingCase("a customer whose handles are empty", ReadingCase.order(customer: #"{"email": ""}"#), ["missing /customer"]),
        ReadingCase("a mail that is a number", ReadingCase.order(customer: #"{"email": 7}"#), ["wrong-type /customer/email"]),
        ReadingCase("a customer by shop id", ReadingCase.order(customer: #"{"shopId": "17850"}"#)),
        ReadingCase("a customer by tax id", ReadingCase.order(customer: #"{"taxId": "7707083893", "company": {"name": "OOO"}}"#)),
        ReadingCase(
            "a company without a name", ReadingCase.order(customer: #"{"phone": "+1", "company": {}}"#),
            ["missing /customer/company/name"]),
        ReadingCase(
            "consents of unknown kind and time",
            ReadingCase.order(
                customer: #"""
                    {"phone": "+1", "consents": [{"purpose": "spam", "channel": "pigeon", "givenAt": "2030-01-01T00:00:00Z"},
                    {"purpose": "news", "channel": "sms"}]}
                    """#),
            [
                "out-of-range /customer/consents/0/purpose", "out-of-range /customer/consents/0/channel",
                "missing /customer/consents/1/givenAt", "time-in-future /customer/consents/0/givenAt",
            ]),
    ]

    static let amounts: [ReadingCase] = [
        ReadingCase("an amount with a fraction", ReadingCase.order(total: "350.0"), ["wrong-type /total"]),
        ReadingCase("an amount with an exponent", ReadingCase.order(total: "35e1"), ["wrong-type /total"]),
        ReadingCase("an amount below zero", ReadingCase.order(total: "-1"), ["out-of-range /total"]),
        ReadingCase("an amount of 2^53", ReadingCase.order(total: "9007199254740992"), ["out-of-range /total"]),
        ReadingCase(
            "a quantity of zero", ReadingCase.order(lines: ReadingCase.line(quantity: "0")), ["out-of-range /lines/0/quantity"]),
        ReadingCase(
            "a negative quantity", ReadingCase.order(lines: ReadingCase.line(quantity: "-1")),
            ["out-of-range /lines/0/quantity"]),
        ReadingCase(
            "four decimals", ReadingCase.order(lines: ReadingCase.line(quantity: "3.5001")), ["out-of-range /lines/0/quantity"]),
        ReadingCase("zeros behind three decimals", ReadingCase.order(lines: ReadingCase.line(quantity: "3.5000"))),
        ReadingCase(
            "a quantity of 10^9", ReadingCase.order(lines: ReadingCase.line(quantity: "1e9")),
            ["out-of-range /lines/0/quantity"]),
        ReadingCase(
            "a price finer than a cent", ReadingCase.order(lines: ReadingCase.line(unitPrice: "0.5")),
            ["wrong-type /lines/0/unitPrice"]),
        ReadingCase(
            "a line that does not add up", ReadingCase.order(lines: ReadingCase.line(total: "351"), total: "351"),
            ["sum-mismatch /lines/0/total"]),
        ReadingCase(
            "a line and a total that do not add up", ReadingCase.order(lines: ReadingCase.line(total: "349")),
            ["sum-mismatch /lines/0/total", "sum-mismatch /total"]),
        ReadingCase(
            "a tie up", ReadingCase.order(lines: ReadingCase.line(quantity: "0.5", unitPrice: "3", total: "2"), total: "2")),
        ReadingCase(
            "a tie down", ReadingCase.order(lines: ReadingCase.line(quantity: "0.5", unitPrice: "3", total: "1"), total: "1")),
        ReadingCase(
            "just above a tie",
            ReadingCase.order(lines: ReadingCase.line(quantity: "0.501", unitPrice: "3", total: "1"), total: "1"),
            ["sum-mismatch /lines/0/total"]),
        ReadingCase(
            "just below a tie",
            ReadingCase.order(lines: ReadingCase.line(quantity: "0.499", unitPrice: "3", total: "2"), total: "2"),
            ["sum-mismatch /lines/0/total"]),
        ReadingCase(
            "a discount on the line",
            ReadingCase.order(lines: ReadingCase.line(total: "300", more: #", "discount": 50"#), total: "300")),
        ReadingCase(
            "a discount larger than the line",
            ReadingCase.order(lines: ReadingCase.line(total: "0", more: #", "discount": 351"#), total: "0"),
            ["sum-mismatch /lines/0/total"]),
        ReadingCase(
            "shipping, discount and tax on top",
            ReadingCase.order(#""shipping": 10, "discount": 60, "tax": 70, "taxIncluded": false"#, total: "370")),
        ReadingCase("tax that is included", ReadingCase.order(#""tax": 70"#)),
        ReadingCase(
            "tax on top that is left out", ReadingCase.order(#""tax": 70, "taxIncluded": false"#), ["sum-mismatch /total"]),
        ReadingCase(
            "a discount that makes the total negative", ReadingCase.order(#""discount": 351"#, total: "0"),
            ["sum-mismatch /total"]),
        ReadingCase(
            "the largest amounts",
            ReadingCase.order(
                lines: ReadingCase.line(quantity: "1", unitPrice: "9007199254740991", total: "9007199254740991"),
                total: "9007199254740991")),
        ReadingCase(
            "a product beyond 64 bits",
            ReadingCase.order(
                lines: ReadingCase.line(quantity: "999999999.999", unitPrice: "9007199254740991", total: "9007199254740991"),
                total: "9007199254740991"), ["sum-mismatch /lines/0/total"]),
        ReadingCase("yen have no decimals", ReadingCase.order(#""currency": "JPY""#)),
        ReadingCase("Kuwaiti dinars have three", ReadingCase.order(#""currency": "KWD""#)),
        ReadingCase(
            "a tax rate for information", ReadingCase.order(lines: ReadingCase.line(more: #", "tax": 58, "taxRate": 0.2"#))),
        ReadingCase(
            "a tax rate that is a text", ReadingCase.order(lines: ReadingCase.line(more: #", "taxRate": "20 %""#)),
            ["wrong-type /lines/0/taxRate"]),
    ]

    static let others: [ReadingCase] = [
        ReadingCase("paid", type: "shop.order.paid.v1", #"{"number": "A-1", "amount": 1, "reference": "P"}"#),
        ReadingCase(
            "paid without saying what", type: "shop.order.paid.v1", "{}",
            ["missing /number", "missing /amount", "missing /reference"]),
        ReadingCase(
            "paid tomorrow", type: "shop.order.paid.v1",
            #"{"number": "A-1", "amount": 1, "reference": "P", "paidAt": "2026-05-06T00:00:00Z"}"#, ["time-in-future /paidAt"]),
        ReadingCase(
            "refunded", type: "shop.order.refunded.v1", #"{"number": "A-1", "amount": 1, "reference": "F", "return": "R"}"#),
        ReadingCase("shipped whole", type: "shop.order.shipped.v1", #"{"number": "A-1"}"#),
        ReadingCase(
            "shipped, but no lines", type: "shop.order.shipped.v1", #"{"number": "A-1", "lines": []}"#, ["out-of-range /lines"]),
        ReadingCase(
            "shipped a line twice", type: "shop.order.shipped.v1",
            #"{"number": "A-1", "lines": [{"line": 1, "quantity": 1}, {"line": 1, "quantity": 1}]}"#,
            ["duplicate-line /lines/1/line"]),
        ReadingCase("delivered", type: "shop.order.delivered.v1", #"{"number": "A-1"}"#),
        ReadingCase("cancelled", type: "shop.order.cancelled.v1", #"{"number": "A-1", "reason": ""}"#),
        ReadingCase("returned without lines", type: "shop.order.returned.v1", #"{"number": "A-1"}"#, ["missing /lines"]),
        ReadingCase("released", type: "shop.product.released.v1", #"{"sku": "S", "name": "Tea"}"#),
        ReadingCase(
            "released, announced ahead", type: "shop.product.released.v1",
            #"{"sku": "S", "name": "Tea", "releasedAt": "2027-01-01T00:00:00Z"}"#),
        ReadingCase("changed, with names", type: "shop.product.changed.v1", #"{"sku": "S", "name": {"ru": "Чай", "en": "Tea"}}"#),
        ReadingCase(
            "a price without currency", type: "shop.product.changed.v1", #"{"sku": "S", "name": "Tea", "price": 1}"#,
            ["missing /currency"]),
        ReadingCase(
            "a price in no currency", type: "shop.product.changed.v1",
            #"{"sku": "S", "name": "Tea", "price": 1, "currency": "XXX"}"#,
            ["unknown-currency /currency"]),
        ReadingCase("withdrawn", type: "shop.product.withdrawn.v1", #"{"sku": "S"}"#),
    ]
}
