/// A sentence in every language. `{1}`, `{2}` … stand for its arguments, so that each language keeps its own order.
/// Modules add theirs: `extension Phrase { static let shipped = Phrase("Заказ {1} отправлен", "Order {1} has shipped") }`.
package struct Phrase: Hashable, Sendable {
    private let russian: String
    private let english: String

    package init(_ russian: String, _ english: String) {
        self.russian = russian
        self.english = english
    }

    package func text(in language: Language) -> String {
        switch language {
        case .russian: russian
        case .english: english
        }
    }

    /// An argument's own braces are left alone.
    package func text(in language: Language, _ arguments: [String]) -> String {
        Self.fill(text(in: language), arguments)
    }

    static func fill(_ pattern: String, _ arguments: [String]) -> String {
        guard !arguments.isEmpty else { return pattern }
        var result = ""
        var rest = pattern[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            let tail = rest[rest.index(after: open)...]
            guard let close = tail.firstIndex(of: "}"), let number = Int(tail[..<close]), arguments.indices.contains(number - 1)
            else {
                result += "{"
                rest = tail
                continue
            }
            result += arguments[number - 1]
            rest = tail[tail.index(after: close)...]
        }
        return result + rest
    }
}
