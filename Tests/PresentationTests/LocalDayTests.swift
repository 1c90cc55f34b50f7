import Core
import Presentation
import Testing

@Suite struct LocalDayTests {
    @Test(
        arguments: [
            (2026, 1, 31, "UTC", "2026-01-31T00:00:00Z"), (2026, 1, 31, "Europe/Moscow", "2026-01-30T21:00:00Z"),
            (2026, 1, 31, "Asia/Vladivostok", "2026-01-30T14:00:00Z"), (2026, 1, 31, "America/New_York", "2026-01-31T05:00:00Z"),
            (2026, 1, 31, "Pacific/Kiritimati", "2026-01-30T10:00:00Z"),
            (2026, 1, 31, "Pacific/Pago_Pago", "2026-01-31T11:00:00Z"),
            (2026, 1, 31, "Asia/Kathmandu", "2026-01-30T18:15:00Z"),
            // The clocks change on this day, after midnight; the day after is an hour nearer.
            (2026, 3, 29, "Europe/Berlin", "2026-03-28T23:00:00Z"), (2026, 3, 30, "Europe/Berlin", "2026-03-29T22:00:00Z"),
            (2026, 10, 25, "Europe/Berlin", "2026-10-24T22:00:00Z"), (2026, 10, 26, "Europe/Berlin", "2026-10-25T23:00:00Z"),
            // They skip midnight: the day begins at one o'clock.
            (2018, 11, 4, "America/Sao_Paulo", "2018-11-04T03:00:00Z"),
            (2019, 2, 17, "America/Sao_Paulo", "2019-02-17T03:00:00Z"),
        ])
    func `a day begins at the zone's own midnight`(year: Int, month: Int, day: Int, zone: String, moment: String) {
        #expect(LocalDay.begin(year: year, month: month, day: day, timeZone: zone)?.description == moment)
    }

    @Test func `an unknown zone has no days`() {
        #expect(LocalDay.begin(year: 2026, month: 1, day: 1, timeZone: "Europe/Nowhere") == nil)
    }
}
