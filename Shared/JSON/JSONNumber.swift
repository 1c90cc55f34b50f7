/// A JSON number with the digits it was written with, so that amounts and quantities stay exact.
package struct JSONNumber: Sendable, Hashable {
    /// Valid by RFC 8259, and within the range of a double.
    package let text: String

    package init(_ value: Int64) {
        text = String(value)
    }

    /// `nil` for infinities and NaN, which JSON cannot write. The shortest digits that give `value` back.
    package init?(_ value: Double) {
        guard value.isFinite else { return nil }
        text = String(decoding: ShortestDouble(value).bytes, as: UTF8.self)
    }

    /// `units` / 10^`decimals`, with just the decimals it needs: the way back from `scaled(decimals:)`.
    package init(units: Int64, decimals: Int) {
        var digits = String(units.magnitude)
        digits = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count)) + digits
        var fraction = digits.suffix(decimals)
        while fraction.last == "0" { fraction.removeLast() }
        text = (units < 0 ? "-" : "") + digits.dropLast(decimals) + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// `nil` unless `text` is a JSON number and nothing else, whose size a double can hold.
    package init?(text: String) {
        guard let value = try? JSONValue.parse(Array(text.utf8)), let number = value.number, number.text.isExactly(text) else {
            return nil
        }
        self = number
    }

    /// The parser has read `text` as a number.
    init(checked text: String) {
        self.text = text
    }

    /// Only when it is written without fraction and exponent, and fits.
    package var integer: Int64? { Int64(text) }

    /// The nearest double.
    package var double: Double { Double(text) ?? 0 }

    /// The value × 10^`decimals`, exactly: `1.50` with two decimals is 150. `nil` when it has more decimals than that, or does not
    /// fit. An exponent may be used: `1.5e1` is 15.
    package func scaled(decimals: Int) -> Int64? {
        var negative = false
        var mantissa: UInt64 = 0
        /// Zeros seen since the last digit that was not one; they only move the point.
        var pendingZeros = 0
        var exponent = 0
        var inFraction = false
        var bytes = text.utf8.makeIterator()
        scanning: while let byte = bytes.next() {
            switch byte {
            case UInt8(ascii: "-"): negative = true
            case UInt8(ascii: "."): inFraction = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                exponent += Self.exponent(&bytes)
                break scanning
            default:
                if inFraction { exponent -= 1 }
                if byte == UInt8(ascii: "0") {
                    if mantissa != 0 { pendingZeros += 1 }
                    continue
                }
                for _ in 0..<pendingZeros {
                    guard Self.multiply(&mantissa) else { return nil }
                }
                pendingZeros = 0
                guard Self.multiply(&mantissa, adding: UInt64(byte - UInt8(ascii: "0"))) else { return nil }
            }
        }
        guard mantissa != 0 else { return 0 }
        let shift = exponent + pendingZeros + decimals
        guard (0...18).contains(shift) else { return nil }
        for _ in 0..<shift {
            guard Self.multiply(&mantissa) else { return nil }
        }
        guard mantissa <= UInt64(Int64.max) else {
            return negative && mantissa == Int64.min.magnitude ? Int64.min : nil
        }
        return negative ? -Int64(mantissa) : Int64(mantissa)
    }

    private static func multiply(_ value: inout UInt64, adding digit: UInt64 = 0) -> Bool {
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(digit)
        value = sum
        return !overflow && !carry
    }

    /// Bounded, as a million is as far out of range as anything above it.
    private static func exponent(_ bytes: inout String.UTF8View.Iterator) -> Int {
        var sign = 1
        var value = 0
        while let byte = bytes.next() {
            switch byte {
            case UInt8(ascii: "-"): sign = -1
            case UInt8(ascii: "+"): break
            default: value = min(value * 10 + Int(byte - UInt8(ascii: "0")), 1_000_000)
            }
        }
        return sign * value
    }
}
