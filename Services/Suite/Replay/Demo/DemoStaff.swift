/// Who works in the demo company, unit by unit.
enum DemoStaff {
    struct Unit: Sendable {
        /// What its people and customers are told apart by.
        let key: String
        let russian: String
        let english: String

        func name(_ language: String) -> String { language == "ru" ? russian : english }
    }

    struct Member: Sendable {
        let login: String
        let name: String
        let unit: String
        /// The built-in role's name.
        let role: String
        let language: String
        var isHead: Bool = false

        var sells: Bool { role == "Seller" }
    }

    static let units = [
        Unit(key: "retail", russian: "Розница", english: "Retail"), Unit(key: "wholesale", russian: "Опт", english: "Wholesale"),
        Unit(key: "export", russian: "Экспорт", english: "Export"),
        Unit(key: "service", russian: "Забота о клиентах", english: "Customer care"),
    ]

    static let members = [
        Member(
            login: "maria.lebedeva", name: "Мария Лебедева", unit: "retail", role: "Head of sales", language: "ru", isHead: true),
        Member(login: "ilya.gromov", name: "Илья Громов", unit: "retail", role: "Seller", language: "ru"),
        Member(login: "alena.ryabova", name: "Алёна Рябова", unit: "retail", role: "Seller", language: "ru"),
        Member(
            login: "dmitry.orlov", name: "Дмитрий Орлов", unit: "wholesale", role: "Head of sales", language: "ru", isHead: true),
        Member(login: "olga.sokolova", name: "Ольга Соколова", unit: "wholesale", role: "Seller", language: "ru"),
        Member(login: "timur.akhmetov", name: "Тимур Ахметов", unit: "wholesale", role: "Seller", language: "ru"),
        Member(
            login: "grace.hartley", name: "Grace Hartley", unit: "export", role: "Head of sales", language: "en", isHead: true),
        Member(login: "noah.fischer", name: "Noah Fischer", unit: "export", role: "Seller", language: "en"),
        Member(login: "petr.zimin", name: "Пётр Зимин", unit: "service", role: "Service agent", language: "ru", isHead: true),
        Member(login: "anna.kim", name: "Анна Ким", unit: "service", role: "Service agent", language: "ru"),
        Member(login: "vera.nova", name: "Вера Нова", unit: "service", role: "Marketer", language: "ru"),
    ]

    /// Who is away, and who stands in.
    static let away = "alena.ryabova"
    static let deputy = "ilya.gromov"
    /// How long, in days from today on.
    static let daysAway = 10

    static func sellers(of unit: String) -> [Member] { members.filter { $0.unit == unit && $0.sells } }
}
