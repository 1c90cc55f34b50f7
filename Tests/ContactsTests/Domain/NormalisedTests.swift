import Testing

@testable import Contacts

@Suite struct NormalisedTests {
    @Test(arguments: [
        ("7415032118", "7415032118"), ("7415 032 118", "7415032118"), ("7415032118/741501001", "7415032118"),
        ("7415032118 / 741501001", "7415032118"), ("de 811-907-980", "DE811907980"), ("DE811907980", "DE811907980"),
        ("ИНН", nil), ("", nil), ("0000000000", nil), ("1111", nil), ("12345/12345", "1234512345"), ("GB 12.34", "GB1234"),
    ])
    func `a tax id is its letters and digits, of a Russian pair the first`(_ raw: String, _ value: String?) {
        #expect(Normalised.taxID(raw) == value)
    }

    @Test(arguments: [
        ("Ann@Example.COM", "ann@example.com"), ("  ann@example.com \u{200b}", "ann@example.com"),
        ("Ann Lee <ann@example.com>", "ann@example.com"), ("mailto:ann@example.com", "ann@example.com"),
        ("<MAILTO:Ann@example.com>", "ann@example.com"), ("ann@example.com.", "ann@example.com"),
        ("ИВАН@Пример.РФ", "иван@пример.рф"), ("ann+shop@example.com", "ann+shop@example.com"),
        ("a.nn@example.com", "a.nn@example.com"), ("ann", nil), ("ann@", nil), ("@example.com", nil), ("ann@example", nil),
        ("ann@exa mple.com", nil), ("an n@example.com", nil), ("ann@example..com", nil), ("ann@-example.com", nil),
        ("a@b@example.com", nil), ("a@example.com, b@example.com", nil), ("n/a", nil), ("", nil),
    ])
    func `a mail address is compared in lower case, without what surrounds it`(_ raw: String, _ key: String?) {
        #expect(Normalised.email(raw)?.key == key)
    }

    @Test func `a mail address is shown as it was written`() {
        #expect(Normalised.email(" Ann@Example.COM ")?.address == "Ann@Example.COM")
    }

    @Test(arguments: [
        ("8 (912) 345-67-89", "RU", "+79123456789"), ("+7 912 345 67 89", nil, "+79123456789"),
        ("9123456789", "RU", "+79123456789"), ("020 7946 0958", "GB", "+442079460958"),
        ("+44 (0)20 7946 0958", nil, "+442079460958"),
        ("тел. 8-912-345-67-89", "RU", "+79123456789"), ("912", nil, nil), ("no phone", "RU", nil),
    ])
    func `a phone number becomes E.164 by the country it is dialled from`(_ raw: String, _ region: String?, _ number: String?) {
        var customer = ArrivingCustomer()
        customer.phone = raw
        let found = RecognisedCustomer(customer, source: "urn:shop:one", region: region)
        #expect(found.points.first { $0.isValid }?.value == number)
        #expect(found.points.map(\.raw) == [raw])
    }

    @Test func `a shop's number keeps its case and loses only the space around it`() {
        #expect(Normalised.shopID(" A-17 ") == "A-17")
        #expect(Normalised.shopID("  ") == nil)
    }
}
