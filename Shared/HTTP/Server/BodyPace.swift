/// Whether a body comes, or is taken, fast enough: it may take `grace` plus its size by the rate, and never stall for longer than
/// `stall`. The clock stands still while this side itself does not want to go on.
struct BodyPace {
    private let grace: Int64
    private let stall: Int64
    private let bytesPerSecond: Int64
    private var start: Int64
    private var bytes: Int64 = 0
    private var last: Int64
    private var pausedAt: Int64?

    private init(grace: Double, stall: Double, bytesPerSecond: Int, now: Int64) {
        self.grace = milliseconds(grace)
        self.stall = milliseconds(stall)
        self.bytesPerSecond = Int64(max(1, bytesPerSecond))
        start = now
        last = now
    }

    /// Of a request.
    static func receiving(_ limits: ServerLimits, now: Int64) -> BodyPace {
        BodyPace(
            grace: limits.bodyGraceSeconds, stall: limits.bodyStallSeconds, bytesPerSecond: limits.bodyBytesPerSecond, now: now)
    }

    /// Of a response.
    static func sending(_ limits: ServerLimits, now: Int64) -> BodyPace {
        BodyPace(
            grace: limits.writeGraceSeconds, stall: limits.writeStallSeconds, bytesPerSecond: limits.writeBytesPerSecond,
            now: now)
    }

    mutating func moved(_ count: Int, now: Int64) {
        bytes += Int64(count)
        last = now
    }

    mutating func pause(now: Int64) {
        if pausedAt == nil { pausedAt = now }
    }

    mutating func resume(now: Int64) {
        guard let since = pausedAt else { return }
        pausedAt = nil
        start += now - since
        last = now
    }

    /// When the body is too slow unless more comes before; `.max` while paused.
    var deadline: Int64 {
        if pausedAt != nil { return .max }
        return min(last + stall, start + grace + bytes * 1000 / bytesPerSecond)
    }
}
