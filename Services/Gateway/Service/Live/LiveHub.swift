import Core
import Events
import Synchronization

/// Who watches what in this process: hears from the services what changed, and wakes the streams of those who look at it.
///
/// A page may have been drawn before its stream opens, and a stream may break off; so it says where it begins, and what changed
/// since then is told to it first. What changed too long ago to be known counts as changed.
final class LiveHub: Sendable {
    /// Open streams of one person in this process; a browser has one for the page that is seen.
    static let mostOfOne = 10
    /// Changes that are remembered for streams to come.
    private static let mostRemembered = 5000
    /// Microseconds by which a service may apply an event later than it is heard here.
    static let lag: Int64 = 2_000_000
    /// Microseconds without a stream or a page after which nothing is worked out any more.
    private static let idle: Int64 = 60_000_000

    private struct State {
        var streams: [ID: LiveStream] = [:]
        var watchers: [LiveThing: Set<ID>] = [:]
        var changed: [LiveThing: Int64] = [:]
        /// What changed before is not known.
        var knownSince: Int64
        var wantedAt: Int64
        var isStopping = false
    }

    /// Of this process; what another calls a place means nothing here.
    private let epoch: ID
    private let ids: IdentifierSource
    private let monotonic: @Sendable () -> Int64
    private let state: Mutex<State>

    init(ids: IdentifierSource, monotonic: @escaping @Sendable () -> Int64 = { monotonicMicroseconds() }) {
        (self.ids, self.monotonic) = (ids, monotonic)
        epoch = ids.next()
        let now = monotonic()
        state = Mutex(State(knownSince: now, wantedAt: now - Self.idle))
    }

    /// Where a page that is drawn now begins to look.
    var place: String {
        let now = monotonic()
        state.withLock { state in
            if now - state.wantedAt > Self.idle, state.streams.isEmpty { state.knownSince = now }
            state.wantedAt = now
        }
        return "\(epoch).\(now)"
    }

    /// Throws `too-many-streams`, and `stopping` in a process that is about to end.
    func admit(_ user: ID) throws(Refusal) {
        let (count, isStopping) = state.withLock { state in
            (state.streams.values.count { $0.user == user }, state.isStopping)
        }
        if isStopping { throw Refusal(.unavailable, "stopping", "This process is about to end; ask again, another answers.") }
        guard count < Self.mostOfOne else {
            throw Refusal(
                .rateLimited, "too-many-streams", "You have \(Self.mostOfOne) streams open already; close some of the pages.")
        }
    }

    /// `nil` where it is not admitted any more. Whoever opens one closes it.
    func open(_ things: Set<LiveThing>, of user: ID, called name: String, from place: String) -> LiveStream? {
        let now = monotonic()
        let stream = LiveStream(id: ids.next(), user: user, name: name, things: things, monotonic: monotonic)
        return state.withLock { state in
            guard !state.isStopping, state.streams.values.count(where: { $0.user == user }) < Self.mostOfOne else { return nil }
            state.streams[stream.id] = stream
            for thing in things { state.watchers[thing, default: []].insert(stream.id) }
            stream.note(Self.missed(things, since: self.moment(place), state))
            Self.tellLookers(of: stream, state)
            state.wantedAt = now
            return stream
        }
    }

    func close(_ stream: LiveStream) {
        let now = monotonic()
        state.withLock { state in
            state.wantedAt = now
            guard state.streams.removeValue(forKey: stream.id) != nil else { return }
            for thing in stream.things {
                state.watchers[thing]?.remove(stream.id)
                if state.watchers[thing]?.isEmpty ?? false { state.watchers[thing] = nil }
            }
            Self.tellLookers(of: stream, state)
        }
    }

    /// Those who have a page about this customer before them now, at this process, by their names; without that person himself.
    func lookers(at customer: ID, besides user: ID) -> [String] {
        state.withLock { state in
            let streams = (state.watchers[LiveThing(.lookers, customer)] ?? []).compactMap { state.streams[$0] }
            var names: [ID: String] = [:]
            for stream in streams where stream.user != user { names[stream.user] = stream.name }
            return names.values.sorted()
        }
    }

    /// Somebody came or went: those who look at the same hear of it.
    private static func tellLookers(of stream: LiveStream, _ state: State) {
        for thing in stream.things where thing.kind == .lookers {
            for id in state.watchers[thing] ?? [] where id != stream.id { state.streams[id]?.note([thing]) }
        }
    }

    func heard(_ events: [Event]) {
        let now = monotonic()
        let isWanted = state.withLock { state in
            if !state.streams.isEmpty || now - state.wantedAt <= Self.idle { return true }
            // Nobody looks: the next one who does is told that everything may have changed.
            state.changed = [:]
            state.knownSince = now
            return false
        }
        guard isWanted else { return }
        let change = LiveChanges.of(events)
        state.withLock { state in
            for thing in change.things {
                state.changed[thing] = now
                for id in state.watchers[thing] ?? [] { state.streams[id]?.note([thing]) }
            }
            // Whether they still see it is found out when they ask anew.
            for thing in change.moved {
                for id in state.watchers[thing] ?? [] { state.streams[id]?.end() }
            }
            if state.changed.count > Self.mostRemembered {
                state.changed = [:]
                state.knownSince = now
            }
        }
    }

    /// Something may have been told that was not heard here.
    func missedSome() {
        let now = monotonic()
        state.withLock { state in
            state.changed = [:]
            state.knownSince = now
            for stream in state.streams.values { stream.note(stream.things) }
        }
    }

    /// Gives every stream its beats and its second looks, until the task is cancelled.
    func run() async throws {
        while true {
            tick()
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    func tick() {
        for stream in state.withLock({ Array($0.streams.values) }) { stream.tick() }
    }

    /// Ends all streams; no new ones are admitted.
    func stop() {
        let streams = state.withLock { state in
            state.isStopping = true
            return Array(state.streams.values)
        }
        for stream in streams { stream.end() }
    }

    private func moment(_ place: String) -> Int64? {
        let parts = place.split(separator: ".")
        guard parts.count == 2, parts[0] == epoch.description else { return nil }
        return Int64(parts[1])
    }

    private static func missed(_ things: Set<LiveThing>, since moment: Int64?, _ state: State) -> Set<LiveThing> {
        guard let moment, moment >= state.knownSince else { return things }
        return things.filter { state.changed[$0].map { $0 > moment - lag } ?? false }
    }
}
