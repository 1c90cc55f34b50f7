package import ContactsAPI
package import Core
import PhoneNumbers

/// What an order says about whose it is.
package struct ArrivingOrder: Sendable {
    package let id: ID
    /// The shop.
    package let source: String
    package let number: String
    package let placedAt: Timestamp
    package let customer: ArrivingCustomer
}

/// The customer of an order as the shop wrote it.
package struct ArrivingCustomer: Sendable {
    package var shopID: String?
    package var taxID: String?
    package var email: String?
    package var phone: String?
    package var name: String?
    package var company: Company?
    package var language: String?
    package var consents: [ConsentResource] = []
    package var interests: [String] = []
    package var addresses: [AddressResource] = []

    package struct Company: Sendable {
        package let name: String
        package let taxID: String?

        package init(name: String, taxID: String?) {
            (self.name, self.taxID) = (name, taxID)
        }
    }

    package init() {}
}

/// The same after normalising.
package struct RecognisedCustomer: Sendable {
    /// By strength; what cannot tell customers apart is left out. At most one of each but tax ids.
    package let identities: [Identity]
    package let points: [ContactPoint]
    package let personName: String?
    package let companyName: String?

    /// `region` is where numbers without `+` are dialled from when no address says it.
    package init(_ customer: ArrivingCustomer, source: String, region: String?) {
        let type = customer.company == nil ? "personal" : "work"
        var identities: [Identity] = []
        var points: [ContactPoint] = []
        func add(_ identity: Identity) {
            if !identities.contains(where: { $0.names(identity) }) { identities.append(identity) }
        }
        if let raw = customer.shopID, let value = Normalised.shopID(raw) {
            add(Identity(kind: .shopID, scope: source, value: value, raw: raw))
        }
        for raw in [customer.company?.taxID, customer.taxID].compactMap({ $0 }) {
            if let value = Normalised.taxID(raw) { add(Identity(kind: .taxID, value: value, raw: raw)) }
        }
        if let raw = customer.email, let email = Normalised.email(raw) {
            add(Identity(kind: .email, value: email.key, raw: raw))
            points.append(
                ContactPoint(
                    kind: .email, value: email.key, text: email.address, raw: raw, type: type, isValid: true, isPrimary: false,
                    person: nil))
        }
        if let raw = customer.phone {
            let home = customer.addresses.last?.country ?? region
            let number = Normalised.phone(raw, region: home)
            let digits = SearchKey.digits(raw)
            if let number, number.isValid {
                add(Identity(kind: .phone, value: number.e164, raw: raw))
            } else if identities.isEmpty, digits.utf8.count >= 5 {
                // Nothing better is known of this customer. In one shop the same bad number is the same customer; elsewhere it is not.
                add(Identity(kind: .phone, scope: source, value: digits, raw: raw))
            }
            points.append(
                ContactPoint(
                    kind: .phone, value: number?.e164 ?? (digits.isEmpty ? Normalised.trimmed(raw) : digits),
                    text: number?.international ?? raw, raw: raw, type: type, isValid: number?.isValid ?? false, isPrimary: false,
                    person: nil))
        }
        self.identities = identities
        self.points = points
        personName = customer.name.map(Normalised.trimmed).flatMap { $0.isEmpty ? nil : $0 }
        companyName = (customer.company?.name).map(Normalised.trimmed).flatMap { $0.isEmpty ? nil : $0 }
    }
}
