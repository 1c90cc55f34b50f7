package import ContactsAPI
package import Core

/// One thing by which a customer is recognised, normalised so that equal means the same.
package struct Identity: Hashable, Sendable {
    /// In order of strength, the strongest first.
    package enum Kind: String, Sendable, CaseIterable, Comparable {
        case shopID = "shop-id"
        case taxID = "tax-id"
        case email
        case phone

        package static func < (left: Kind, right: Kind) -> Bool {
            allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
        }
    }

    package let kind: Kind
    /// The shop, where the value means something only there; else empty.
    package let scope: String
    package let value: String
    /// As it was given.
    package let raw: String

    package init(kind: Kind, scope: String = "", value: String, raw: String) {
        (self.kind, self.scope, self.value, self.raw) = (kind, scope, value, raw)
    }

    /// Whether the two name the same, however they were written.
    package func names(_ other: Identity) -> Bool {
        kind == other.kind && scope == other.scope && value == other.value
    }

    /// Whoever wants to link or make an account by this identity holds this lock.
    package var lockKey: String { "contacts/identity/\(kind.rawValue)/\(scope)/\(value)" }
}

/// A way to reach somebody.
package struct ContactPoint: Hashable, Sendable {
    package enum Kind: String, Sendable {
        case email, phone
    }

    package let kind: Kind
    /// What is compared: the address in lower case, the number in E.164, or the bare digits where it is none.
    package let value: String
    /// For people to read.
    package let text: String
    package let raw: String
    package let type: String
    /// Whether it can be used: an address of the right form, a number that the numbering plan has.
    package let isValid: Bool
    package var isPrimary: Bool
    package let person: ID?
    /// `nil` while it is not known to reach the customer.
    package var verification: VerificationResource?
}
