import Core

/// That a person is away on whole days of his own time zone, and who stands in for him.
struct Absence: Hashable, Sendable {
    let id: ID
    let userID: ID
    let deputyID: ID?
    let firstDay: CivilDate
    /// Away on this day too.
    let lastDay: CivilDate
    /// The midnights at which it begins and ends.
    let startsAt: Timestamp
    let endsAt: Timestamp
    let version: Int64
}

/// A day of the calendar, without a time zone; written as `2026-01-31`.
struct CivilDate: Hashable, Comparable, Sendable, LosslessStringConvertible {
    let year: Int
    let month: Int
    let day: Int

    init(year: Int, month: Int, day: Int) {
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// `nil` for what is no day from the year 1970 to 9999 in this form.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], text.utf8.allSatisfy({ $0 == 0x2d || (0x30...0x39).contains($0) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), year >= 1970,
            (1...12).contains(month), (1...CivilTime.daysInMonth(month, year: year)).contains(day)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    var description: String {
        // As RFC 3339 writes it, without the time.
        String(CivilTime(year: year, month: month, day: day).timestamp.description.prefix(10))
    }

    static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}
