import JSON

/// Amounts of a shop: whole minor units of the order's currency, 0 … 2^53−1, so that every JSON reader has them exactly.
package enum Amount {
    package static let most: Int64 = 9_007_199_254_740_991

    /// `quantity × unitPrice` in minor units, rounded down, and the thousandths cut off by that. Exact.
    static func product(thousandths: Int64, unitPrice: Int64) -> (quotient: Int128, remainder: Int128) {
        (Int128(thousandths) * Int128(unitPrice)).quotientAndRemainder(dividingBy: 1000)
    }

    /// `amount × part / whole`, half away from zero; nothing is negative and `part` is at most `whole`, so it fits.
    static func share(of amount: Int64, part: Int64, whole: Int64) -> Int64 {
        guard whole > 0 else { return 0 }
        let doubled = 2 * Int128(amount) * Int128(part) + Int128(whole)
        return Int64(doubled / (2 * Int128(whole)))
    }
}

extension ShapeReader {
    mutating func amount(_ key: String, _ doc: String = "") -> Int64 {
        integer(key, in: 0...Amount.most, doc)
    }

    mutating func optionalAmount(_ key: String, default standard: Int64? = nil, _ doc: String = "") -> Int64? {
        optionalInteger(key, in: 0...Amount.most, default: standard, doc)
    }

    /// The order's number in its shop.
    mutating func orderNumber() -> String {
        text("number", length: 1...64, "The order's number in the shop.")
    }

    /// A name that is unique in its order.
    mutating func optionalName(_ key: String, _ doc: String) -> String? {
        optionalText(key, length: 1...256, doc)
    }

    /// Says so where a line of `lines` is given twice.
    mutating func refuseRepeatedLines() {
        var seen: Set<Int64> = []
        for (index, element) in (value("lines")?.array ?? []).enumerated() {
            guard let line = element["line"]?.int, line > 0, !seen.insert(line).inserted else { continue }
            fault(at: "lines/\(index)/line", code: "duplicate-line", detail: "Line \(line) is there already.")
        }
    }
}
