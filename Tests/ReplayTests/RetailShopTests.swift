import Core
import JSON
import Replay
import Testing

@Suite struct RetailShopTests {
    private static let noon = Timestamp("2026-05-05T12:00:00Z") ?? Timestamp(microseconds: 0)

    private static func invoice(
        _ number: String, _ customer: String?, country: String = "France", _ lines: [(String, String, String)]
    ) -> RetailInvoice {
        RetailInvoice(
            number: number, time: Timestamp("2011-11-11T11:11:00Z"), customer: customer, country: country,
            lines: lines.map { RetailLine(stockCode: $0.0, description: "", quantity: $0.1, unitPrice: $0.2) })
    }

    private static func events(_ invoices: [RetailInvoice], last: Timestamp? = nil) -> [OutgoingEvent] {
        var shop = RetailShop(last: last, now: noon)
        return invoices.flatMap { shop.events(of: $0) }
    }

    private static func lines(_ event: OutgoingEvent) -> [[String]] {
        (event.data["lines"]?.array ?? []).map { [$0["line"]?.number?.text ?? "", $0["quantity"]?.number?.text ?? ""] }
    }

    @Test func `an invoice is placed, paid and shipped`() throws {
        let events = Self.events([Self.invoice("7", "1001", country: "EIRE", [("A", "3", "2.55"), ("B", "2", "0.1")])])
        #expect(events.map(\.id) == ["placed-7", "paid-7", "shipped-7"])
        #expect(events.allSatisfy { $0.source == "urn:shop:online-retail" && $0.key == "7" })
        let placed = events[0].data
        #expect(placed["number"]?.string == "7")
        #expect(placed["total"]?.int == 785)
        #expect(placed["lines"]?.array?.map { $0["total"]?.int } == [765, 20])
        #expect(placed["lines"]?.array?.map { $0["unitPrice"]?.int } == [255, 10])
        #expect(placed["customer"]?["shopId"]?.string == "1001")
        #expect(placed["customer"]?["email"]?.string == "1001@online-retail.example")
        #expect(placed["shippingAddress"]?["country"]?.string == "IE")
        #expect(events[1].data["amount"]?.int == 785)
    }

    @Test func `who is not named is a walk-in of the invoice, and unknown countries give no address`() {
        let placed = Self.events([Self.invoice("7", nil, country: "Unspecified", [("A", "1", "1")])])[0].data
        #expect(placed["customer"] == ["shopId": "walk-in-7"])
        #expect(placed["shippingAddress"] == nil)
    }

    @Test(arguments: [
        ("-5", "0", "-5", "0", "0"), ("1", "-11062.06", "1", "-1106206", "-1106206"), ("1", "0.001", "1", "0.1", "0"),
        ("3", "0.005", "3", "0.5", "2"), ("2", "3.3", "2", "330", "660"),
    ])
    func `sends what the file cannot support as it is`(
        quantity: String, price: String, sentQuantity: String, sentPrice: String, total: String
    ) {
        let placed = Self.events([Self.invoice("7", "1", [("A", quantity, price)])])[0].data
        let line = placed["lines"]?.array?.first
        #expect(line?["quantity"]?.number?.text == sentQuantity)
        #expect(line?["unitPrice"]?.number?.text == sentPrice)
        #expect(line?["total"]?.number?.text == total)
        #expect(placed["total"]?.number?.text == total)
    }

    @Test func `a return goes to the latest invoices that still hold the goods, and what nobody sold goes unmatched`() {
        let events = Self.events([
            Self.invoice("1", "a", [("X", "5", "1"), ("Y", "1", "1")]),
            Self.invoice("2", "a", [("Y", "2", "1"), ("X", "2", "1"), ("X", "1", "1")]),
            Self.invoice("3", "b", [("X", "9", "1")]),
            Self.invoice("C4", "a", [("X", "-1", "1"), ("X", "-3", "1"), ("Z", "-1", "1")]),
            Self.invoice("C5", "a", [("X", "-9", "1")]),
            Self.invoice("C6", nil, [("X", "-1", "1")]),
        ])
        let returned = events.filter { $0.type == "shop.order.returned.v1" }
        #expect(
            returned.map(\.id) == [
                "return-C4-2", "return-C4-1", "return-C4-unmatched-C4", "return-C5-1", "return-C5-unmatched-C5",
                "return-C6-unmatched-C6",
            ])
        #expect(returned.map(\.key) == ["2", "1", "unmatched-C4", "1", "unmatched-C5", "unmatched-C6"])
        #expect(
            returned.map(Self.lines) == [
                [["3", "1"], ["2", "2"]], [["1", "1"]], [["3", "1"]], [["1", "4"]], [["1", "5"]], [["1", "1"]],
            ])
        #expect(returned[0].data["return"]?.string == "C4")
    }

    @Test func `pieces of one line are told as one`() {
        let events = Self.events([
            Self.invoice("1", "a", [("X", "5", "1")]), Self.invoice("C2", "a", [("X", "-1", "1"), ("X", "-2", "1")]),
        ])
        #expect(events.last.map(Self.lines) == [["1", "3"]])
    }

    @Test func `moves the dates so that the last is now, without a trace in the content`() {
        let invoice = Self.invoice("1", "a", [("X", "5", "1")])
        let moved = Self.events([invoice], last: Timestamp("2011-11-11T11:11:00Z"))
        let kept = Self.events([invoice])
        #expect(moved[0].time == Self.noon)
        #expect(kept[0].time?.description == "2011-11-11T11:11:00Z")
        #expect(moved.map(\.data) == kept.map(\.data))
    }
}
