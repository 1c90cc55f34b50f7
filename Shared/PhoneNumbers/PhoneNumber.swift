import CPhoneNumber

/// A telephone number as libphonenumber understands it.
package struct PhoneNumber: Hashable, Sendable {
    /// `+79161234567`, never with an extension: what is stored and compared.
    package let e164: String
    /// `+7 916 123-45-67`, with `ext. 12` where the text had an extension: what people read.
    package let international: String
    /// Whether the numbering plan has such a number. An invalid one is kept and shown, but is not dialled.
    package let isValid: Bool
}

package enum PhoneNumbers {
    /// The longest text that is looked at, in Unicode scalars.
    package static let longestInput = 64

    /// Reads what a person or a shop wrote. `region` (ISO 3166-1, two letters) is where a number without `+` is dialled from.
    /// `nil` when the text is no telephone number, or needs a region and has none.
    package static func parse(_ raw: String, region: String?) -> PhoneNumber? {
        guard raw.utf8.count <= longestInput * 4, raw.unicodeScalars.count <= longestInput, !raw.utf8.contains(0) else {
            return nil
        }
        let home = region?.uppercased() ?? "ZZ"
        guard home.utf8.count == 2, home.utf8.allSatisfy({ (0x41...0x5a).contains($0) }) else { return nil }
        var e164 = [CChar](repeating: 0, count: 32)
        var international = [CChar](repeating: 0, count: 64)
        var isValid = false
        guard cphonenumber_parse(raw, home, &e164, e164.count, &international, international.count, &isValid) == 0 else {
            return nil
        }
        return PhoneNumber(e164: text(e164), international: text(international), isValid: isValid)
    }

    /// The first parse of a process compiles the tables (7–28 ms, 5.5 MB): called at start, it keeps that off a request.
    package static func warmUp() {
        _ = parse("+7 495 123-45-67", region: nil)
    }

    private static func text(_ buffer: [CChar]) -> String {
        String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
