package import PhoneNumbers

/// How what shops write becomes what is compared.
package enum Normalised {
    package static func shopID(_ raw: String) -> String? {
        let text = trimmed(raw)
        return text.isEmpty ? nil : text
    }

    /// Letters and digits alone, in capitals; of the Russian pair INN/KPP the INN, which is the company's. `nil` for what cannot
    /// tell customers apart: fewer than five characters, or one character over and over.
    package static func taxID(_ raw: String) -> String? {
        let parts = raw.split(separator: "/").map(alphanumerics)
        var value = alphanumerics(raw[...])
        if parts.count == 2, parts[0].utf8.count == 10, parts[1].utf8.count == 9, isDigits(parts[0]), isDigits(parts[1]) {
            value = parts[0]
        }
        guard value.unicodeScalars.count >= 5, Set(value.unicodeScalars).count > 1 else { return nil }
        return value
    }

    /// The address alone, without `mailto:`, a name around it or a dot at the end; `nil` when it has not the form of an address.
    /// `key` is in lower case: no mail system of today tells customers apart by the case of a letter.
    package static func email(_ raw: String) -> (address: String, key: String)? {
        var text = trimmed(raw)[...]
        if let open = text.lastIndex(of: "<"), let close = text[open...].firstIndex(of: ">") {
            text = text[text.index(after: open)..<close]
        }
        if text.prefix(7).lowercased() == "mailto:" { text = text.dropFirst(7) }
        if text.last == "." { text = text.dropLast() }
        let address = trimmed(String(text))
        guard let at = address.lastIndex(of: "@") else { return nil }
        let local = address[..<at].unicodeScalars
        let labels = address[address.index(after: at)...].split(separator: ".", omittingEmptySubsequences: false)
        guard (1...64).contains(local.count), address.utf8.count <= 254, labels.count >= 2,
            local.allSatisfy({ $0.value > 0x20 && $0 != "@" && $0 != "," && $0 != ";" && $0.value != 0x7f }),
            labels.allSatisfy({ label in
                (1...63).contains(label.unicodeScalars.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.unicodeScalars.allSatisfy {
                        $0 == "-" || $0.properties.isAlphabetic || $0.properties.numericType != nil
                    }
            })
        else { return nil }
        return (address, address.lowercased())
    }

    /// `region` is where a number without `+` is dialled from.
    package static func phone(_ raw: String, region: String?) -> PhoneNumber? {
        PhoneNumbers.parse(trimmed(raw), region: region)
    }

    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        func isBlank(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isWhitespace || (0x200b...0x200f).contains(scalar.value) || scalar.value == 0xfeff
                || scalar.value < 0x20
        }
        guard let start = scalars.firstIndex(where: { !isBlank($0) }), let end = scalars.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(scalars[start...end])
    }

    private static func alphanumerics(_ text: Substring) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal {
            kept.append(scalar)
        }
        return String(kept).uppercased()
    }

    private static func isDigits(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
