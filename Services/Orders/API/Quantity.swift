package import JSON

/// How much of something, exactly, in thousandths: 1500 is 1.5.
package struct Quantity: Hashable, Comparable, Sendable, CustomStringConvertible, JSONWritable {
    package let thousandths: Int64

    package init(thousandths: Int64) {
        self.thousandths = thousandths
    }

    package static let zero = Quantity(thousandths: 0)
    /// Quantities of a shop are below 10^9, exclusive.
    package static let limit = Quantity(thousandths: 1_000_000_000_000)

    /// With just the decimals it needs: `3`, `1.5`.
    package var description: String { JSONNumber(units: thousandths, decimals: 3).text }

    package static func < (left: Quantity, right: Quantity) -> Bool { left.thousandths < right.thousandths }
    package static func + (left: Quantity, right: Quantity) -> Quantity {
        Quantity(thousandths: left.thousandths + right.thousandths)
    }
    package static func - (left: Quantity, right: Quantity) -> Quantity {
        Quantity(thousandths: left.thousandths - right.thousandths)
    }
    package static func += (left: inout Quantity, right: Quantity) { left = left + right }

    /// A JSON number.
    package func write(to writer: inout JSONWriter) {
        writer.value(JSONNumber(units: thousandths, decimals: 3))
    }
}

extension ShapeReader {
    /// A JSON number above 0 (or from 0 on, where `orZero`) and below 10^9 with at most three decimals.
    package mutating func quantity(_ key: String, orZero: Bool = false, _ doc: String = "") -> Quantity {
        Quantity(
            thousandths: decimal(key, decimals: 3, above: orZero ? -1 : 0, below: Quantity.limit.thousandths, doc))
    }
}
