import PhoneNumbers
import Testing

@Suite struct PhoneNumberTests {
    @Test(arguments: [
        ("8 (495) 123-45-67", "RU", "+74951234567", "+7 495 123-45-67"),
        ("+7 (916) 123 45 67 доб. 12", nil, "+79161234567", "+7 916 123-45-67 ext. 12"),
        ("89161234567", "ru", "+79161234567", "+7 916 123-45-67"), ("020 7946 0958", "GB", "+442079460958", "+44 20 7946 0958"),
        ("+44 7400 123456", "RU", "+447400123456", "+44 7400 123456"), ("８９１６１２３４５６７", "RU", "+79161234567", "+7 916 123-45-67"),
    ]) func `a number in any form is one number`(raw: String, region: String?, e164: String, international: String) throws {
        let number = try #require(PhoneNumbers.parse(raw, region: region))
        #expect(number.e164 == e164)
        #expect(number.international == international)
        #expect(number.isValid)
    }

    @Test func `a number that no plan has is read and called invalid`() throws {
        let number = try #require(PhoneNumbers.parse("12345", region: "RU"))
        #expect(!number.isValid)
    }

    @Test(arguments: [
        ("мусор", "RU"), ("", "RU"), ("8 916 123-45-67", nil), ("+7 916\u{0} 123 45 67", "RU"), ("+7 916 123 45 67", "Россия"),
        ("+7 916 123 45 67", "R\u{0}"), (String(repeating: "1", count: 65), "RU"),
        (String(repeating: "+7 916 123 45 67 ", count: 100_000), "RU"),
    ]) func `what is no number is none`(raw: String, region: String?) {
        #expect(PhoneNumbers.parse(raw, region: region) == nil)
    }

    @Test func `many tasks read at once`() async {
        PhoneNumbers.warmUp()
        let read = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask { (0..<200).count { PhoneNumbers.parse("+7 916 123 45 \($0 % 90 + 10)", region: nil) != nil } }
            }
            return await group.reduce(0, +)
        }
        #expect(read == 800)
    }
}
