package import Core
import JSON

/// The shop behind the Online Retail file: what it sends for each invoice (contract §6).
package struct RetailShop {
    package static let source = "urn:shop:online-retail"

    /// Added to every time of the file.
    private let shift: Int64
    private var ledger = StockLedger()

    /// With `last`, the time of the last invoice to be played, all dates are moved so that it becomes `now`.
    package init(last: Timestamp?, now: Timestamp) {
        // Whole seconds, as in the file.
        shift = last.map { (now.microseconds - $0.microseconds) / 1_000_000 * 1_000_000 } ?? 0
    }

    /// In the order in which they are to be sent. Nothing of the invoice is left out, whatever the suite will say to it.
    package mutating func events(of invoice: RetailInvoice) -> [OutgoingEvent] {
        invoice.isReturn ? returned(invoice) : sold(invoice)
    }

    private mutating func sold(_ invoice: RetailInvoice) -> [OutgoingEvent] {
        let lines = invoice.lines.map(PricedLine.init)
        let number = JSONValue.string(invoice.number)
        let total = PricedLine.total(lines)
        var placed = JSONObject([
            ("number", number), ("currency", "GBP"), ("customer", Self.customer(of: invoice)),
            ("lines", .array(lines.enumerated().map { $1.data(number: Int64($0 + 1)) })), ("total", total),
        ])
        if case .country(let code, let region) = RetailCountries.place(invoice.country) {
            var address = JSONObject([("country", .string(code))])
            if let region { address.set("region", .string(region)) }
            placed.set("shippingAddress", .object(address))
        }
        if let customer = invoice.customer {
            let bought = lines.enumerated().map { (Int64($0 + 1), $1.stockCode, $1.pieces ?? 0) }
            ledger.buy(customer, invoice: invoice.number, lines: bought)
        }
        let paid: JSONValue = ["number": number, "amount": total, "reference": .string("payment-" + invoice.number)]
        return [
            event("placed-" + invoice.number, "shop.order.placed.v1", invoice, .object(placed), key: invoice.number),
            event("paid-" + invoice.number, "shop.order.paid.v1", invoice, paid, key: invoice.number),
            event("shipped-" + invoice.number, "shop.order.shipped.v1", invoice, ["number": number], key: invoice.number),
        ]
    }

    /// One event for each order that gets something back, in the order in which the lines touch them, and one for what was never
    /// bought.
    private mutating func returned(_ invoice: RetailInvoice) -> [OutgoingEvent] {
        var orders: [(number: String, lines: [(line: Int64, quantity: Int64)])] = []
        var unmatched: [JSONValue] = []
        for (index, line) in invoice.lines.enumerated() {
            let priced = PricedLine(line)
            guard let pieces = priced.pieces, pieces < 0 else {
                unmatched.append(["line": .number(JSONNumber(Int64(index + 1))), "quantity": priced.quantity])
                continue
            }
            var found: (pieces: [StockLedger.Piece], unmatched: Int64) = ([], -pieces)
            if let customer = invoice.customer {
                found = ledger.giveBack(customer, stockCode: line.stockCode, quantity: -pieces)
            }
            for piece in found.pieces { Self.add(piece, to: &orders) }
            if found.unmatched > 0 { unmatched.append(Self.part(line: Int64(index + 1), quantity: found.unmatched)) }
        }
        var events = orders.map { order in
            back(invoice, to: order.number, lines: order.lines.map { Self.part(line: $0.line, quantity: $0.quantity) })
        }
        if !unmatched.isEmpty { events.append(back(invoice, to: "unmatched-" + invoice.number, lines: unmatched)) }
        return events
    }

    private static func add(
        _ piece: StockLedger.Piece, to orders: inout [(number: String, lines: [(line: Int64, quantity: Int64)])]
    ) {
        guard let place = orders.firstIndex(where: { $0.number == piece.invoice }) else {
            orders.append((piece.invoice, [(piece.line, piece.quantity)]))
            return
        }
        if let line = orders[place].lines.firstIndex(where: { $0.line == piece.line }) {
            orders[place].lines[line].quantity += piece.quantity
        } else {
            orders[place].lines.append((piece.line, piece.quantity))
        }
    }

    private static func part(line: Int64, quantity: Int64) -> JSONValue {
        ["line": .number(JSONNumber(line)), "quantity": .number(JSONNumber(quantity))]
    }

    private func back(_ invoice: RetailInvoice, to number: String, lines: [JSONValue]) -> OutgoingEvent {
        let data: JSONValue = ["number": .string(number), "return": .string(invoice.number), "lines": .array(lines)]
        return event("return-\(invoice.number)-\(number)", "shop.order.returned.v1", invoice, data, key: number)
    }

    private static func customer(of invoice: RetailInvoice) -> JSONValue {
        guard let customer = invoice.customer else { return ["shopId": .string("walk-in-" + invoice.number)] }
        return ["shopId": .string(customer), "email": .string(customer + "@online-retail.example")]
    }

    private func event(
        _ id: String, _ type: String, _ invoice: RetailInvoice, _ data: JSONValue, key: String
    ) -> OutgoingEvent {
        OutgoingEvent(
            source: Self.source, id: id, type: type,
            time: invoice.time.map { Timestamp(microseconds: $0.microseconds + shift) }, data: data, key: key)
    }
}
