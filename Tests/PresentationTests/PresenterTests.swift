import Core
import Presentation
import Testing

@Suite struct PresenterTests {
    let russian = Presenter(language: .russian, timeZone: "Europe/Moscow")
    let english = Presenter(language: .english, timeZone: "Europe/Moscow")

    @Test(arguments: [
        (128_400_000, "RUB", "1\u{a0}284\u{a0}000\u{a0}₽", "₽1,284,000"), (129_950, "RUB", "1\u{a0}299,50\u{a0}₽", "₽1,299.50"),
        (5, "USD", "0,05\u{a0}$", "$0.05"), (-31_000, "EUR", "\u{2212}310\u{a0}€", "\u{2212}€310"),
        (1500, "JPY", "1\u{a0}500\u{a0}¥", "¥1,500"),
        (1_000_001, "KWD", "1\u{a0}000,001\u{a0}KWD", "KWD\u{a0}1,000.001"), (0, "RUB", "0\u{a0}₽", "₽0"),
        (
            Int64.min, "JPY", "\u{2212}9\u{a0}223\u{a0}372\u{a0}036\u{a0}854\u{a0}775\u{a0}808\u{a0}¥",
            "\u{2212}¥9,223,372,036,854,775,808"
        ),
    ]) func `money is said by its currency`(amount: Int64, code: String, russian: String, english: String) throws {
        let money = Money(amount: amount, currency: try #require(Currency(code)))
        #expect(self.russian.money(money) == russian)
        #expect(self.english.money(money) == english)
    }

    @Test(arguments: [
        (0.4, 1, "0,4", "0.4"), (0.95, 1, "1", "1"), (1234.5678, 2, "1\u{a0}234,57", "1,234.57"), (-0.001, 2, "0", "0"),
        (2.0, 3, "2", "2"),
        (.nan, 1, "—", "—"), (.infinity, 1, "—", "—"), (-2.5, 1, "\u{2212}2,5", "\u{2212}2.5"), (0.05, 2, "0,05", "0.05"),
    ]) func `a fraction is rounded and its zeros dropped`(value: Double, decimals: Int, russian: String, english: String) {
        #expect(self.russian.number(value, decimals: decimals) == russian)
        #expect(self.english.number(value, decimals: decimals) == english)
    }

    @Test(arguments: [
        ("2026-11-24T08:42:09Z", "сегодня, 11:42", "today, 11:42"), ("2026-11-23T21:00:00Z", "сегодня, 00:00", "today, 00:00"),
        ("2026-11-23T20:59:59Z", "вчера, 23:59", "yesterday, 23:59"),
        ("2026-11-25T07:00:00Z", "завтра, 10:00", "tomorrow, 10:00"),
        ("2026-11-18T09:31:00Z", "18 ноября, 12:31", "18 November, 12:31"),
        ("2025-12-31T20:59:00Z", "31 декабря 2025, 23:59", "31 December 2025, 23:59"),
        ("2025-12-31T21:00:00Z", "1 января, 00:00", "1 January, 00:00"),
        ("1969-07-20T20:17:00Z", "20 июля 1969, 23:17", "20 July 1969, 23:17"),
    ]) func `a moment is near in the person's own zone`(moment: String, russian: String, english: String) throws {
        let moment = try #require(Timestamp(moment))
        let now = try #require(Timestamp("2026-11-24T12:00:00Z"))
        #expect(self.russian.near(moment, now: now) == russian)
        #expect(self.english.near(moment, now: now) == english)
    }

    @Test(arguments: [
        ("Europe/Moscow", "2026-11-24T11:42:09+03:00"), ("America/St_Johns", "2026-11-24T05:12:09-03:30"),
        ("UTC", "2026-11-24T08:42:09Z"),
        ("Nowhere/At_All", "2026-11-24T08:42:09Z"), ("Europe/Berlin", "2026-11-24T09:42:09+01:00"),
    ]) func `the exact moment carries the zone's offset`(zone: String, exact: String) throws {
        let moment = try #require(Timestamp("2026-11-24T08:42:09.123456Z"))
        #expect(Presenter(language: .russian, timeZone: zone).exact(moment) == exact)
    }

    @Test(arguments: [
        (0.5, "сейчас", "just now"), (3.0, "3\u{a0}с назад", "3\u{a0}s ago"), (120.0, "2\u{a0}мин назад", "2\u{a0}min ago"),
        (7300.0, "2\u{a0}ч назад", "2\u{a0}h ago"), (86_400.0 * 12, "12\u{a0}дн назад", "12\u{a0}d ago"),
        (-50.0, "сейчас", "just now"),
    ]) func `how long ago is said in one unit`(seconds: Double, russian: String, english: String) {
        let now = Timestamp(microseconds: 1_795_500_000_000_000)
        #expect(self.russian.ago(now.adding(seconds: -seconds), now: now) == russian)
        #expect(self.english.ago(now.adding(seconds: -seconds), now: now) == english)
    }

    @Test func `people's order puts Ё beside Е and numbers by their size`() {
        let names = ["Яна", "Ёлкин", "Жуков", "Еремин", "елкин", "Алексеев", "Заказ 10", "Заказ 9", "Zoe", "Йод", "Иванов"]
        let expected = ["Алексеев", "елкин", "Ёлкин", "Еремин", "Жуков", "Заказ 9", "Заказ 10", "Иванов", "Йод", "Яна"]
        #expect(russian.sorted(names) { $0 }.filter { $0 != "Zoe" } == expected)
        #expect(english.sorted(["b", "Éa", "a", "e", "f"]) { $0 } == ["a", "b", "e", "Éa", "f"])
    }
}
