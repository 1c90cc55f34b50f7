import JSON
import Testing

@Suite struct NumberTests {
    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("42", 42), ("-42", -42), ("9007199254740993", 9_007_199_254_740_993),
            ("9223372036854775807", Int64.max),
            ("-9223372036854775808", Int64.min), ("9223372036854775808", nil), ("1.0", nil), ("1e3", nil), ("1E3", nil),
            ("-0.0", nil),
        ] as [(String, Int64?)])
    func `is an integer only when written as one`(text: String, value: Int64?) throws {
        #expect(try #require(JSONNumber(text: text)).integer == value)
    }

    @Test(
        arguments: [
            ("1", 3, 1000), ("1.0", 3, 1000), ("1.000000000000000000000000000000", 3, 1000), ("0.001", 3, 1), ("-0.001", 3, -1),
            ("0.0001", 3, nil), ("1.2345", 3, nil), ("1.5e1", 0, 15), ("1.55e1", 0, nil), ("15e-1", 1, 15), ("1e3", 0, 1000),
            ("1E+3", 0, 1000),
            ("100e-2", 0, 1), ("0", 2, 0), ("-0", 2, 0), ("0e99999999999999999999", 2, 0), ("0.000", 0, 0),
            ("1e-99999999999999999999", 2, nil),
            ("1e18", 0, 1_000_000_000_000_000_000), ("1e19", 0, nil), ("922337203685477580.7", 1, Int64.max),
            ("9223372036854775807", 0, Int64.max),
            ("-9223372036854775808", 0, Int64.min), ("9223372036854775808", 0, nil), ("-9223372036854775809", 0, nil),
            ("92233720368547758070", 0, nil), ("18446744073709551616", 0, nil), ("1000000.00", 2, 100_000_000),
            ("10.010", 2, 1001),
            ("123000000000000000000000e-21", 0, 123), ("0.00000000000000000000001e23", 0, 1),
        ] as [(String, Int, Int64?)])
    func `scales exactly or not at all`(text: String, decimals: Int, value: Int64?) throws {
        #expect(try #require(JSONNumber(text: text)).scaled(decimals: decimals) == value)
    }

    @Test(
        arguments: [
            (1500, 3, "1.5"), (1, 3, "0.001"), (-1, 3, "-0.001"), (1000, 3, "1"), (0, 2, "0"), (7, 0, "7"),
            (Int64.min, 2, "-92233720368547758.08"),
        ] as [(Int64, Int, String)])
    func `writes scaled units back`(units: Int64, decimals: Int, text: String) {
        let number = JSONNumber(units: units, decimals: decimals)
        #expect(number.text == text)
        #expect(number.scaled(decimals: decimals) == units)
    }

    @Test(arguments: ["", " 1", "1 ", "01", "1.", "\"1\"", "null", "1e400", "[1]"])
    func `is not made of other texts`(text: String) {
        #expect(JSONNumber(text: text) == nil)
    }

    @Test func `knows doubles`() throws {
        #expect(try #require(JSONNumber(text: "0.1")).double == 0.1)
        #expect(JSONNumber(0.1)?.text == "0.1")
        #expect(JSONNumber(1e21)?.text == "1e+21")
        #expect(JSONNumber(Double.nan) == nil)
        #expect(JSONNumber(-Double.infinity) == nil)
    }
}
