import JSON
import Testing

@Suite struct ParserTests {
    private func parse(_ text: String, _ limits: JSONLimits = JSONLimits()) throws(JSONSyntaxError) -> JSONValue {
        try JSONValue.parse(Array(text.utf8), limits: limits)
    }

    @Test(
        arguments: [
            ("null", JSONValue.null), ("true", true), ("false", false), (" \t\r\n1 ", 1), ("\"\"", ""), ("[]", []), ("[ ]", []),
            ("{}", [:]),
            ("{ }", [:]), ("[1,\n[2],{}]", [1, [2], [:]]), ("{\"a\" : 1 , \"b\":[ true]}", ["a": 1, "b": [true]]),
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"), (#""\ud83d\ude00""#, "😀"),
            (#""\uDBFF\uDFFF""#, "\u{10FFFF}"), (#""\uffff""#, "\u{ffff}"), (#""\u0000""#, "\0"), ("\"\u{7f}\"", "\u{7f}"),
            ("\"Привет 😀\"", "Привет 😀"), (#""é\n€""#, "é\n€"), (#"{"":0}"#, ["": 0]),
        ] as [(String, JSONValue)])
    func `takes every form that RFC 8259 allows`(text: String, value: JSONValue) throws {
        #expect(try parse(text) == value)
    }

    @Test(arguments: [
        ("", 0), (" ", 1), ("nul", 3), ("nulL", 3), ("True", 0), ("1 2", 2), ("[1] x", 4), ("[", 1), ("]", 0), ("[1", 2),
        ("[1,", 3),
        ("[1,]", 3), ("[,1]", 1), ("[1 2]", 3), ("[1}", 2), ("{", 1), ("{\"a\"}", 4), ("{\"a\":}", 5), ("{\"a\":1,}", 7),
        ("{a:1}", 1), ("{'a':1}", 1), ("{1:1}", 1), ("{\"a\" 1}", 5), ("{\"a\":1]", 6), ("\"abc", 4), ("\"", 1), ("'a'", 0),
        ("\"a\tb\"", 2), ("\"a\nb\"", 2), ("\"\0\"", 1), (#""\x""#, 2), (#""\"#, 2), (#""\u12""#, 5), (#""\u12g4""#, 5),
        (#""\u"#, 3),
        (#""\U0041""#, 2), ("// c\n1", 0), ("/**/1", 0), ("NaN", 0), ("Infinity", 0), ("-Infinity", 1), ("\u{feff}1", 0),
        ("\u{a0}1", 0),
        ("1\0", 1), ("undefined", 0),
    ])
    func `refuses what is not JSON, and says where`(text: String, offset: Int) {
        #expect(throws: JSONSyntaxError(offset: offset, reason: .syntax)) { try parse(text) }
    }

    @Test(arguments: [
        "0", "-0", "1", "-1", "10", "1.0", "0.1", "1.5e1", "1e3", "1E+3", "1e-3", "0e0", "-0.0", "9007199254740992",
    ])
    func `takes numbers and keeps their digits`(text: String) throws {
        #expect(try parse(text).number?.text == text)
    }

    @Test(arguments: [
        "-", "+1", "01", "-01", "00", ".5", "1.", "1.e1", "1e", "1e+", "1e1.5", "0x10", "1_000", "--1", "1-", "1,5", "1e 5", "٣",
    ])
    func `refuses malformed numbers`(text: String) {
        #expect(throws: JSONSyntaxError.self) { try parse(text) }
    }

    @Test(arguments: ["1e309", "-1e309", "1e999999999999999999999", "1" + String(repeating: "0", count: 309)])
    func `refuses numbers beyond a double`(text: String) {
        #expect(throws: JSONSyntaxError(offset: 1, reason: .numberRange)) { try parse("[" + text + "]") }
    }

    @Test(arguments: [
        #"\ud800"#, #"\udc00"#, #"\udfff"#, #"\ud800x"#, #"\ud800\n"#, #"\ud800\u0041"#, #"\ud800\ud800"#, #"\ude00\ud83d"#,
    ])
    func `refuses half a surrogate pair`(text: String) {
        #expect(throws: JSONSyntaxError(offset: 2, reason: .unpairedSurrogate)) { try parse("\"a" + text + "\"") }
    }

    @Test(
        arguments: [
            [0x80], [0xff], [0xc0, 0x80], [0xc3], [0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80],
            [0xf8, 0x88, 0x80, 0x80, 0x80],
        ] as [[UInt8]])
    func `refuses text that is not UTF-8`(bytes: [UInt8]) {
        let plain = Array("[\"a".utf8) + bytes + Array("\"]".utf8)
        let escaped = Array("[\"\\n".utf8) + bytes + Array("\"]".utf8)
        let key = Array("{\"".utf8) + bytes + Array("\":1}".utf8)
        for document in [plain, escaped, key] {
            #expect(throws: JSONSyntaxError(offset: 2, reason: .invalidUTF8)) { try JSONValue.parse(document) }
        }
    }

    @Test(arguments: ["[", "{\"a\":"])
    func `takes 32 levels and refuses one more`(opening: String) throws {
        let closing = opening == "[" ? "]" : "}"
        func nested(_ levels: Int) -> String {
            String(repeating: opening, count: levels - 1) + opening + "1" + String(repeating: closing, count: levels)
        }
        #expect(throws: Never.self) { try parse(nested(32)) }
        #expect(throws: JSONSyntaxError(offset: 32 * opening.utf8.count, reason: .depth)) { try parse(nested(33)) }
        #expect(throws: Never.self) { try parse(nested(33), JSONLimits(depth: 33)) }
        #expect(throws: JSONSyntaxError.self) { try parse(String(repeating: opening, count: 80_000)) }
    }

    @Test func `counts levels, not containers`() throws {
        let wide = "[" + Array(repeating: "[1]", count: 100).joined(separator: ",") + "]"
        #expect(try parse(wide, JSONLimits(depth: 2)).array?.count == 100)
    }

    @Test func `refuses more bytes than allowed`() throws {
        #expect(try parse("[123]", JSONLimits(bytes: 5)) == [123])
        #expect(throws: JSONSyntaxError(offset: 5, reason: .tooLarge)) { try parse("[1234]", JSONLimits(bytes: 5)) }
    }

    @Test func `refuses a key that comes twice, however it is spelt`() {
        #expect(throws: JSONSyntaxError(offset: 7, reason: .duplicateKey("a"))) { try parse(#"{"a":1,"a":1}"#) }
        #expect(throws: JSONSyntaxError(offset: 7, reason: .duplicateKey("a"))) { try parse(#"{"a":1,"\u0061":1}"#) }
        #expect(throws: JSONSyntaxError(offset: 13, reason: .duplicateKey("b"))) { try parse(#"{"a":{"b":1, "b":2}}"#) }
    }

    @Test(arguments: [23, 24, 25, 200])
    func `finds the key that comes twice among many`(count: Int) throws {
        let members = (0..<count).map { "\"key\($0)\":\($0)" }
        #expect(try parse("{" + members.joined(separator: ",") + "}").object?.members.count == count)
        for repeated in [0, count / 2, count - 1] {
            let document = "{" + members.joined(separator: ",") + ",\"key\(repeated)\":0}"
            #expect(throws: JSONSyntaxError.self) { try parse(document) }
        }
    }

    @Test func `tells keys apart that Swift thinks the same`() throws {
        let value = try parse("{\"K\":1,\"\u{212a}\":2,\"\u{e9}\":3,\"e\u{301}\":4}")
        #expect(value["K"] == 1)
        #expect(value["\u{212a}"] == 2)
        #expect(value["\u{e9}"] == 3)
        #expect(value["e\u{301}"] == 4)
    }

    @Test func `says in words what is wrong`() {
        #expect(JSONSyntaxError(offset: 7, reason: .duplicateKey("sku")).description == "The key \"sku\" comes twice, at byte 7.")
        #expect(JSONSyntaxError(offset: 5, reason: .tooLarge).description == "Larger than 5 bytes.")
    }

    @Test func `reads bytes in place`() throws {
        let value = try Array("[1]".utf8).withUnsafeBytes { try JSONValue.parse($0) }
        #expect(value == [1])
    }
}
