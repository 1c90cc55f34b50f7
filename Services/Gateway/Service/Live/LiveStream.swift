import Core
import HTTP
import Synchronization

/// One browser's page that is kept up to date, as server-sent events: `changed` with the things that changed, separated by blanks.
///
/// What waits to be told is a set of what is watched, so a reader that takes its time costs no more memory than one that does not,
/// and a thing is told at most once in 300 ms. Each is told once more a second later: a service may apply an event after it was
/// heard here.
final class LiveStream: Sendable {
    /// Microseconds.
    static let betweenBeats: Int64 = 15_000_000
    private static let betweenLooks: Int64 = 1_000_000
    private static let secondTelling: Int64 = 1_000_000
    private static let pause = Duration.milliseconds(300)

    private struct State {
        var waiting: Set<LiveThing> = []
        /// Told, and to be told once more then.
        var again: Set<LiveThing> = []
        var againAt: Int64 = 0
        /// To be told for the second time, now.
        var second: Set<LiveThing> = []
        var wroteAt: Int64
        var lookedAt: Int64
        var isEnded = false
    }

    /// What is to be done next.
    private enum Turn {
        case tell(Set<LiveThing>)
        case beat, look, end, nothing
    }

    let id: ID
    let user: ID
    /// What the person is called.
    let name: String
    let things: Set<LiveThing>
    private let monotonic: @Sendable () -> Int64
    private let state: Mutex<State>
    private let wakes: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation

    init(id: ID, user: ID, name: String, things: Set<LiveThing>, monotonic: @escaping @Sendable () -> Int64) {
        (self.id, self.user, self.name, self.things, self.monotonic) = (id, user, name, things, monotonic)
        let now = monotonic()
        state = Mutex(State(wroteAt: now, lookedAt: now))
        (wakes, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    func note(_ things: Set<LiveThing>) {
        guard !things.isEmpty else { return }
        state.withLock { $0.waiting.formUnion(things) }
        waker.yield()
    }

    func end() {
        state.withLock { $0.isEnded = true }
        waker.yield()
    }

    func tick() {
        let now = monotonic()
        let isDue = state.withLock { state in
            if !state.again.isEmpty, now >= state.againAt {
                state.second = state.again
                state.again = []
            }
            return !state.waiting.isEmpty || !state.second.isEmpty || now - state.lookedAt >= Self.betweenLooks
                || now - state.wroteAt >= Self.betweenBeats
        }
        if isDue { waker.yield() }
    }

    /// Writes until the reader is gone, the process stops, or `mayGoOn` says no: it is asked every second.
    func write(to writer: HTTPBodyWriter, place: @Sendable () -> String, mayGoOn: @Sendable () async -> Bool) async throws {
        try await writer.write(": relata\n\n")
        for await _ in wakes {
            // One wake may stand for several reasons.
            turns: while true {
                switch turn() {
                case .tell(let things):
                    let names = Set(things.map(\.text)).sorted().joined(separator: " ")
                    try await writer.write("id: \(place())\nevent: changed\ndata: \(names)\n\n")
                    try await Task.sleep(for: Self.pause)
                case .beat: try await writer.write(": beat\n\n")
                case .look: guard await mayGoOn() else { return }
                case .end: return
                case .nothing: break turns
                }
            }
        }
    }

    private func turn() -> Turn {
        let now = monotonic()
        return state.withLock { state in
            if now - state.lookedAt >= Self.betweenLooks {
                state.lookedAt = now
                return .look
            }
            let told = state.waiting.union(state.second)
            if !told.isEmpty {
                if !state.waiting.isEmpty {
                    state.again.formUnion(state.waiting)
                    state.againAt = now + Self.secondTelling
                }
                (state.waiting, state.second, state.wroteAt) = ([], [], now)
                return .tell(told)
            }
            if state.isEnded { return .end }
            if now - state.wroteAt >= Self.betweenBeats {
                state.wroteAt = now
                return .beat
            }
            return .nothing
        }
    }
}
