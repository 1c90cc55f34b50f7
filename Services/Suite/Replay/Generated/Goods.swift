import JSON

/// What the generated shop sells.
struct Good: Sendable {
    let sku: String
    let english: String
    let russian: String
    let category: String
    /// `pcs`, or `kg` where quantities have decimals.
    let unit: String
    let roubles: Int

    init(_ sku: String, _ english: String, _ russian: String, _ category: String, _ unit: String, roubles: Int) {
        (self.sku, self.english, self.russian) = (sku, english, russian)
        (self.category, self.unit, self.roubles) = (category, unit, roubles)
    }

    var isWeighed: Bool { unit == "kg" }

    func name(_ language: String) -> String { language == "ru" ? russian : english }

    /// In minor units.
    func price(_ currency: String) -> Int64 {
        switch currency {
        case "EUR": Int64(roubles * 100 / 90)
        case "JPY": Int64(roubles * 8 / 5)
        case "KWD": Int64(roubles * 1000 / 290)
        default: Int64(roubles * 100)
        }
    }

    /// The data of `shop.product.released.v1` and `…changed.v1`.
    func data(price: Int64) -> JSONValue {
        [
            "sku": .string(sku), "name": ["en": .string(english), "ru": .string(russian)],
            "categories": [.string(category)], "unit": .string(unit), "price": .number(JSONNumber(price)), "currency": "RUB",
            "url": .string("https://shop.example/goods/" + sku.lowercased()),
        ]
    }

    static let categories = ["tea", "coffee", "honey", "sweets", "tableware"]

    static let all = [
        Good("TEA-101", "Ivan tea, loose", "Иван-чай листовой", "tea", "pcs", roubles: 390),
        Good("TEA-102", "Assam tea", "Чай ассам", "tea", "pcs", roubles: 450),
        Good("TEA-103", "Sencha green tea", "Чай зелёный сенча", "tea", "pcs", roubles: 640),
        Good("TEA-104", "Linden flowers", "Липовый цвет", "tea", "kg", roubles: 1890),
        Good("COF-201", "Ethiopia, whole beans", "Эфиопия, зерно", "coffee", "kg", roubles: 2350),
        Good("COF-202", "Brazil, ground", "Бразилия, молотый", "coffee", "pcs", roubles: 720),
        Good("COF-203", "Decaf, ground", "Без кофеина, молотый", "coffee", "pcs", roubles: 810),
        Good("HON-301", "Buckwheat honey", "Мёд гречишный", "honey", "kg", roubles: 1150),
        Good("HON-302", "Acacia honey", "Мёд акациевый", "honey", "kg", roubles: 1433),
        Good("HON-303", "Honey in combs", "Мёд в сотах", "honey", "pcs", roubles: 990),
        Good("SWE-401", "Tula gingerbread", "Пряник тульский", "sweets", "pcs", roubles: 210),
        Good("SWE-402", "Apple pastila", "Пастила яблочная", "sweets", "pcs", roubles: 340),
        Good("SWE-403", "Halva", "Халва", "sweets", "kg", roubles: 577),
        Good("TAB-501", "Teapot, 0.8 l", "Чайник заварочный, 0,8 л", "tableware", "pcs", roubles: 2790),
        Good("TAB-502", "Cup and saucer", "Чашка с блюдцем", "tableware", "pcs", roubles: 1240),
        Good("TAB-503", "Coffee grinder", "Кофемолка ручная", "tableware", "pcs", roubles: 5490),
    ]

    /// Released in the evening, when there are customers who asked to be told.
    static let news = [
        Good("TEA-190", "First flush Darjeeling", "Дарджилинг первого сбора", "tea", "pcs", roubles: 1290),
        Good("COF-290", "Kenya, new harvest", "Кения, новый урожай", "coffee", "kg", roubles: 2890),
    ]

    /// In the morning's catalogue, but sold no more.
    static let leaving = [
        Good("SWE-499", "Sugar roosters", "Сахарные петушки", "sweets", "pcs", roubles: 90)
    ]
}
