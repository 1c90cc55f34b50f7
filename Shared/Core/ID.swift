/// A 128-bit identifier, normally a UUID of version 7, so that ids sort by the time they were made.
package struct ID: Hashable, Comparable, Sendable, LosslessStringConvertible {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The canonical text form, 36 characters in lower case; `nil` for anything else.
    package init?(_ text: String) {
        guard text.utf8.count == 36 else { return nil }
        var digits: (high: UInt64, low: UInt64) = (0, 0)
        for (index, byte) in text.utf8.enumerated() {
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            let digit: UInt64
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt64(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = UInt64(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = UInt64(byte - UInt8(ascii: "A") + 10)
            default: return nil
            }
            digits = (digits.high << 4 | digits.low >> 60, digits.low << 4 | digit)
        }
        self.init(high: digits.high, low: digits.low)
    }

    package var description: String {
        String(unsafeUninitializedCapacity: 36) { out in
            var position = 0
            var digits = high
            for index in 0..<32 {
                if index == 8 || index == 12 || index == 16 || index == 20 {
                    out[position] = UInt8(ascii: "-")
                    position &+= 1
                }
                if index == 16 { digits = low }
                let digit = UInt8(truncatingIfNeeded: digits &>> 60)
                digits = digits &<< 4
                // Letters stand 39 behind where they would follow the digits. No branch, since none could be foretold.
                out[position] = UInt8(ascii: "0") &+ digit &+ 39 &* ((digit &+ 6) &>> 4)
                position &+= 1
            }
            return 36
        }
    }

    package static func < (left: ID, right: ID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

/// An id that knows what it names: `AccountID`, `OrderID`. Written and read as its bare text.
package protocol Identifier: Hashable, Sendable, CustomStringConvertible {
    var id: ID { get }
    init(_ id: ID)
}

extension Identifier {
    package var description: String { id.description }

    package init?(_ text: String) {
        guard let id = ID(text) else { return nil }
        self.init(id)
    }
}
