import Glibc
import Synchronization

/// Makes UUIDs of version 7 that rise strictly within this process, also when the clock stands or steps back.
package final class IdentifierSource: Sendable {
    private struct State {
        /// The last 60 rising bits given out: 48 of milliseconds and 12 of a counter.
        var last: UInt64 = 0
        /// Random numbers of the kernel, fetched many at a time; the first `unused` are still to be given out.
        var random = [UInt64](repeating: 0, count: 32)
        var unused = 0
    }

    private let clock: any WallClock
    private let state = Mutex(State())

    package init(clock: any WallClock) {
        self.clock = clock
    }

    package func next() -> ID {
        let now = UInt64(max(0, clock.now().microseconds / 1000)) << 12
        let (stamp, random) = state.withLock { state in
            state.last = max(state.last + 1, now)
            if state.unused == 0 { Self.refill(&state) }
            state.unused -= 1
            return (state.last, state.random[state.unused])
        }
        return ID(
            high: (stamp >> 12) << 16 | 0x7000 | (stamp & 0xfff),
            low: (random & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000)
    }

    private static func refill(_ state: inout State) {
        let result = state.random.withUnsafeMutableBytes { getentropy($0.baseAddress, $0.count) }
        // It gives 256 bytes, and all of them, on any kernel that Swift runs on.
        precondition(result == 0, "the kernel gave no random numbers")
        state.unused = state.random.count
    }
}
