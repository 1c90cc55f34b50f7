import JSON
import Testing

@Suite struct CanonicalTests {
    private func canonical(_ text: String) throws -> String {
        String(decoding: try JSONValue.parse(Array(text.utf8)).canonical(), as: UTF8.self)
    }

    /// RFC 8785, appendix B.
    @Test(
        arguments: [
            (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"), (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"), (0x4340_0000_0000_0000, "9007199254740992"),
            (0xc340_0000_0000_0000, "-9007199254740992"), (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"), (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"), (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
            (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"), (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"), (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5553, "333333333.3333332"),
            (0x41b3_de43_5555_5554, "333333333.33333325"), (0x41b3_de43_5555_5555, "333333333.3333333"),
            (0x41b3_de43_5555_5556, "333333333.3333334"), (0x41b3_de43_5555_5557, "333333333.33333343"),
            (0xbecb_f647_612f_3696, "-0.0000033333333333333333"), (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
        ] as [(UInt64, String)])
    func `writes doubles as ECMAScript does`(bits: UInt64, text: String) throws {
        let number = try #require(JSONNumber(Double(bitPattern: bits)))
        #expect(String(decoding: JSONValue.number(number).canonical(), as: UTF8.self) == text)
        #expect(try canonical("[" + text + "]") == "[" + text + "]")
    }

    @Test(arguments: [
        ("1.0", "1"), ("-0", "0"), ("-0.0", "0"), ("1e3", "1000"), ("100", "100"), ("0.10", "0.1"), ("1E-7", "1e-7"),
        ("123456789012345", "123456789012345"),
        ("9007199254740993", "9007199254740992"), ("12e20", "1.2e+21"), ("1e-6", "0.000001"), ("123.456e2", "12345.6"),
        ("-1.50", "-1.5"),
        ("10000000000000000000000", "1e+22"), ("1e20", "100000000000000000000"), ("0e5", "0"), ("1e-400", "0"),
    ])
    func `gives equal numbers one form`(text: String, form: String) throws {
        #expect(try canonical(text) == form)
    }

    /// RFC 8785, section 3.2.3.
    @Test func `sorts keys by UTF-16`() throws {
        let document = #"{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}"#
        #expect(try canonical(document) == "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\u{fb33}\":3}")
    }

    @Test func `orders keys as their UTF-16 does, whatever they begin with`() throws {
        let keys = ["", "a", "aa", "ab", "b", "\u{7f}", "\u{7ff}", "\u{d7ff}", "\u{10000}", "\u{10ffff}", "\u{e000}", "\u{ffff}"]
        let shuffled = keys.reversed().map { "\"x\($0)\":0" }.joined(separator: ",")
        let sorted = keys.map { "\"x\($0)\":0" }.joined(separator: ",")
        #expect(keys == keys.sorted { $0.utf16.lexicographicallyPrecedes($1.utf16) })
        #expect(try canonical("{" + shuffled + "}") == "{" + sorted + "}")
    }

    /// RFC 8785, section 3.2.2.
    @Test func `gives the form of the example in the RFC`() throws {
        let document = #"""
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """#
        let form =
            #"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#
            + #""string":"€$\u000f\nA'B\"\\\\\"/"}"#
        #expect(try canonical(document) == form)
    }

    @Test func `escapes control characters in the shortest way and nothing else`() throws {
        let document = #""\u0000\u0008\u0009\u000a\u000b\u000c\u000d\u001f\u007f\u2028\/<""#
        #expect(try canonical(document) == "\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\u{7f}\u{2028}/<\"")
    }

    @Test func `does not depend on space, order or spelling`() throws {
        let one = try canonical(#"{"b":[1.0,{"z":1,"y":"\u0061"}],"a":null}"#)
        #expect(try canonical("{ \"a\" : null , \"b\" : [ 1, {\"y\":\"a\",\"z\":1e0} ] }") == one)
        #expect(try canonical(one) == one)
    }
}
