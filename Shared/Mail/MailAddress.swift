/// A mailbox: the address, and the name that people read.
package struct MailAddress: Hashable, Sendable {
    package let name: String
    package let address: String

    /// Refuses an address that is not one (see `isValid`) and control characters in the name, both of which could add a header
    /// or a recipient.
    package init(name: String = "", address: String) throws(MailError) {
        guard Self.isValid(address) else { throw .address }
        guard !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { throw .header("name") }
        self.name = name
        self.address = address
    }

    /// The syntax of RFC 5321 without its curiosities: a dot-atom of ASCII, `@`, a domain of at least two labels, whose letters
    /// may be of any script. No quotes, comments, angle brackets, spaces or controls; 64 and 254 bytes at most.
    package static func isValid(_ address: String) -> Bool {
        guard address.utf8.count <= 254, let at = address.lastIndex(of: "@") else { return false }
        let local = address[..<at]
        guard !local.isEmpty, local.utf8.count <= 64, !local.hasPrefix("."), !local.hasSuffix("."), !local.contains("..") else {
            return false
        }
        guard local.utf8.allSatisfy({ isAlphanumeric($0) || ".!#$%&'*+-/=?^_`{|}~".utf8.contains($0) }) else { return false }
        let labels = address[address.index(after: at)...].split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2
            && labels.allSatisfy { label in
                !label.isEmpty && label.utf8.count <= 63 && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.unicodeScalars.allSatisfy { scalar in
                        scalar.isASCII
                            ? isAlphanumeric(UInt8(scalar.value)) || scalar == "-"
                            : scalar.properties.isAlphabetic
                                || scalar.properties.generalCategory == .nonspacingMark
                    }
            }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }
}
