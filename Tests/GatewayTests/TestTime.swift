import Synchronization

/// A monotonic clock that a test sets, in microseconds.
final class TestTime: Sendable {
    private let time = Atomic<Int64>(1_000_000)

    var now: Int64 { time.load(ordering: .relaxed) }

    func advance(_ microseconds: Int64) { time.add(microseconds, ordering: .relaxed) }
}
