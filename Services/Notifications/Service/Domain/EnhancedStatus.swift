/// A mail server's reason as a number that machines can read (RFC 3463): the `5.1.1` of `550 5.1.1 User unknown`.
struct EnhancedStatus: Hashable, Sendable {
    let status: Int
    let subject: Int
    let detail: Int

    /// `text` is a reply after its three digits; `nil` where it does not begin with such a number.
    init?(_ text: String) {
        let parts = text.prefix { $0 != " " }.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy(Self.isDigit) ? Int($0) : nil }
        guard parts.count == 3, numbers.count == 3, [2, 4, 5].contains(numbers[0]) else { return nil }
        (status, subject, detail) = (numbers[0], numbers[1], numbers[2])
    }

    /// No such mailbox, no such host, not an address, moved away, ambiguous, a domain that takes no mail (RFC 7505), or a mailbox
    /// that is switched off. A bare 550 says none of this: it may be about us or about what we wrote.
    var saysAddressTakesNoMail: Bool {
        switch (status, subject, detail) {
        case (5, 1, 1), (5, 1, 2), (5, 1, 3), (5, 1, 4), (5, 1, 6), (5, 1, 10), (5, 2, 1): true
        default: false
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
