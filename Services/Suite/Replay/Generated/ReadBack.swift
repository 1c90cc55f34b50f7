import JSON

/// Compares an order as the suite gives it with the story's own books.
enum ReadBack {
    /// What differs, in words; nothing when all is as it has to be. `order` is nil where the suite knows none of that number.
    static func differences(_ story: Story, _ order: JSONValue?) -> [String] {
        let book = story.book
        guard let order else { return book.isPlaced ? ["order \(story.number) cannot be read back"] : [] }
        guard book.isPlaced else { return ["order \(story.number) was never placed, and is there"] }
        var differences: [String] = []
        func compare(_ name: String, _ expected: String, _ value: JSONValue?) {
            let got = value?.string ?? value?.number?.text ?? "nothing"
            if got != expected { differences.append("order \(story.number): \(name) is \(got), not \(expected)") }
        }
        compare("total", String(book.total), order["total"]?["amount"])
        compare("due", String(book.due), order["due"]?["amount"])
        compare("paid", String(book.paid), order["paid"]?["amount"])
        compare("refunded", String(book.refunded), order["refunded"]?["amount"])
        compare("states.order", book.orderState, order["states"]?["order"])
        compare("states.payment", book.paymentState, order["states"]?["payment"])
        compare("states.fulfilment", book.fulfilmentState, order["states"]?["fulfilment"])
        compare("states.return", book.returnState, order["states"]?["return"])
        let lines = order["lines"]?.array ?? []
        if lines.count != book.lines.count {
            differences.append("order \(story.number) has \(lines.count) lines, not \(book.lines.count)")
        }
        for line in lines {
            guard let number = line["line"]?.int, let expected = book.lines[Int(number)] else {
                differences.append("order \(story.number) has a line that it should not have")
                continue
            }
            func quantity(_ name: String, _ thousandths: Int64) {
                compare("line \(number) \(name)", JSONNumber(units: thousandths, decimals: 3).text, line[name])
            }
            quantity("quantity", expected.quantity)
            quantity("shipped", expected.shipped)
            quantity("delivered", expected.delivered)
            quantity("cancelled", expected.cancelled)
            quantity("returned", expected.returned)
        }
        return differences
    }
}
