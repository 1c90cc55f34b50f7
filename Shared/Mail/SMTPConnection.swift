import CCurl
import Glibc

/// One libcurl handle, which keeps its connection between messages.
actor SMTPConnection {
    private let executor = ThreadExecutor(label: "smtp")
    private let curl: CurlHandle
    private let replies = SMTPReplies()

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ settings: SMTPSettings, url: String) throws(MailError) {
        curl = try CurlHandle()
        try curl.set(CURLOPT_URL, url)
        try curl.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        try curl.set(CURLOPT_NOPROXY, "*")
        try curl.set(CURLOPT_NOSIGNAL, 1)
        try curl.set(CURLOPT_UPLOAD, 1)
        try curl.set(CURLOPT_TCP_KEEPALIVE, 1)
        try curl.set(CURLOPT_CONNECTTIMEOUT_MS, Int(settings.connectTimeout * 1000))
        try curl.set(CURLOPT_TIMEOUT_MS, Int(settings.timeout * 1000))
        if settings.security == .startTLS { try curl.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)) }
        try curl.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let caFile = settings.caFile { try curl.set(CURLOPT_CAINFO, caFile) }
        if let username = settings.username { try curl.set(CURLOPT_USERNAME, username) }
        if let password = settings.password { try curl.set(CURLOPT_PASSWORD, password) }
        try curl.set(CURLOPT_READFUNCTION) { buffer, size, count, context in
            guard let buffer, let context else { return 0 }
            return Unmanaged<SMTPUpload>.fromOpaque(context).takeUnretainedValue().read(into: buffer, room: size * count)
        }
        try curl.set(CURLOPT_HEADERFUNCTION) { line, size, count, context in
            guard let line, let context else { return 0 }
            let bytes = UnsafeRawBufferPointer(start: line, count: size * count)
            Unmanaged<SMTPReplies>.fromOpaque(context).takeUnretainedValue().append(String(decoding: bytes, as: UTF8.self))
            return size * count
        }
    }

    func send(_ mime: [UInt8], from: String, to: String) throws(MailError) -> SMTPOutcome {
        let first = try attempt(mime, from: from, to: to)
        guard first.foundDeadConnection else { return first.outcome }
        try curl.set(CURLOPT_FRESH_CONNECT, 1)
        let second = try attempt(mime, from: from, to: to)
        try curl.set(CURLOPT_FRESH_CONNECT, 0)
        return second.outcome
    }

    private struct Attempt {
        let outcome: SMTPOutcome
        /// The server had closed the kept connection: nothing was answered, so one fresh connection is safe.
        let foundDeadConnection: Bool
    }

    private func attempt(_ mime: [UInt8], from: String, to: String) throws(MailError) -> Attempt {
        let upload = SMTPUpload(mime)
        replies.clear()
        guard let recipients = curl_slist_append(nil, "<\(to)>") else { throw .library }
        defer { curl_slist_free_all(recipients) }
        try curl.set(CURLOPT_MAIL_FROM, "<\(from)>")
        try curl.set(CURLOPT_MAIL_RCPT, recipients)
        try curl.set(CURLOPT_READDATA, Unmanaged.passUnretained(upload).toOpaque())
        try curl.set(CURLOPT_HEADERDATA, Unmanaged.passUnretained(replies).toOpaque())
        let code = withExtendedLifetime((upload, replies)) { curl.perform() }
        let outcome = Self.outcome(
            isDone: code == CURLE_OK, atMessage: code == CURLE_SEND_ERROR, wasSent: upload.isComplete, reply: replies.last,
            error: String(cString: curl_easy_strerror(code)))
        let wasKept = try curl.long(CURLINFO_NUM_CONNECTS) == 0
        let wasSilent = code != CURLE_OK && code != CURLE_OPERATION_TIMEDOUT && replies.last == nil && !upload.isComplete
        return Attempt(outcome: outcome, foundDeadConnection: wasKept && wasSilent)
    }

    /// `atMessage` is how libcurl reports that MAIL, RCPT or DATA was refused; a refusal of the content comes after `wasSent`.
    /// Sign-in that is demanded or failed (530, 534, 535, 538) is about us and passes once the settings are right.
    static func outcome(isDone: Bool, atMessage: Bool, wasSent: Bool, reply: SMTPReply?, error: String) -> SMTPOutcome {
        guard !isDone else { return .accepted(response: reply?.text ?? "") }
        switch reply?.code ?? 0 {
        case 500...599:
            let code = reply?.code ?? 0
            let isAboutUs = [530, 534, 535, 538].contains(code)
            let text = reply?.text ?? ""
            return (atMessage || wasSent) && !isAboutUs
                ? .refusedPermanently(code: code, text: text) : .deferred(code: code, text: text)
        case 400...499: return .deferred(code: reply?.code, text: reply?.text ?? "")
        default: return wasSent ? .unknown(text: error) : .deferred(code: nil, text: error)
        }
    }
}
