import ContactsAPI
import Core
import HTML
import Pages
package import Presentation

/// What of a customer stands in the list beside the name, in this order.
package enum CustomerColumn: String, CaseIterable, Sendable {
    case owner, unit, mail, phone, language, orders, lastOrder, since, changed

    package static let standard: [CustomerColumn] = [.owner, .mail, .phone, .orders, .lastOrder, .since]

    package var title: Phrase {
        switch self {
        case .owner: CustomerPhrases.owner
        case .unit: Phrase("Подразделение", "Unit")
        case .mail: CustomerPhrases.mail
        case .phone: CustomerPhrases.phone
        case .language: Phrase("Язык", "Language")
        case .orders: .orders
        case .lastOrder: CustomerPhrases.lastOrder
        case .since: CustomerPhrases.since
        case .changed: Phrase("Изменён", "Changed")
        }
    }

    /// What the list can be sorted by it, as the API calls it.
    var sort: String? {
        switch self {
        case .lastOrder: "lastOrderAt"
        case .since: "createdAt"
        case .changed: "changedAt"
        case .owner, .unit, .mail, .phone, .language, .orders: nil
        }
    }

    var isNumber: Bool { sort != nil || self == .orders }
    /// The one beside the name for which a phone has room.
    var isOnPhone: Bool { self == .lastOrder || self == .changed }
}
