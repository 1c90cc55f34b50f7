/// What customers hold of what they bought: where a return is to be booked.
package struct StockLedger {
    /// A piece of a return, booked on a line of an earlier invoice.
    package struct Piece: Hashable, Sendable {
        package let invoice: String
        package let line: Int64
        package let quantity: Int64
    }

    /// A bought line; those of one customer and stock code are a chain, the latest first. Indices keep it small: 400,000 lines.
    private struct Holding {
        let invoice: Int32
        let line: Int32
        var left: Int64
        let earlier: Int32
    }

    private struct Key: Hashable {
        let customer: Int32
        let stock: Int32
    }

    private var names: [String: Int32] = [:]
    private var invoices: [String] = []
    private var holdings: [Holding] = []
    private var latest: [Key: Int32] = [:]

    package init() {}

    /// `lines` are the numbers, stock codes and quantities of an invoice; quantities below 1 buy nothing.
    package mutating func buy(_ customer: String, invoice: String, lines: [(line: Int64, stockCode: String, quantity: Int64)]) {
        let owner = number("c" + customer)
        invoices.append(invoice)
        for (line, stockCode, quantity) in lines where quantity > 0 {
            let key = Key(customer: owner, stock: number("s" + stockCode))
            let holding = Holding(
                invoice: Int32(invoices.count - 1), line: Int32(line), left: quantity, earlier: latest[key] ?? -1)
            latest[key] = Int32(holdings.count)
            holdings.append(holding)
        }
    }

    /// Takes `quantity` back from the latest invoices that still hold the stock code; `unmatched` is what was never bought.
    package mutating func giveBack(
        _ customer: String, stockCode: String, quantity: Int64
    ) -> (pieces: [Piece], unmatched: Int64) {
        var left = quantity
        var pieces: [Piece] = []
        let key = Key(customer: number("c" + customer), stock: number("s" + stockCode))
        var next = latest[key] ?? -1
        while left > 0, next >= 0 {
            let holding = holdings[Int(next)]
            let taken = min(left, holding.left)
            if taken > 0 {
                holdings[Int(next)].left -= taken
                left -= taken
                pieces.append(Piece(invoice: invoices[Int(holding.invoice)], line: Int64(holding.line), quantity: taken))
            }
            next = holding.earlier
            // What holds nothing any more is not looked at again.
            if taken == holding.left { latest[key] = next }
        }
        return (pieces, left)
    }

    private mutating func number(_ name: String) -> Int32 {
        if let number = names[name] { return number }
        let number = Int32(names.count)
        names[name] = number
        return number
    }
}
