import JSON

/// A customer of the demo company, the same for the same number. Nobody can be reached by what stands in it: mail addresses end in
/// `.example`, phone numbers are those that regulators keep for fiction, tax ids begin with 00.
struct DemoCustomer: Sendable {
    static let seed: UInt64 = 2004

    let isCompany: Bool
    let isRussian: Bool
    let mail: String
    let name: String
    private let phone: String?
    private let tax: String?
    private let interest: String
    private let takesNews: Bool
    private let place: Place
    private let house: Int
    private let number: Int

    init(_ number: Int) {
        var dice = Dice(seed: Self.seed, stream: 0xd3a0_0000 + UInt64(number))
        self.number = number
        isRussian = dice.chance(70)
        isCompany = dice.chance(40)
        house = dice.within(1...98)
        place = dice.pick(isRussian ? Self.russianPlaces : Self.foreignPlaces)
        interest = dice.pick(Good.categories)
        takesNews = dice.chance(60)
        let isWoman = dice.chance(50)
        let first = dice.pick(isRussian ? (isWoman ? Self.women : Self.men) : Self.foreignFirst)
        let last = dice.pick(isRussian ? Self.russianLast : Self.foreignLast)
        // Russian surnames follow the person: Соколов, Соколова.
        let surname = isRussian && isWoman ? last.name + "а" : last.name
        let person = "\(first.name) \(surname)"
        name = isCompany ? Self.company(number, isRussian, last.name) : person
        let box = "\(first.latin).\(last.latin)\(isRussian && isWoman ? "a" : "")"
        mail = isCompany ? "\(box)@firma\(number + 1).example" : "\(box).\(number + 1)@post.example"
        phone = dice.chance(85) ? Self.phone(isRussian, number, &dice) : nil
        tax = isCompany ? "00" + String(10_000_000 + number * 7919 % 90_000_000) : nil
        contact = person
    }

    private let contact: String

    /// Which unit sells to it.
    var unit: String { !isRussian ? "export" : isCompany ? "wholesale" : "retail" }

    /// As the shop knows it.
    var customer: GeneratedCustomer {
        let language = isRussian ? "ru" : "en"
        var data = JSONObject([
            ("shopId", .string("d-\(number + 1)")), ("name", .string(contact)), ("email", .string(mail)),
            ("language", .string(language)),
        ])
        if let phone { data.set("phone", .string(phone)) }
        if let tax {
            data.set("taxId", .string(tax))
            data.set("company", ["name": .string(name), "taxId": .string(tax)])
        }
        if takesNews {
            data.set("consents", [["purpose": "new-products", "channel": "email", "givenAt": "2025-03-14T09:26:53Z"]])
            data.set("interests", [.string(interest), "tea"])
        }
        return GeneratedCustomer(
            data: .object(data), address: place.address(house), language: language, currency: isRussian ? "RUB" : "EUR",
            bulk: isCompany ? 6 : 1)
    }

    private struct Place: Sendable {
        let country: String
        let region: String?
        let city: String
        let code: String
        let street: String

        func address(_ house: Int) -> JSONValue {
            var address = JSONObject([("country", .string(country))])
            if let region { address.set("region", .string(region)) }
            address.set("city", .string(city))
            address.set("postalCode", .string(code))
            let line = country == "RU" ? "\(street), д. \(house)" : "\(street) \(house)"
            address.set("lines", [.string(line)])
            return .object(address)
        }
    }

    private static func phone(_ isRussian: Bool, _ number: Int, _ dice: inout Dice) -> String {
        let tail = String(10_000 + number * 37 % 9000).suffix(4)
        if isRussian { return dice.pick(["8 (900) ", "+7 900 "]) + "\(100 + number % 900)-\(tail.prefix(2))-\(tail.suffix(2))" }
        return "+44 7700 900" + String(1000 + number % 1000).suffix(3)
    }

    /// Twelve words with ten make names enough for all.
    private static func company(_ number: Int, _ isRussian: Bool, _ last: String) -> String {
        let (first, second) = (number % 12, number / 12 % 10)
        return isRussian
            ? "ООО «\(russianWords[first]) \(russianNouns[second])»"
            : "\(last) \(foreignNouns[second]) \(foreignForms[number % 3])"
    }

