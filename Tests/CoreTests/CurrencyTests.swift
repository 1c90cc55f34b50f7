import Core
import Testing

@Suite struct CurrencyTests {
    @Test(arguments: [
        ("RUB", 2), ("EUR", 2), ("JPY", 0), ("KRW", 0), ("ISK", 0), ("KWD", 3), ("TND", 3), ("CLF", 4), ("MGA", 2), ("UGX", 0),
    ])
    func `has its own decimals`(code: String, decimals: Int) throws {
        let currency = try #require(Currency(code))
        #expect(currency.decimals == decimals)
        #expect(currency.description == code)
    }

    @Test(arguments: ["", "rub", "RU", "RUBL", " RUB", "XXX", "XTS", "XAU", "HRK", "US\u{24}"])
    func `refuses codes that are none`(code: String) {
        #expect(Currency(code) == nil)
    }
}
