package import ContactsAPI
package import Core

/// Where an account belongs: to a user who works in a unit, or to a unit's queue.
package struct Ownership: Hashable, Sendable {
    /// `nil` for a queue.
    package let owner: ID?
    package let unit: ID

    package init(owner: ID?, unit: ID) {
        (self.owner, self.unit) = (owner, unit)
    }
}

/// Who an account is to be given to.
package enum Receiver: Hashable, Sendable {
    case user(ID)
    /// Of a unit.
    case queue(ID)
}

/// How, why and in whose name an account comes to belong somewhere else.
package struct OwnerChange: Sendable {
    package let way: OwnershipWay
    package let reason: String?
    package let by: ActorResource
    package let at: Timestamp
    package let reassignment: ID?

    package init(_ way: OwnershipWay, reason: String?, by: ActorResource, at: Timestamp, reassignment: ID? = nil) {
        (self.way, self.reason, self.by, self.at, self.reassignment) = (way, reason, by, at, reassignment)
    }

    /// Where nobody decided, but a rule.
    package static let byRule = ActorResource(kind: Caller.Kind.service.rawValue, id: "contacts", name: "contacts")
}

/// One line of an account's history of owners. Names stay what they were.
package struct OwnerEntry: Sendable {
    package let account: AccountID
    /// Of the account, after it.
    package let version: Int64
    package let holder: HolderResource
    package let change: OwnerChange

    package init(account: AccountID, version: Int64, holder: HolderResource, change: OwnerChange) {
        (self.account, self.version, self.holder, self.change) = (account, version, holder, change)
    }
}

extension Account {
    package var ownership: Ownership {
        Ownership(owner: access.owner, unit: access.unit ?? UnitTree.root)
    }

    package mutating func give(to ownership: Ownership, at now: Timestamp) {
        access = RecordFacts(owner: ownership.owner, unit: ownership.unit, shares: access.shares)
        changedAt = now
    }
}
