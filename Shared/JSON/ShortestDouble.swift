/// A finite double as ECMAScript writes it (RFC 8785 §3.2.2.3): the fewest digits that give it back, an exponent from 1e21 up and
/// below 1e-6, no `-0`.
struct ShortestDouble {
    private(set) var bytes: [UInt8] = []

    /// `value` must be finite.
    init(_ value: Double) {
        guard value != 0 else {
            bytes = [UInt8(ascii: "0")]
            return
        }
        var digits: [UInt8] = []
        /// Where the point stands, counted from the first digit.
        var point = 0
        Self.read(value.magnitude.description, &digits, &point)
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        let zero = UInt8(ascii: "0")
        switch point {
        case digits.count...21 where digits.count <= 21:
            bytes += digits
            bytes += repeatElement(zero, count: point - digits.count)
        case 1...21:
            bytes += digits[..<point]
            bytes.append(UInt8(ascii: "."))
            bytes += digits[point...]
        case -5...0:
            bytes += "0.".utf8
            bytes += repeatElement(zero, count: -point)
            bytes += digits
        default:
            bytes.append(digits[0])
            if digits.count > 1 {
                bytes.append(UInt8(ascii: "."))
                bytes += digits[1...]
            }
            bytes += (point > 0 ? "e+" : "e-").utf8
            bytes += String(abs(point - 1)).utf8
        }
    }

    /// Takes Swift's own shortest form apart: `123.45`, `1e-07` or `1.5e+300`.
    private static func read(_ text: String, _ digits: inout [UInt8], _ point: inout Int) {
        var pointSeen = false
        var exponent = 0
        if let mark = text.utf8.firstIndex(of: UInt8(ascii: "e")) {
            exponent = Int(text[text.utf8.index(after: mark)...]) ?? 0
        }
        for byte in text.utf8 {
            if byte == UInt8(ascii: "e") { break }
            if byte == UInt8(ascii: ".") {
                pointSeen = true
                continue
            }
            let leading = digits.isEmpty && byte == UInt8(ascii: "0")
            if !leading { digits.append(byte) }
            if !pointSeen {
                if !leading { point += 1 }
            } else if leading {
                point -= 1
            }
        }
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        point += exponent
    }
}
