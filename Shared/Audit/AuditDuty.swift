package import Core

/// What was done, in one word.
package enum AuditAction: String, Sendable, CaseIterable {
    case view, change, export
    case signIn = "sign-in"
    case signOut = "sign-out"
    /// Written by the audit itself: an unusual volume, and the removal of what is older than the policy keeps.
    case alarm, retention
}

/// What a route owes the audit. Every route says it, so that a new one cannot be forgotten.
package struct AuditDuty: Hashable, Sendable {
    /// When the line is written.
    package enum Moment: Hashable, Sendable {
        /// After the work and before the answer, which is not given when the line cannot be kept.
        case beforeAnswer
        /// In each transaction that changes something, so that there is no change without its line.
        case inTransaction
        /// No line, for a reason.
        case never(StaticText)
    }

    package let action: AuditAction
    package let resource: Resource
    package let moment: Moment

    /// Rows or fields of this are shown.
    package static func view(_ resource: Resource) -> AuditDuty { AuditDuty(.view, resource, .beforeAnswer) }
    /// This is made, changed or removed.
    package static func change(_ resource: Resource) -> AuditDuty { AuditDuty(.change, resource, .inTransaction) }
    /// Rows of this leave in bulk.
    package static func export(_ resource: Resource) -> AuditDuty { AuditDuty(.export, resource, .beforeAnswer) }
    /// Somebody proves who he is, or fails to.
    package static let signIn = AuditDuty(.signIn, .organization, .beforeAnswer)
    package static let signOut = AuditDuty(.signOut, .organization, .beforeAnswer)
    /// Nothing of it is anybody's business, or somebody else writes the line: the reason says which.
    package static func none(_ reason: StaticText) -> AuditDuty { AuditDuty(.view, .operations, .never(reason)) }

    private init(_ action: AuditAction, _ resource: Resource, _ moment: Moment) {
        (self.action, self.resource, self.moment) = (action, resource, moment)
    }

    package var isOwed: Bool {
        if case .never = moment { false } else { true }
    }

    /// Why nothing is owed.
    package var reason: String? {
        if case .never(let reason) = moment { reason.text } else { nil }
    }
}

/// Text that stands in the program.
package struct StaticText: Hashable, Sendable, ExpressibleByStringLiteral {
    package let text: String

    package init(stringLiteral text: StaticString) {
        self.text = text.description
    }
}
