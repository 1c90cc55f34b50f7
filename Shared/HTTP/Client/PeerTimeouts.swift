import Core

/// How long a peer may take, in seconds.
package struct PeerTimeouts: Sendable {
    /// To accept a connection.
    package var connect: Double
    /// Between any two steps of an exchange: bytes taken or given.
    package var idle: Double
    /// For the whole exchange, the body of the response included.
    package var total: Double

    package init(connect: Double = 2, idle: Double = 10, total: Double = 60) {
        self.connect = connect
        self.idle = idle
        self.total = total
    }
}

/// Why an exchange with a peer came to nothing.
enum PeerFailure: Error {
    case unknownHost(String)
    case cannotConnect(Int32)
    case connectTimeout
    case idleTimeout
    case totalTimeout
    case closed
    case malformed(String)

    /// Whether the peer may not even have seen the request: the end an idle connection comes to when the peer restarts.
    var mayBeUnseen: Bool { if case .closed = self { true } else { false } }

    /// For callers; what exactly went wrong is its cause, for the log.
    var refusal: Refusal {
        Refusal(
            .unavailable, "peer-unavailable", "A part of the system does not answer; try again in a moment.",
            cause: "\(self)")
    }
}
