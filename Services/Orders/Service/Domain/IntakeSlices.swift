/// Finds the bytes of parts of a JSON document without reading them: so each event of a batch is kept and judged by itself, and a
/// digest covers the bytes as they came.
package enum IntakeSlices {
    /// Where the elements of a JSON array stand. What an element holds is not looked at; `nil` when the bytes are no array of
    /// anything.
    package static func elements(of bytes: [UInt8]) -> [Range<Int>]? {
        var scan = Scan(bytes)
        guard scan.take(UInt8(ascii: "[")) else { return nil }
        var elements: [Range<Int>] = []
        if !scan.take(UInt8(ascii: "]")) {
            repeat {
                guard let element = scan.value() else { return nil }
                elements.append(element)
            } while scan.take(UInt8(ascii: ","))
            guard scan.take(UInt8(ascii: "]")) else { return nil }
        }
        return scan.isAtEnd ? elements : nil
    }

    /// Where the value of a member stands in an object that was found to be good JSON; `nil` when there is no such key as it
    /// stands here, without escapes.
    package static func member(_ key: StaticString, of bytes: [UInt8]) -> Range<Int>? {
        var scan = Scan(bytes)
        guard scan.take(UInt8(ascii: "{")) else { return nil }
        repeat {
            guard let name = scan.value(), scan.take(UInt8(ascii: ":")), let value = scan.value() else { return nil }
            let isIt =
                name.count == key.utf8CodeUnitCount + 2
                && bytes[name].dropFirst().dropLast().elementsEqual(
                    UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
            if isIt { return value }
        } while scan.take(UInt8(ascii: ","))
        return nil
    }

    private struct Scan {
        let bytes: [UInt8]
        var position = 0

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
        }

        var isAtEnd: Bool {
            mutating get {
                skipSpace()
                return position == bytes.count
            }
        }

        mutating func skipSpace() {
            while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
        }

        private static func isSpace(_ byte: UInt8) -> Bool {
            byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09
        }

        mutating func take(_ byte: UInt8) -> Bool {
            skipSpace()
            guard position < bytes.count, bytes[position] == byte else { return false }
            position += 1
            return true
        }

        /// Passes over one value: to the comma, colon or bracket that ends it.
        mutating func value() -> Range<Int>? {
            skipSpace()
            let start = position
            var end = position
            var depth = 0
            while position < bytes.count {
                let byte = bytes[position]
                switch byte {
                case UInt8(ascii: "\""):
                    guard skipText() else { return nil }
                    end = position
                    continue
                case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: "]"), UInt8(ascii: "}"):
                    if depth == 0 { return end > start ? start..<end : nil }
                    depth -= 1
                case UInt8(ascii: ","), UInt8(ascii: ":"):
                    if depth == 0 { return end > start ? start..<end : nil }
                default: break
                }
                position += 1
                if byte > 0x20 { end = position }
            }
            return depth == 0 && end > start ? start..<end : nil
        }

        private mutating func skipText() -> Bool {
            position += 1
            while position < bytes.count {
                switch bytes[position] {
                case UInt8(ascii: "\""):
                    position += 1
                    return true
                case UInt8(ascii: "\\"): position += 2
                default: position += 1
                }
            }
            return false
        }
    }
}
