extension JSONValue {
    /// The canonical form of RFC 8785: equal values give equal bytes, so they can be hashed and signed.
    ///
    /// As the RFC says, numbers are doubles: integers beyond 2^53 lose their last digits here.
    package func canonical() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1024)
        appendCanonical(to: &bytes)
        return bytes
    }

    private func appendCanonical(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .number(let number): number.appendCanonical(to: &bytes)
        case .string(let text): bytes.appendQuoted(text)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            var first = true
            for element in elements {
                if !first { bytes.append(UInt8(ascii: ",")) }
                first = false
                element.appendCanonical(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            bytes.append(UInt8(ascii: "{"))
            let members = object.members
            // Indices are sorted, as members are dearer to move.
            let order = members.indices.sorted { members[$0].key.precedesInUTF16(members[$1].key) }
            var first = true
            for index in order {
                let member = members[index]
                if !first { bytes.append(UInt8(ascii: ",")) }
                first = false
                bytes.appendQuoted(member.key)
                bytes.append(UInt8(ascii: ":"))
                member.value.appendCanonical(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }
}

extension JSONNumber {
    fileprivate func appendCanonical(to bytes: inout [UInt8]) {
        let utf8 = text.utf8
        let isShortInteger =
            utf8.count <= 15 && utf8.allSatisfy { $0 == UInt8(ascii: "-") || $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        if isShortInteger && text != "-0" {
            bytes += utf8
        } else {
            bytes += ShortestDouble(double).bytes
        }
    }
}

extension String {
    /// The order of UTF-16 code units, found from the UTF-8: it differs from the order of bytes only where U+E000…U+FFFF (which begin
    /// with EE and EF) meet the planes above (F0…F4), whose surrogates come first.
    fileprivate func precedesInUTF16(_ other: String) -> Bool {
        func rank(_ byte: UInt8) -> UInt8 {
            byte < 0xee ? byte : byte < 0xf0 ? byte + 0x10 : byte - 2
        }
        let (left, right) = (utf8.span, other.utf8.span)
        for index in 0..<min(left.count, right.count) where left[index] != right[index] {
            return rank(left[index]) < rank(right[index])
        }
        return left.count < right.count
    }
}
