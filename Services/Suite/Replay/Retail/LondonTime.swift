package import Core

/// The clocks of London since 1996: one hour ahead of UTC from the last Sunday of March to the last Sunday of October, both at
/// 01:00 UTC.
package enum LondonTime {
    /// A time of the hour that comes twice in October is taken as the first one; one of the hour that March skips, as if it had
    /// not.
    package static func utc(_ local: CivilTime) -> Timestamp {
        let unshifted = local.timestamp
        let summer = unshifted.adding(seconds: -3600)
        let isSummer = summer >= lastSunday(3, local.year) && summer < lastSunday(10, local.year)
        return isSummer ? summer : unshifted
    }

    /// `2010-12-01 08:26:00` or `2010-12-01 08:26`; `nil` for anything else.
    package static func utc(_ text: String) -> Timestamp? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let date = numbers(parts[0], "-", [4, 2, 2])
        let time = numbers(parts[1], ":", [2, 2, 2]) ?? numbers(parts[1], ":", [2, 2]).map { $0 + [0] }
        guard let date, let time, (1...12).contains(date[1]), date[2] >= 1,
            date[2] <= CivilTime.daysInMonth(date[1], year: date[0]), time[0] < 24, time[1] < 60, time[2] < 60
        else { return nil }
        return utc(CivilTime(year: date[0], month: date[1], day: date[2], hour: time[0], minute: time[1], second: time[2]))
    }

    private static func lastSunday(_ month: Int, _ year: Int) -> Timestamp {
        let last = CivilTime(year: year, month: month, day: 31, hour: 1)
        // 1970-01-01, day 0, was a Thursday: Sundays are the days that leave 3 by 7.
        return last.timestamp.adding(days: -((last.daysSinceEpoch % 7 + 4) % 7))
    }

    private static func numbers(_ text: Substring, _ separator: Character, _ digits: [Int]) -> [Int]? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == digits else { return nil }
        let numbers = parts.compactMap { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int($0) : nil }
        return numbers.count == digits.count ? numbers : nil
    }
}
