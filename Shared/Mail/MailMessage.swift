package import Core

/// One message, as text and as HTML.
package struct MailMessage: Sendable {
    package let from: MailAddress
    package let to: [MailAddress]
    package var replyTo: MailAddress?
    package let subject: String
    package let text: String
    package let html: String
    /// Without angle brackets: `01890a5d…@crm.example`. One intent keeps one id through every try.
    package let messageID: String
    package let date: Timestamp
    /// Further headers, such as `List-Unsubscribe` (with its angle brackets), `List-Unsubscribe-Post`, `Auto-Submitted`.
    package var headers: [(name: String, value: String)]

    package init(
        from: MailAddress, to: [MailAddress], replyTo: MailAddress? = nil, subject: String, text: String, html: String,
        messageID: String, date: Timestamp, headers: [(name: String, value: String)] = []
    ) {
        self.from = from
        self.to = to
        self.replyTo = replyTo
        self.subject = subject
        self.text = text
        self.html = html
        self.messageID = messageID
        self.date = date
        self.headers = headers
    }

    /// The message as it goes over the wire: RFC 5322 and MIME, `multipart/alternative` with the text first, UTF-8 throughout,
    /// lines of at most 998 bytes that end in CR LF. The same message gives the same bytes.
    package func mime() throws(MailError) -> [UInt8] {
        guard !to.isEmpty else { throw .noRecipient }
        try check("Subject", subject)
        guard MailAddress.isValid(messageID), messageID.utf8.allSatisfy({ $0 < 0x80 }) else { throw .header("Message-ID") }
        for header in headers {
            guard !header.name.isEmpty, header.name.utf8.allSatisfy({ (0x21...0x7e).contains($0) && $0 != UInt8(ascii: ":") }),
                !Self.ours.contains(header.name.lowercased())
            else { throw .header(header.name.filter { $0.isASCII && !$0.isNewline }) }
            try check(header.name, header.value)
            guard header.value.split(separator: " ").allSatisfy({ $0.utf8.count <= 900 }) else { throw .header(header.name) }
        }
        guard !text.utf8.contains(0), !html.utf8.contains(0) else { throw .body }
        return try MIMEWriter.write(self)
    }

    private func check(_ name: String, _ value: String) throws(MailError) {
        guard !value.unicodeScalars.contains(where: { $0.properties.generalCategory == .control && $0 != "\t" }) else {
            throw .header(name)
        }
    }

    /// Headers that a field of their own makes.
    private static let ours: Set<String> = [
        "from", "to", "cc", "bcc", "reply-to", "sender", "subject", "date", "message-id", "mime-version", "content-type",
        "content-transfer-encoding",
    ]
}
