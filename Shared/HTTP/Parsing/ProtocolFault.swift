/// Why bytes are no acceptable HTTP/1.1 message. A server answers `status` and closes; a client gives the connection up.
struct ProtocolFault: Error, Equatable {
    let status: Int
    let reason: String

    init(_ status: Int, _ reason: String) {
        self.status = status
        self.reason = reason
    }

    /// Stable, for programs.
    var code: String {
        switch status {
        case 408: "too-slow"
        case 413: "too-large"
        case 414: "target-too-long"
        case 431: "fields-too-large"
        default: "bad-request"
        }
    }
}

/// How long a message's body is.
enum BodyFraming: Equatable, Sendable {
    case none
    case length(Int)
    case chunked
    /// To the end of the connection; in responses only.
    case untilClose
}

/// Bounds of a message's head.
struct HeadLimits: Sendable {
    var bytes = 16_384
    var fields = 100
    var target = 8000
}
