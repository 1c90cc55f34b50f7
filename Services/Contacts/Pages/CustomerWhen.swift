import Core
import Presentation

/// A stretch of time before now that a list of customers is chosen by, so that a kept view stays true as time goes on.
package struct CustomerWhen: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// Ordered within so many days, or not for so many.
        case ordered, quiet
        /// A customer for no longer than so many days.
        case new
        /// Something, or nothing, has changed within so many days.
        case changed, idle
    }

    package let kind: Kind
    package let days: Int

    /// Those that are offered; an address may have any other number of days.
    static let offered = [
        "ordered-30", "ordered-90", "quiet-90", "quiet-180", "quiet-365", "new-7", "new-30", "changed-1", "changed-7", "idle-30",
        "idle-90",
    ].compactMap { CustomerWhen($0) }

    /// `quiet-90`; `nil` for what is none.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])), let days = Int(parts[1]), (1...3650).contains(days)
        else { return nil }
        (self.kind, self.days) = (kind, days)
    }

    var text: String { "\(kind.rawValue)-\(days)" }

    /// The sort that its moment goes with.
    var sort: String {
        switch kind {
        case .ordered, .quiet: "lastOrderAt"
        case .new: "createdAt"
        case .changed, .idle: "changedAt"
        }
    }

    /// The longest ago first where that is what one looks for.
    var standardSort: String { kind == .quiet || kind == .idle ? sort : "-" + sort }

    /// As the API's parameter.
    func parameter(at now: Timestamp) -> (name: String, value: String) {
        let name =
            switch kind {
            case .ordered: "lastOrderFrom"
            case .quiet: "lastOrderTo"
            case .new: "createdFrom"
            case .changed: "changedFrom"
            case .idle: "changedTo"
            }
        return (name, now.adding(days: -days).description)
    }

    func said(_ say: Presenter) -> String {
        let days = say(Self.dayCount, self.days)
        return switch kind {
        case .ordered: say(Phrase("заказ за последние {1}", "ordered within {1}"), days)
        case .quiet: say(Phrase("нет заказов {1}", "no order for {1}"), days)
        case .new: say(Phrase("новые за {1}", "new within {1}"), days)
        case .changed: say(Phrase("изменились за {1}", "changed within {1}"), days)
        case .idle: say(Phrase("ничего не происходило {1}", "nothing happened for {1}"), days)
        }
    }

    private static let dayCount = Plural(russian: "{n} день", "{n} дня", "{n} дней", english: "{n} day", "{n} days")
}
