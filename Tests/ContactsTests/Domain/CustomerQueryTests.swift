import Testing

@testable import Contacts

@Suite struct CustomerQueryTests {
    @Test(arguments: ["", "   ", "\u{200b}"]) func `nothing to look for is no query`(_ text: String) {
        #expect(CustomerQuery(text) == nil)
    }

    @Test func `every word must occur`() throws {
        let query = try #require(CustomerQuery("  Ёлкин   Müller "))
        #expect(query.clauses == [[.init(needles: ["елкин"]), .init(needles: ["muller"])]])
    }

    @Test(arguments: [
        ("8 (912) 345-67-89", ["89123456789", "9123456789"]), ("+44 (0)20 7946", ["44207946"]),
        ("810 49 171", ["81049171", "49171", "1049171"]), ("020 7946", ["0207946", "207946"]),
    ])
    func `what may be a number is looked for by its digits, without what is dialled before it`(
        _ text: String, _ needles: [String]
    ) throws {
        let query = try #require(CustomerQuery(text))
        #expect(query.clauses.last == [.init(needles: needles)])
    }

    @Test func `the last four digits are a part of a number`() throws {
        let query = try #require(CustomerQuery("67-89"))
        #expect(query.clauses == [[.init(needles: ["67-89", "6789"])]])
    }

    @Test(arguments: [("#A-17", "a-17"), ("№ 536412", "536412"), ("536412", "536412")])
    func `an order's number is found with or without its sign`(_ text: String, _ number: String) throws {
        #expect(try #require(CustomerQuery(text)).orderNumber == number)
    }

    @Test func `trigrams are made line by line and of whole characters`() {
        #expect(Trigrams.of("абвг\nxy\nabc") == ["abc", "абв", "бвг"])
        #expect(Trigrams.of("ab") == [])
    }
}
