package import Core
import Foundation

/// Days as a time zone has them.
package enum LocalDay {
    /// The first moment of the day: midnight, or where the clocks skip it, the moment to which they are set. `nil` for a time zone
    /// that is not known.
    package static func begin(year: Int, month: Int, day: Int, timeZone: String) -> Timestamp? {
        guard let zone = TimeZone(identifier: timeZone) else { return nil }
        let wanted = CivilTime(year: year, month: month, day: day)
        // No zone is further than 15 hours from UTC. Found by halves, as offsets are given for moments and not for local times.
        let midnight = wanted.timestamp.microseconds / 1_000_000
        var (before, after) = (midnight - 16 * 3600, midnight + 16 * 3600)
        while after - before > 1 {
            let middle = before + (after - before) / 2
            if localDay(of: middle, in: zone) < wanted.daysSinceEpoch { before = middle } else { after = middle }
        }
        return Timestamp(microseconds: after * 1_000_000)
    }

    private static func localDay(of seconds: Int64, in zone: TimeZone) -> Int {
        let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
        return Timestamp(microseconds: (seconds + Int64(offset)) * 1_000_000).civil.daysSinceEpoch
    }
}
