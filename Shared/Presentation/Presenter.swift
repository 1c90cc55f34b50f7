import Foundation

/// Says values to one person: in their language, in their time zone.
package struct Presenter: Sendable {
    package let language: Language
    let zone: TimeZone

    /// Whether a time zone has this name, such as `Europe/Moscow`.
    package static func knows(timeZone: String) -> Bool {
        TimeZone(identifier: timeZone) != nil
    }

    /// A time zone that is not known counts as UTC: ask `knows` first.
    package init(language: Language, timeZone: String = "UTC") {
        self.language = language
        zone = TimeZone(identifier: timeZone) ?? .gmt
    }

    package func callAsFunction(_ phrase: Phrase, _ arguments: String...) -> String {
        phrase.text(in: language, arguments)
    }

    /// The number with its noun in the right form: `5 заказов`.
    package func callAsFunction(_ plural: Plural, _ count: Int) -> String {
        let number = self.number(count)
        let parts = plural.pattern(for: count, in: language).components(separatedBy: "{n}")
        return parts.joined(separator: number)
    }

    /// In the order of the language's dictionary (Ё beside Е, case and accents last). Equal texts keep their order.
    package func sorted<Item>(_ items: [Item], by text: (Item) -> String) -> [Item] {
        let locale = Locale(identifier: language.rawValue)
        let keyed = items.enumerated().map { (offset: $0.offset, text: text($0.element), item: $0.element) }
        return keyed.sorted { left, right in
            switch left.text.compare(right.text, options: [.numeric], range: nil, locale: locale) {
            case .orderedAscending: true
            case .orderedDescending: false
            case .orderedSame: left.offset < right.offset
            }
        }.map(\.item)
    }
}