    private static let women = [
        ("Анна", "anna"), ("Мария", "maria"), ("Ольга", "olga"), ("Алёна", "alena"), ("Екатерина", "ekaterina"),
        ("Ирина", "irina"),
        ("Наталья", "natalia"), ("Дарья", "daria"), ("Светлана", "svetlana"), ("Татьяна", "tatiana"),
    ].map { (name: $0.0, latin: $0.1) }
    private static let men = [
        ("Пётр", "petr"), ("Юрий", "yuri"), ("Илья", "ilya"), ("Фёдор", "fedor"), ("Алексей", "alexey"), ("Михаил", "mikhail"),
        ("Сергей", "sergey"), ("Андрей", "andrey"), ("Денис", "denis"), ("Роман", "roman"),
    ].map { (name: $0.0, latin: $0.1) }
    private static let russianLast = [
        ("Орлов", "orlov"), ("Сорокин", "sorokin"), ("Щукин", "schukin"), ("Ёлкин", "elkin"), ("Жарков", "zharkov"),
        ("Соколов", "sokolov"), ("Васильев", "vasilyev"), ("Морозов", "morozov"), ("Лебедев", "lebedev"), ("Козлов", "kozlov"),
        ("Новиков", "novikov"), ("Зайцев", "zaytsev"), ("Павлов", "pavlov"), ("Семёнов", "semenov"), ("Голубев", "golubev"),
        ("Виноградов", "vinogradov"),
    ].map { (name: $0.0, latin: $0.1) }
    private static let foreignFirst = [
        ("Grace", "grace"), ("Tom", "tom"), ("Siobhán", "siobhan"), ("Noah", "noah"), ("Yuki", "yuki"), ("Layla", "layla"),
        ("Zoë", "zoe"), ("Jürgen", "juergen"), ("Chloé", "chloe"), ("Mateus", "mateus"),
    ].map { (name: $0.0, latin: $0.1) }
    private static let foreignLast = [
        ("Hartley", "hartley"), ("O'Brien", "obrien"), ("Tanaka", "tanaka"), ("Al-Sabah", "alsabah"), ("Müller", "mueller"),
        ("Wren", "wren"), ("Lindqvist", "lindqvist"), ("Moreau", "moreau"), ("Ferreira", "ferreira"), ("Kowalczyk", "kowalczyk"),
    ].map { (name: $0.0, latin: $0.1) }
    private static let russianWords = [
        "Чайный", "Северный", "Медовый", "Городской", "Семейный", "Уральский", "Волжский", "Тульский", "Летний", "Белый",
        "Старый",
        "Новый",
    ]
    private static let russianNouns = [
        "двор", "дом", "сад", "берег", "рынок", "погреб", "причал", "буфет", "привал", "терем",
    ]
    private static let foreignNouns = [
        "Tea Rooms", "Feinkost", "Provisions", "Hotels", "Grocers", "Coffee House", "Gifts", "Imports", "Deli", "Catering",
    ]
    private static let foreignForms = ["Ltd", "GmbH", "& Co"]
    private static let russianPlaces = [
        Place(country: "RU", region: "Тульская область", city: "Тула", code: "300041", street: "ул. Садовая"),
        Place(country: "RU", region: nil, city: "Москва", code: "125009", street: "Газетный пер."),
        Place(country: "RU", region: nil, city: "Санкт-Петербург", code: "191011", street: "Невский пр."),
        Place(country: "RU", region: "Свердловская область", city: "Екатеринбург", code: "620014", street: "ул. Малышева"),
        Place(country: "RU", region: "Республика Татарстан", city: "Казань", code: "420111", street: "ул. Баумана"),
        Place(country: "RU", region: "Новосибирская область", city: "Новосибирск", code: "630099", street: "Красный пр."),
    ]
    private static let foreignPlaces = [
        Place(country: "IE", region: nil, city: "Cork", code: "T12 X8N6", street: "Orchard Road"),
        Place(country: "DE", region: nil, city: "Leipzig", code: "04109", street: "Gartenweg"),
        Place(country: "FR", region: nil, city: "Lyon", code: "69002", street: "Rue du Port"),
        Place(country: "GB", region: nil, city: "Leeds", code: "LS1 4DY", street: "Mill Lane"),
    ]
}
