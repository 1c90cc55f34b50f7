import JSON

/// A customer of the generated shop, the same for the same seed and index.
struct GeneratedCustomer: Sendable {
    let data: JSONValue
    let address: JSONValue
    let language: String
    let currency: String
    /// How many times more than a household it orders.
    let bulk: Int64

    init(data: JSONValue, address: JSONValue, language: String, currency: String, bulk: Int64 = 1) {
        (self.data, self.address, self.language, self.currency) = (data, address, language, currency)
        self.bulk = bulk
    }

    init(seed: UInt64, index: Int) {
        var dice = Dice(seed: seed, stream: 0xc000_0000 + UInt64(index))
        language = dice.chance(55) ? "ru" : "en"
        let isRussian = language == "ru"
        let first = dice.pick(isRussian ? Self.russianFirst : Self.englishFirst)
        let last = dice.pick(isRussian ? Self.russianLast : Self.englishLast)
        currency = isRussian ? "RUB" : dice.pick(["EUR", "EUR", "JPY", "KWD"])
        let mail = "\(first.latin).\(last.latin)\(index).\(seed)@customers.example".lowercased()
        var customer = JSONObject([
            ("shopId", .string("u-\(index)")), ("name", .string("\(first.name) \(last.name)")), ("email", .string(mail)),
            ("language", .string(isRussian ? "ru" : dice.pick(["en", "en-GB"]))),
        ])
        if dice.chance(70) { customer.set("phone", .string(Self.phone(isRussian, index, &dice))) }
        if dice.chance(25) {
            // A tax id that names nobody: no register gives out ids that begin with 00.
            let tax = "00" + String(10_000_000 + (index &* 7919 &+ Int(seed % 100_000) &* 31) % 90_000_000)
            customer.set("taxId", .string(tax))
            customer.set(
                "company",
                [
                    "name": .string(
                        isRussian ? "ООО «\(dice.pick(Self.russianFirms)) \(index)»" : "\(last.name) & Sons \(index) Ltd"),
                    "taxId": .string(tax),
                ])
        }
        if dice.chance(60) {
            var consents: [JSONValue] = [
                ["purpose": "new-products", "channel": "email", "givenAt": "2025-03-14T09:26:53Z"]
            ]
            if dice.chance(40) { consents.append(["purpose": "news", "channel": "sms", "givenAt": "2025-04-01T12:00:00+03:00"]) }
            customer.set("consents", .array(consents))
            customer.set("interests", [.string(dice.pick(Good.categories)), .string("tea")])
        }
        data = .object(customer)
        address = Self.address(isRussian, currency, &dice)
        bulk = 1
    }

    private static func address(_ isRussian: Bool, _ currency: String, _ dice: inout Dice) -> JSONValue {
        let house = dice.within(1...120)
        if isRussian {
            return [
                "country": "RU", "region": "Тульская область", "city": "Тула", "postalCode": "300041",
                "lines": [.string("ул. Садовая, д. \(house)")],
            ]
        }
        switch currency {
        case "JPY": return ["country": "JP", "city": "Uji", "postalCode": "611-0021", "lines": [.string("Renge \(house)")]]
        case "KWD": return ["country": "KW", "city": "Salmiya", "lines": [.string("Block 4, house \(house)")]]
        default: return ["country": "IE", "city": "Cork", "lines": [.string("\(house) Orchard Road")]]
        }
    }

    /// Numbers that regulators keep for fiction, as people write them.
    private static func phone(_ isRussian: Bool, _ index: Int, _ dice: inout Dice) -> String {
        if isRussian {
            let digits = String(1_000_000 + index % 9_000_000)
            let tail = digits.suffix(4)
            return dice.pick(["8 (900) ", "+7 900 "]) + "\(digits.prefix(3))-\(tail.prefix(2))-\(tail.suffix(2))"
        }
        return "+44 7700 900" + String(1000 + index % 1000).suffix(3)
    }

    private static let russianFirst: [(name: String, latin: String)] = [
        ("Анна", "anna"), ("Мария", "maria"), ("Пётр", "petr"), ("Алёна", "alena"), ("Юрий", "yuri"), ("Ольга", "olga"),
        ("Илья", "ilya"), ("Фёдор", "fedor"),
    ]
    private static let russianLast: [(name: String, latin: String)] = [
        ("Орлова", "orlova"), ("Сорокин", "sorokin"), ("Щукина", "schukina"), ("Ёлкин", "elkin"), ("Жаркова", "zharkova"),
        ("Мельник", "melnik"), ("Цой", "tsoy"),
    ]
    private static let englishFirst: [(name: String, latin: String)] = [
        ("Grace", "grace"), ("Tom", "tom"), ("Siobhán", "siobhan"), ("Noah", "noah"), ("Yuki", "yuki"), ("Layla", "layla"),
        ("Zoë", "zoe"),
    ]
    private static let englishLast: [(name: String, latin: String)] = [
        ("Hartley", "hartley"), ("O'Brien", "obrien"), ("Tanaka", "tanaka"), ("Al-Sabah", "alsabah"), ("Müller", "mueller"),
        ("Wren", "wren"),
    ]
    private static let russianFirms = ["Чайный дом", "Мёд и травы", "Самовар", "Уютная кухня"]
}
