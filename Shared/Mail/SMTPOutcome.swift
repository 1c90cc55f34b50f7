/// What became of one try to hand over a message.
package enum SMTPOutcome: Hashable, Sendable {
    /// The server took the message; its answer, usually with its queue's id.
    case accepted(response: String)
    /// The server will never take this message (5xx to the sender, the recipient or the content): do not try again.
    case refusedPermanently(code: Int, text: String)
    /// Not taken this time and surely not queued there: try later. `code` is the server's 4xx, its 5xx where the refusal is about
    /// us (sign-in, TLS, greeting) and not this message, or `nil` where no answer came.
    case deferred(code: Int?, text: String)
    /// The whole message went out and no answer came back: it may have been taken. Never to be sent again unasked.
    case unknown(text: String)
}
