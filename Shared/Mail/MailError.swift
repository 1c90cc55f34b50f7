/// Why a message cannot be made or handed over; nothing has left the process. No address or text is repeated in it.
package enum MailError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not a mail address.
    case address
    /// A header's name or value has a character that would break out of it; the header is named.
    case header(String)
    /// The text or the HTML has a NUL, which no mail may carry.
    case body
    /// A message without a recipient.
    case noRecipient
    /// A setting of the SMTP server cannot be used; the setting is named.
    case setting(String)
    /// The library could not be set up: out of memory.
    case library

    package var description: String {
        switch self {
        case .address: "The text is not a mail address."
        case .header(let name): "The header \(name) has a character that may not stand in a header."
        case .body: "The message has a NUL character."
        case .noRecipient: "The message has no recipient."
        case .setting(let name): "The SMTP setting \(name) cannot be used."
        case .library: "The mail library could not be set up."
        }
    }
}
