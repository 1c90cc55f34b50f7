package import ContactsAPI
package import Core

/// That somebody leaves, and what becomes of what he holds beside his accounts.
package struct Departure: Hashable, Sendable {
    package let user: ID
    /// Whether he is to be let in no more once nothing is left with him.
    package let deactivates: Bool
    /// Who takes his place in teams; they end when `nil`.
    package let teamsTo: ID?
    /// Who stands in for others where he does.
    package let deputiesTo: ID?

    package init(user: ID, deactivates: Bool, teamsTo: ID? = nil, deputiesTo: ID? = nil) {
        (self.user, self.deactivates, self.teamsTo, self.deputiesTo) = (user, deactivates, teamsTo, deputiesTo)
    }

    /// Whether it changes the organization, which not everybody may who assigns accounts.
    package var needsAdministration: Bool { deactivates || deputiesTo != nil }
}

/// Many accounts on their way to somebody else, as one thing that is planned, applied and undone.
package struct Reassignment: Sendable {
    package let id: ID
    /// `nil` where nobody leaves.
    package let departure: Departure?
    package var state: ReassignmentState
    package let request: ReassignmentRequest
    package let by: ActorResource
    /// Who let it begin, or undid it.
    package var appliedBy: ActorResource?
    package let createdAt: Timestamp
    package var appliedAt: Timestamp?
    package var finishedAt: Timestamp?
    package var counts = ReassignmentCounts()
    /// What was asked for and is no part of it.
    package var leftOut: [ReassignmentConflict] = []

    package init(
        id: ID, departure: Departure?, state: ReassignmentState, request: ReassignmentRequest, by: ActorResource,
        createdAt: Timestamp
    ) {
        (self.id, self.departure, self.state, self.request) = (id, departure, state, request)
        (self.by, self.createdAt) = (by, createdAt)
    }
}

/// One receiver of a reassignment.
package struct ReassignmentSlot: Sendable {
    package let slot: Int
    package let forUnit: ID?
    package let ownership: Ownership

    package init(slot: Int, forUnit: ID?, ownership: Ownership) {
        (self.slot, self.forUnit, self.ownership) = (slot, forUnit, ownership)
    }
}

/// One account of a reassignment.
package struct ReassignmentItem: Sendable {
    package let position: Int64
    package let account: AccountID
    package let from: Ownership
    package let to: Ownership
    package let state: ReassignmentItemState
    package let note: String?
    /// Of the account, after it was moved.
    package let version: Int64

    package init(
        position: Int64, account: AccountID, from: Ownership, to: Ownership, state: ReassignmentItemState, note: String?,
        version: Int64
    ) {
        (self.position, self.account, self.from, self.to) = (position, account, from, to)
        (self.state, self.note, self.version) = (state, note, version)
    }
}

/// Why an account of a reassignment is not moved, or not put back.
package enum ReassignmentNote {
    package static let alreadyThere = "already-there"
    package static let missingRight = "missing-right"
    package static let elsewhere = "in-another-reassignment"
    package static let changed = "changed"
    package static let receiverInactive = "receiver-inactive"
    package static let ownerInactive = "owner-inactive"
    package static let notFound = "not-found"
    package static let noTarget = "no-target"
}
