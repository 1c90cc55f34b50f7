/// A language that people are spoken to in. The raw value is its BCP 47 tag.
package enum Language: String, CaseIterable, Hashable, Sendable {
    case russian = "ru"
    case english = "en"

    /// By a BCP 47 tag such as `ru`, `ru-RU` or `en_GB`, in any case; `nil` for a language not spoken here.
    package init?(tag: String) {
        let primary = tag.prefix { $0 != "-" && $0 != "_" }.lowercased()
        self.init(rawValue: primary)
    }

    /// What a browser prefers, by its `Accept-Language` (RFC 9110 §12.5.4): the spoken language of the highest weight, the
    /// earlier one among equals. `standard` when the header is missing, names none of ours or says `*`.
    package init(acceptLanguage: String?, standard: Language) {
        var best: (language: Language, weight: Double)?
        for range in (acceptLanguage ?? "").prefix(1024).split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.drop { $0 == " " }.prefix { $0 != " " } }
            guard let tag = parts.first, let language = tag == "*" ? standard : Language(tag: String(tag)) else { continue }
            var weight = 1.0
            if let given = parts.dropFirst().first(where: { $0.hasPrefix("q=") }) { weight = Double(given.dropFirst(2)) ?? 0 }
            if weight > 0, weight <= 1, weight > best?.weight ?? 0 { best = (language, weight) }
        }
        self = best?.language ?? standard
    }

    /// The language's own name, for a switch.
    package var ownName: String {
        switch self {
        case .russian: "Русский"
        case .english: "English"
        }
    }
}
