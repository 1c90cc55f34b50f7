/// What decides about access to one row: whose it is and who was let in. An order or a mail has the facts of its client.
package struct RecordFacts: Hashable, Sendable {
    /// Lets a user in, or a unit with all below it: by sharing, or by membership in the client's team.
    package struct Share: Hashable, Sendable {
        /// A user's or a unit's id.
        package let principal: ID
        /// Whether more than viewing is shared.
        package let mayChange: Bool
        package let from: Timestamp?
        package let until: Timestamp?

        package init(principal: ID, mayChange: Bool, from: Timestamp? = nil, until: Timestamp? = nil) {
            (self.principal, self.mayChange, self.from, self.until) = (principal, mayChange, from, until)
        }

        /// From `from` on, and before `until`.
        package func holds(at now: Timestamp) -> Bool {
            (from.map { $0 <= now } ?? true) && (until.map { now < $0 } ?? true)
        }
    }

    /// `nil` while the row waits in a queue.
    package let owner: ID?
    /// The unit that the owner worked in when it became his, or whose queue it waits in; `nil` for a row of no client, which only
    /// the scope `all` reaches.
    package let unit: ID?
    package let shares: [Share]

    package init(owner: ID?, unit: ID?, shares: [Share] = []) {
        (self.owner, self.unit, self.shares) = (owner, unit, shares)
    }

    /// Of a row that belongs to no client, or of a resource whose rows have no owner.
    package static let ownerless = RecordFacts(owner: nil, unit: nil)
}
