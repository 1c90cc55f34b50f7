/// Percent decoding (RFC 3986 §2.1) for paths and queries.
enum PercentEncoding {
    /// The bytes with every `%XX` decoded; nil when a `%` is not followed by two hexadecimal digits.
    static func decoded(_ bytes: some Collection<UInt8>) -> [UInt8]? {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index != bytes.endIndex {
            let byte = bytes[index]
            bytes.formIndex(after: &index)
            guard byte == 0x25 else {
                out.append(byte)
                continue
            }
            guard index != bytes.endIndex, let high = digit(bytes[index]) else { return nil }
            bytes.formIndex(after: &index)
            guard index != bytes.endIndex, let low = digit(bytes[index]) else { return nil }
            bytes.formIndex(after: &index)
            out.append(high << 4 | low)
        }
        return out
    }

    static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
