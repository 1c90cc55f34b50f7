import JSON

/// A line of the file with its numbers in pennies.
struct PricedLine {
    /// Prices are read to a millionth of a penny, which is finer than any in the file.
    private static let micro: Int64 = 1_000_000

    let stockCode: String
    let name: String
    let quantity: JSONValue
    /// The quantity where it is a whole number.
    let pieces: Int64?
    private let unitPrice: JSONValue
    private let microPennies: Int64?

    init(_ line: RetailLine) {
        stockCode = line.stockCode
        name = line.description
        let number = JSONNumber(text: line.quantity)
        quantity = number.map { .number($0) } ?? .string(line.quantity)
        pieces = number?.scaled(decimals: 0)
        microPennies = JSONNumber(text: line.unitPrice)?.scaled(decimals: 8)
        unitPrice = microPennies.map { .number(JSONNumber(units: $0, decimals: 6)) } ?? .string(line.unitPrice)
    }

    /// In whole pennies, half away from zero; 0 where a number cannot be read, as the line is refused for that.
    private var total: Int64 {
        guard let pieces, let microPennies else { return 0 }
        let (product, overflow) = pieces.multipliedReportingOverflow(by: microPennies)
        guard !overflow else { return 0 }
        let (pennies, rest) = product.quotientAndRemainder(dividingBy: Self.micro)
        return abs(rest) * 2 >= Self.micro ? pennies + rest.signum() : pennies
    }

    func data(number: Int64) -> JSONValue {
        var line = JSONObject([
            ("line", .number(JSONNumber(number))), ("sku", .string(stockCode)), ("quantity", quantity), ("unitPrice", unitPrice),
            ("total", .number(JSONNumber(total))),
        ])
        if !name.isEmpty { line.set("name", .string(name)) }
        return .object(line)
    }

    static func total(_ lines: [PricedLine]) -> JSONValue {
        .number(JSONNumber(lines.reduce(0) { $0 + $1.total }))
    }
}
