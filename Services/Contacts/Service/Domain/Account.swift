package import ContactsAPI
package import Core

/// A customer with all that orders told of it. Orders only add: what is known is not overwritten, save for the language and the
/// primary mail and phone, which follow the newest order.
package struct Account: Hashable, Sendable {
    package enum Kind: String, Sendable {
        case company, person
    }

    package let id: AccountID
    package var kind: Kind
    package var name: String
    /// Whether somebody gave the name; else it is a mail, number or shop's number that stands in for it.
    package var isNamed: Bool
    package var language: String?
    package var people: [Person] = []
    package var points: [ContactPoint] = []
    package var identities: [Identity] = []
    package var addresses: [AddressResource] = []
    package var consents: Consents
    package var interests: [String] = []
    /// Whose it is and who was let in.
    package var access = RecordFacts(owner: nil, unit: UnitTree.root)
    package var orders: Int64 = 0
    package var lastOrderAt: Timestamp?
    package let createdAt: Timestamp
    package var changedAt: Timestamp
    package var version: Int64 = 0

    package init(id: AccountID, kind: Kind, name: String, isNamed: Bool, createdAt: Timestamp) {
        (self.id, self.kind, self.name, self.isNamed) = (id, kind, name, isNamed)
        (self.createdAt, changedAt) = (createdAt, createdAt)
        consents = Consents([])
    }

    /// Makes the account of a customer of whom nothing is known yet.
    package init(of customer: RecognisedCustomer, fallback: String, id: AccountID, at now: Timestamp) {
        let name = customer.companyName ?? customer.personName
        self.init(
            id: id, kind: customer.companyName == nil ? .person : .company, name: name ?? fallback, isNamed: name != nil,
            createdAt: now)
    }

    /// What others are told of it.
    package var told: AccountChanged {
        func values(_ kind: ContactPoint.Kind, _ text: (ContactPoint) -> String) -> [String] {
            let usable = points.filter { $0.kind == kind && $0.isValid }
            return (usable.filter(\.isPrimary) + usable.filter { !$0.isPrimary }).map(text)
        }
        return AccountChanged(
            accountID: id, kind: kind.rawValue, name: name, language: language, emails: values(.email, \.text),
            phones: values(.phone, \.value), consents: consents.all, interests: interests,
            access: AccountAccess(access), version: version)
    }
}
