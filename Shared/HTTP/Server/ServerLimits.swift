/// What a server grants its clients. Times are in seconds, sizes in bytes.
package struct ServerLimits: Sendable {
    package var headBytes = 16_384
    package var fields = 100
    /// From a request's first byte to the end of its head, and for a TLS handshake.
    package var headSeconds = 10.0
    /// A body may take this long plus its size divided by `bodyBytesPerSecond`, and must never stall for longer than
    /// `bodyStallSeconds`. Time in which the handler does not ask for more does not count.
    package var bodyGraceSeconds = 10.0
    package var bodyStallSeconds = 20.0
    package var bodyBytesPerSecond = 1000
    /// For a connection that waits for a request.
    package var idleSeconds = 60.0
    /// As for a request's body, for what of a response lies here because the client has not taken it yet.
    package var writeGraceSeconds = 30.0
    package var writeStallSeconds = 30.0
    package var writeBytesPerSecond = 1000
    /// More connections than this are answered 503 at once, unless one has waited for a request, or for the rest of its head, for
    /// `yieldSeconds`: then the one that has waited longest gives its place up.
    package var maxConnections = 10_000
    package var yieldSeconds = 1.0
    package var maxConnectionsPerAddress: Int?
    /// How much of a body behind a refusal is read and thrown away, so that the client sees the answer and not a reset; and how long.
    package var discardBytes = 16 << 20
    package var discardSeconds = 5.0

    package init() {}

    var head: HeadLimits { HeadLimits(bytes: headBytes, fields: fields) }
}

/// Seconds as the milliseconds of the loop's clock.
func milliseconds(_ seconds: Double) -> Int64 { Int64(seconds * 1000) }
