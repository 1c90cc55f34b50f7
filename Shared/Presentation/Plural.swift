/// A counted thing in every language; `{n}` stands for the number as people write it.
/// `Plural(russian: "{n} заказ", "{n} заказа", "{n} заказов", english: "{n} order", "{n} orders")`.
package struct Plural: Hashable, Sendable {
    private let russian: [String]
    private let english: [String]

    /// Russian for 1, 2, 5 (also 21, 22, 25 …); English for 1 and the rest.
    package init(russian one: String, _ few: String, _ many: String, english single: String, _ other: String) {
        russian = [one, few, many]
        english = [single, other]
    }

    /// The pattern for a whole number, by the rules of CLDR.
    func pattern(for count: Int, in language: Language) -> String {
        let size = count.magnitude
        switch language {
        case .english: return english[size == 1 ? 0 : 1]
        case .russian:
            switch (size % 10, size % 100) {
            case (_, 11...14): return russian[2]
            case (1, _): return russian[0]
            case (2...4, _): return russian[1]
            default: return russian[2]
            }
        }
    }
}
