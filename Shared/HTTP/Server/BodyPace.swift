/// Whether a request body comes fast enough. The clock stands still while the server itself does not want to read.
struct BodyPace {
    private let grace: Int64
    private let stall: Int64
    private let bytesPerSecond: Int64
    private var start: Int64
    private var bytes: Int64 = 0
    private var last: Int64
    private var pausedAt: Int64?

    init(limits: ServerLimits, now: Int64) {
        grace = milliseconds(limits.bodyGraceSeconds)
        stall = milliseconds(limits.bodyStallSeconds)
        bytesPerSecond = Int64(max(1, limits.bodyBytesPerSecond))
        start = now
        last = now
    }

    mutating func received(_ count: Int, now: Int64) {
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
