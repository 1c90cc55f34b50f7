import Core
import Testing

@Suite struct TimestampTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01t00:00:00z", 0), ("1970-01-01T00:00:00.000001Z", 1),
            ("1970-01-01T00:00:00.1Z", 100_000), ("1970-01-01T00:00:00.1234567899Z", 123_456),
            ("1969-12-31T23:59:59.999999Z", -1),
            ("1970-01-01T03:00:00+03:00", 0), ("1969-12-31T18:30:00-05:30", 0), ("1970-01-01T00:00:00-00:00", 0),
            ("2016-12-31T23:59:60Z", 1_483_228_799_000_000), ("2024-02-29T12:00:00Z", 1_709_208_000_000_000),
            ("2000-02-29T00:00:00Z", 951_782_400_000_000), ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
            ("0000-01-01T00:00:00Z", -62_167_219_200_000_000), ("2038-01-19T03:14:08Z", 2_147_483_648_000_000),
        ] as [(String, Int64)])
    func `reads RFC 3339`(text: String, microseconds: Int64) throws {
        #expect(try #require(Timestamp(text)).microseconds == microseconds)
    }

    @Test(arguments: [
        "", "now", "1970-01-01", "1970-01-01T00:00:00", "1970-01-01 00:00:00Z", "1970-01-01T00:00Z", "1970-1-01T00:00:00Z",
        "1970-00-01T00:00:00Z", "1970-13-01T00:00:00Z", "1970-01-00T00:00:00Z", "1970-01-32T00:00:00Z", "1970-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z", "1970-04-31T00:00:00Z", "1970-01-01T24:00:00Z", "1970-01-01T00:60:00Z", "1970-01-01T00:00:61Z",
        "1970-01-01T00:00:00.Z", "1970-01-01T00:00:00,5Z", "1970-01-01T00:00:00ZZ", "1970-01-01T00:00:00+0300",
        "1970-01-01T00:00:00+3:00",
        "1970-01-01T00:00:00+24:00", "1970-01-01T00:00:00+00:60", "1970-01-01T00:00:00+03:00Z", "1970-01-01T00:00:00.5",
        "-970-01-01T00:00:00Z",
        "+1970-01-01T00:00:0Z", "1970-01-01T-1:00:00Z", " 1970-01-01T00:00:00Z", "1970-01-01T00:00:00.00000000000000000000Z",
        "١٩٧٠-01-01T00:00:00Z", "0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
    ])
    func `refuses other forms and dates that are none`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (1, "1970-01-01T00:00:00.000001Z"), (1000, "1970-01-01T00:00:00.001Z"),
            (10_500_000, "1970-01-01T00:00:10.500Z"),
            (-1, "1969-12-31T23:59:59.999999Z"), (-1_000_000, "1969-12-31T23:59:59Z"),
            (-62_167_219_200_000_000, "0000-01-01T00:00:00Z"),
            (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"), (-62_198_755_200_000_000, "-0001-01-01T00:00:00Z"),
            (253_402_300_800_000_000, "010000-01-01T00:00:00Z"), (Int64.max, "294247-01-10T04:00:54.775807Z"),
            (Int64.min, "-290308-12-21T19:59:05.224192Z"),
        ] as [(Int64, String)])
    func `writes RFC 3339 in UTC`(microseconds: Int64, text: String) {
        #expect(Timestamp(microseconds: microseconds).description == text)
    }

    @Test func `gives back what it wrote`() {
        var microseconds: Int64 = -62_167_219_200_000_000
        while microseconds < 253_402_300_800_000_000 {
            let time = Timestamp(microseconds: microseconds)
            #expect(Timestamp(time.description) == time)
            microseconds += 97_654_321_012_345
        }
    }

    @Test func `adds and compares`() {
        let time = Timestamp(microseconds: 5)
        #expect(time.adding(seconds: 1.5).microseconds == 1_500_005)
        #expect(time.adding(days: -1).microseconds == 5 - 86_400_000_000)
        #expect(time.adding(days: 1).seconds(since: time) == 86_400)
        #expect(time < time.adding(seconds: 0.000001))
    }

    @Test func `knows every day of 800 years`() {
        var days = CivilTime(year: 1600, month: 1, day: 1).daysSinceEpoch
        for year in 1600..<2400 {
            for month in 1...12 {
                for day in 1...CivilTime.daysInMonth(month, year: year) {
                    let civil = CivilTime(year: year, month: month, day: day, hour: 23, minute: 59, second: 58)
                    guard civil.daysSinceEpoch == days, civil.timestamp.civil == civil else {
                        Issue.record(
                            "\(civil) is day \(civil.daysSinceEpoch), not \(days), and comes back as \(civil.timestamp.civil)")
                        return
                    }
                    days += 1
                }
            }
        }
        #expect(days == CivilTime(year: 2400, month: 1, day: 1).daysSinceEpoch)
        #expect(CivilTime(year: 1970, month: 1, day: 1).daysSinceEpoch == 0)
        #expect(CivilTime(year: 2000, month: 3, day: 1).daysSinceEpoch == 11_017)
    }
}
