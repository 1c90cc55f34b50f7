package import Core
import Foundation

extension Presenter {
    /// The hour of the day: `11:42`.
    package func time(_ moment: Timestamp) -> String {
        let local = civil(moment)
        return padded(local.hour, 2) + ":" + padded(local.minute, 2)
    }

    /// The near form: `сегодня, 11:42`, `вчера, 16:20`, `18 ноября, 12:31`; the year only when it is another one.
    package func near(_ moment: Timestamp, now: Timestamp) -> String {
        day(moment, now: now) + ", " + time(moment)
    }

    /// The day alone: `сегодня`, `вчера`, `завтра`, `18 ноября`, `18 ноября 2025`.
    package func day(_ moment: Timestamp, now: Timestamp) -> String {
        let local = civil(moment)
        let today = civil(now)
        switch local.daysSinceEpoch - today.daysSinceEpoch {
        case 0: return self(.today)
        case -1: return self(.yesterday)
        case 1: return self(.tomorrow)
        default: return date(local, withYear: local.year != today.year)
        }
    }

    /// The date in full: `18 ноября 2026`, `18 November 2026`.
    package func date(_ moment: Timestamp) -> String {
        date(civil(moment), withYear: true)
    }

    /// ISO 8601 with the person's own offset, to the second: for `title` and `datetime`.
    package func exact(_ moment: Timestamp) -> String {
        let offset = offsetSeconds(at: moment) / 60
        let local = civil(moment).timestamp.description.dropLast()
        guard offset != 0 else { return local + "Z" }
        let size = offset.magnitude
        return local + (offset < 0 ? "-" : "+") + padded(Int(size / 60), 2) + ":" + padded(Int(size % 60), 2)
    }

    /// How long ago, in one unit: `сейчас`, `3 с назад`, `2 мин назад`, `5 ч назад`, `12 дн назад`.
    package func ago(_ moment: Timestamp, now: Timestamp) -> String {
        let seconds = Int(now.seconds(since: moment))
        return seconds < 2 ? self(.justNow) : self(.ago, duration(seconds: Double(seconds)))
    }

    /// A length of time in its largest unit: `40 с`, `2 мин`, `5 ч`, `12 дн`.
    package func duration(seconds: Double) -> String {
        let whole = max(0, Int(seconds))
        return switch whole {
        case ..<60: self(.seconds, number(whole))
        case ..<3600: self(.minutes, number(whole / 60))
        case ..<86_400: self(.hours, number(whole / 3600))
        default: self(.days, number(whole / 86_400))
        }
    }

    private func date(_ local: CivilTime, withYear: Bool) -> String {
        let month = (language == .russian ? Self.russianMonths : Self.englishMonths)[local.month - 1]
        return String(local.day) + " " + month + (withYear ? " " + String(local.year) : "")
    }

    private func civil(_ moment: Timestamp) -> CivilTime {
        let shifted = moment.adding(seconds: Double(offsetSeconds(at: moment)))
        return shifted.civil
    }

    private func offsetSeconds(at moment: Timestamp) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment.microseconds) / 1_000_000))
    }

    private static let russianMonths = [
        "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря",
    ]
    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
}
