import Core
import Presentation

/// The last days as a time zone has them, today last.
struct DaySpans: Sendable {
    /// Midnights, and the one that ends today: one more than there are days.
    let bounds: [Timestamp]

    init(_ days: Int, now: Timestamp, timeZone: String, say: Presenter) {
        func midnight(_ moment: Timestamp) -> Timestamp? {
            CivilDate(String(say.exact(moment).prefix(10))).flatMap {
                LocalDay.begin(year: $0.year, month: $0.month, day: $0.day, timeZone: timeZone)
            }
        }
        // By noons, as days are not all 24 hours long.
        let noon = (midnight(now) ?? now).adding(seconds: 12 * 3600)
        bounds = (0...days).compactMap { midnight(noon.adding(days: $0 - days + 1)) }
    }

    /// For a service's `bounds`.
    var query: String { bounds.map(\.description).joined(separator: ",") }

    func labels(_ say: Presenter, now: Timestamp) -> [String] {
        bounds.dropLast().map { say.day($0.adding(seconds: 12 * 3600), now: now) }
    }
}
