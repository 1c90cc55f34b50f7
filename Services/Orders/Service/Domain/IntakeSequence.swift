package import Core
import Synchronization

/// The numbers of receipts: they rise, with gaps, and are made without asking the database.
///
/// A number is the microsecond of its making since 2026, times four plus two random bits, and more than the one before. So it says
/// when the receipt was made, stays exact in every JSON reader until 2097, and two processes rarely draw the same; if they do, the
/// row's primary key refuses the second, which then draws again.
package final class IntakeSequence: Sendable {
    private static let epoch = CivilTime(year: 2026, month: 1, day: 1).timestamp.microseconds
    private let last: Mutex<Int64>

    /// `floor` is the highest number there is, so that numbers also rise where the clock stepped back over a restart.
    package init(after floor: Int64) {
        last = Mutex(floor)
    }

    package func next(_ now: Timestamp) -> Int64 {
        let drawn = Self.first(at: now) + Int64.random(in: 0..<4)
        return last.withLock { last in
            last = max(last + 1, drawn)
            return last
        }
    }

    /// The lowest number made at `time` or later, as far as the clock did not step back.
    package static func first(at time: Timestamp) -> Int64 {
        max(0, time.microseconds - epoch) * 4
    }
}
