import Synchronization

/// Makes UUIDs of version 7 that rise strictly within this process, also when the clock stands or steps back.
package final class IdentifierSource: Sendable {
    private let clock: any WallClock
    /// The last 60 rising bits given out: 48 of milliseconds and 12 of a counter.
    private let last = Mutex<UInt64>(0)

    package init(clock: any WallClock) {
        self.clock = clock
    }

    package func next() -> ID {
        let now = UInt64(max(0, clock.now().microseconds / 1000)) << 12
        let stamp = last.withLock { last in
            last = max(last + 1, now)
            return last
        }
        var random = SystemRandomNumberGenerator()
        return ID(
            high: (stamp >> 12) << 16 | 0x7000 | (stamp & 0xfff),
            low: (random.next() & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000)
    }
}
