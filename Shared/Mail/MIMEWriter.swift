import CGMime
import Core

/// Writes a checked message with GMime. Its objects live within one call, so any thread may write.
enum MIMEWriter {
    private static let started: Void = g_mime_init()

    static func write(_ mail: MailMessage) throws(MailError) -> [UInt8] {
        _ = started
        guard let message = g_mime_message_new(1) else { throw .library }
        defer { g_object_unref(message) }
        add(mail.from, to: message, as: GMIME_ADDRESS_TYPE_FROM)
        for address in mail.to { add(address, to: message, as: GMIME_ADDRESS_TYPE_TO) }
        if let replyTo = mail.replyTo { add(replyTo, to: message, as: GMIME_ADDRESS_TYPE_REPLY_TO) }
        g_mime_message_set_subject(message, mail.subject, "utf-8")
        g_mime_message_set_message_id(message, mail.messageID)
        if let date = g_date_time_new_from_unix_utc(Int(mail.date.microseconds / 1_000_000)) {
            g_mime_message_set_date(message, date)
            g_date_time_unref(date)
        }
        let object = UnsafeMutableRawPointer(message).assumingMemoryBound(to: GMimeObject.self)
        for header in mail.headers { add(header.name, header.value, to: object) }
        setBody(of: message, mail)
        return try bytes(of: object)
    }

    private static func add(_ address: MailAddress, to message: UnsafeMutablePointer<GMimeMessage>, as type: GMimeAddressType) {
        guard let mailbox = internet_address_mailbox_new(address.name.isEmpty ? nil : address.name, address.address) else {
            return
        }
        defer { g_object_unref(mailbox) }
        // Without a charset GMime writes Russian names as windows-1251.
        internet_address_set_charset(mailbox, "utf-8")
        internet_address_list_add(g_mime_message_get_addresses(message, type), mailbox)
    }

    /// The address with its domain in ASCII (IDNA), as a server must be told it; libcurl does that only in some locales.
    static func asciiAddress(_ address: String) throws(MailError) -> String {
        guard !address.utf8.allSatisfy({ $0 < 0x80 }) else { return address }
        _ = started
        guard let mailbox = internet_address_mailbox_new(nil, address) else { throw .library }
        defer { g_object_unref(mailbox) }
        let typed = UnsafeMutableRawPointer(mailbox).assumingMemoryBound(to: InternetAddressMailbox.self)
        guard let ascii = internet_address_mailbox_get_idn_addr(typed).map({ String(cString: $0) }), MailAddress.isValid(ascii),
            ascii.utf8.allSatisfy({ $0 < 0x80 })
        else { throw .address }
        return ascii
    }

    /// GMime makes encoded words of what it cannot fold, and an unsubscribing link in encoded words is dead. So ASCII goes as it
    /// is, folded at spaces.
    private static func add(_ name: String, _ value: String, to object: UnsafeMutablePointer<GMimeObject>) {
        g_mime_object_set_header(object, name, value, "utf-8")
        guard value.utf8.allSatisfy({ $0 < 0x80 }) else { return }
        var raw = ""
        var column = name.utf8.count + 1
        for word in value.split(whereSeparator: { $0 == " " || $0 == "\t" }) {
            if column + word.utf8.count > 76, !raw.isEmpty {
                raw += "\n"
                column = 0
            }
            raw += " " + word
            column += word.utf8.count + 1
        }
        guard let header = g_mime_header_list_get_header(g_mime_object_get_header_list(object), name) else { return }
        g_mime_header_set_raw_value(header, raw + "\n")
    }

    private static func setBody(of message: UnsafeMutablePointer<GMimeMessage>, _ mail: MailMessage) {
        guard let body = g_mime_multipart_new_with_subtype("alternative") else { return }
        defer { g_object_unref(body) }
        // A fixed boundary makes the bytes repeatable. Encoded lines cannot begin with it: quoted-printable has no `=_`.
        g_mime_multipart_set_boundary(body, "=_relata_alternative")
        for (subtype, text) in [("plain", mail.text), ("html", mail.html)] {
            guard let part = g_mime_text_part_new_with_subtype(subtype) else { continue }
            let object = UnsafeMutableRawPointer(part)
            g_mime_text_part_set_charset(part, "utf-8")
            let encoding = encoding(of: text)
            let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            // Base64 carries lines as they are, and in mail they end in CR LF; quoted-printable writes its own.
            g_mime_text_part_set_text(part, lines.joined(separator: encoding == GMIME_CONTENT_ENCODING_BASE64 ? "\r\n" : "\n"))
            g_mime_part_set_content_encoding(object.assumingMemoryBound(to: GMimePart.self), encoding)
            g_mime_multipart_add(body, object.assumingMemoryBound(to: GMimeObject.self))
            g_object_unref(part)
        }
        g_mime_message_set_mime_part(message, UnsafeMutableRawPointer(body).assumingMemoryBound(to: GMimeObject.self))
    }

    /// Quoted-printable stays readable where most is ASCII; base64 is half as long for Russian.
    private static func encoding(of text: String) -> GMimeContentEncoding {
        let high = text.utf8.reduce(0) { $1 < 0x80 ? $0 : $0 + 1 }
        return high * 6 > text.utf8.count ? GMIME_CONTENT_ENCODING_BASE64 : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE
    }

    private static func bytes(of object: UnsafeMutablePointer<GMimeObject>) throws(MailError) -> [UInt8] {
        let options = g_mime_format_options_new()
        defer { g_mime_format_options_free(options) }
        g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS)
        guard let out = g_mime_stream_mem_new() else { throw .library }
        defer { g_object_unref(out) }
        guard g_mime_object_write_to_stream(object, options, out) >= 0,
            let array = g_mime_stream_mem_get_byte_array(
                UnsafeMutableRawPointer(out).assumingMemoryBound(to: GMimeStreamMem.self))
        else { throw .library }
        return Array(UnsafeBufferPointer(start: array.pointee.data, count: Int(array.pointee.len)))
    }
}
