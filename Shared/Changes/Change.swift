package import Core

/// That something changed, as it is kept for those who follow: what and whose, never what stands in it. What of it a follower
/// may see is decided when he asks.
package struct Change: Hashable, Sendable {
    /// `account.changed`; what stands before the point is its group.
    package let type: String
    package let record: ID
    /// Whose rights decide; `nil` for what belongs to no account.
    package let account: ID?
    /// Which part of the record, in the words of its type.
    package let part: String?
    package let version: Int64?
    package let at: Timestamp
    package let actor: String?
    /// Whether it is of what is told also to those who may know of a record only whose it is.
    package let isOpen: Bool
    /// Who could see the record before, where that is not who can see it now. Its shares are those that held then, without dates,
    /// and with their end those that ended by it shortly before, of which nobody may have been told yet.
    package private(set) var before: RecordFacts?

    package init(
        _ type: String, record: ID, account: ID?, part: String? = nil, version: Int64? = nil, at: Timestamp,
        actor: String? = nil, isOpen: Bool = false, before: RecordFacts? = nil
    ) {
        (self.type, self.record, self.account, self.part, self.version) = (type, record, account, part, version)
        (self.at, self.actor, self.isOpen) = (at, actor, isOpen)
        self.before = before.map { facts in
            RecordFacts(
                owner: facts.owner, unit: facts.unit,
                shares: facts.shares.compactMap { share in
                    if share.holds(at: at) { return .init(principal: share.principal, mayChange: share.mayChange) }
                    guard let end = share.until, end <= at, at.adding(seconds: -Self.untold) < end else { return nil }
                    return .init(principal: share.principal, mayChange: share.mayChange, until: end)
                })
        }
    }

    /// The change for somebody who read at `moment`: what ended by its date before that was not there for him any more.
    func read(at moment: Timestamp) -> Change {
        guard let facts = before, facts.shares.contains(where: { $0.until != nil }) else { return self }
        var copy = self
        copy.before = RecordFacts(
            owner: facts.owner, unit: facts.unit,
            shares: facts.shares.filter { $0.holds(at: moment) }.map { .init(principal: $0.principal, mayChange: $0.mayChange) })
        return copy
    }

    /// As it was kept.
    init(
        _ type: String, record: ID, account: ID?, part: String?, version: Int64?, at: Timestamp, actor: String?, isOpen: Bool,
        kept before: RecordFacts?
    ) {
        self.init(type, record: record, account: account, part: part, version: version, at: at, actor: actor, isOpen: isOpen)
        self.before = before
    }

    /// Seconds within which an end by date is told for sure.
    private static let untold = 3600.0
}

/// Where a change stands among all of a service: in the order in which they became visible.
package struct ChangePlace: Hashable, Sendable, Comparable {
    /// Of the transaction, on PostgreSQL; SQLite has one writer, so there it is 0.
    package let transaction: Int64
    package let sequence: Int64

    package init(transaction: Int64, sequence: Int64) {
        (self.transaction, self.sequence) = (transaction, sequence)
    }

    /// Before all.
    package static let start = ChangePlace(transaction: 0, sequence: 0)

    package static func < (left: ChangePlace, right: ChangePlace) -> Bool {
        (left.transaction, left.sequence) < (right.transaction, right.sequence)
    }
}
