package import Core
import Synchronization

/// The numbers of receipts: they rise, with gaps, and are made without asking the database.
///
/// A number is the time of its making in steps of 16 µs since 2026, but later than the one before, times 64 plus the slot of the
/// process that made it. So it says when it was made, stays exact in every JSON reader until 2097, and processes do not draw the
/// same. If after 64 starts two of one slot run side by side, the primary key refuses the second row and its transaction runs again.
package final class IntakeSequence: Sendable {
    private static let epoch = CivilTime(year: 2026, month: 1, day: 1).timestamp.microseconds
    private static let slots: Int64 = 64
    private static let stepMicroseconds: Int64 = 16

    private let slot: Int64
    private let lastStep: Mutex<Int64>

    /// `floor` is the highest number there is, so that numbers also rise where the clock stepped back over a restart. `start` counts
    /// the starts of processes on this database.
    package init(after floor: Int64, start: Int64) {
        slot = start % Self.slots
        lastStep = Mutex(floor / Self.slots)
    }

    package func next(_ now: Timestamp) -> Int64 {
        let current = Self.first(at: now) / Self.slots
        let step = lastStep.withLock { last in
            last = max(last + 1, current)
            return last
        }
        return step * Self.slots + slot
    }

    /// The lowest number made at `time` or later, as far as the clock did not step back.
    package static func first(at time: Timestamp) -> Int64 {
        max(0, time.microseconds - epoch) / stepMicroseconds * slots
    }
}
