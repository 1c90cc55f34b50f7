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
            let out = UnsafeMutableRawBufferPointer(out)
            // Groups of 8, 4, 4, 4 and 12 digits, the last first: what stands before a group of four is written over by the next.
            out.storeBytes(of: Self.digits(low), toByteOffset: 28, as: UInt64.self)
            out.storeBytes(of: Self.digits(low >> 32), toByteOffset: 20, as: UInt64.self)
            out.storeBytes(of: Self.digits(low >> 48), toByteOffset: 15, as: UInt64.self)
            out.storeBytes(of: Self.digits(high), toByteOffset: 10, as: UInt64.self)
            out.storeBytes(of: Self.digits(high >> 16), toByteOffset: 5, as: UInt64.self)
            out.storeBytes(of: Self.digits(high >> 32), toByteOffset: 0, as: UInt64.self)
            for dash in [8, 13, 18, 23] { out[dash] = UInt8(ascii: "-") }
            return 36
        }
    }

    /// The lower 32 bits as eight hexadecimal digits, in the order in which they lie in memory.
    private static func digits(_ number: UInt64) -> UInt64 {
        var digits = number & 0xffff_ffff
        digits = (digits << 16 | digits) & 0x0000_ffff_0000_ffff
        digits = (digits << 8 | digits) & 0x00ff_00ff_00ff_00ff
        digits = (digits << 4 | digits) & 0x0f0f_0f0f_0f0f_0f0f
        let letters = (digits + 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        // A letter stands 39 behind where it would follow the digits.
        return (digits + 0x3030_3030_3030_3030 + letters * 39).bigEndian
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
