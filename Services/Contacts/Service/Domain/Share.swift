package import ContactsAPI
package import Core

/// That somebody beside the owner was let in on an account: by sharing, or as a member of the team.
package struct Share: Hashable, Sendable {
    package let id: ID
    package let account: AccountID
    /// One of both.
    package let user: ID?
    package let unit: ID?
    /// Of a member of the team.
    package let role: String?
    package let access: SharedAccess
    package let from: Timestamp?
    package let until: Timestamp?
    package let reason: String?
    package let request: ID?
    package let by: ActorResource
    package let createdAt: Timestamp

    package init(
        id: ID, account: AccountID, to receiver: Receiver, role: String? = nil, access: SharedAccess, from: Timestamp?,
        until: Timestamp?, reason: String? = nil, request: ID? = nil, by: ActorResource, createdAt: Timestamp
    ) {
        (self.id, self.account, self.role, self.access) = (id, account, role, access)
        (self.from, self.until, self.reason, self.request) = (from, until, reason, request)
        (self.by, self.createdAt) = (by, createdAt)
        switch receiver {
        case .user(let user): (self.user, unit) = (user, nil)
        case .queue(let unit): (user, self.unit) = (nil, unit)
        }
    }

    package func isOver(at now: Timestamp) -> Bool { until.map { $0 <= now } ?? false }

    package var principal: ID { user ?? unit ?? UnitTree.root }

    package func resource(name: String?) -> ShareResource {
        ShareResource(
            id: id, accountID: account, principal: PrincipalResource(userID: user, unitID: unit, name: name), role: role,
            access: access, from: from, until: until, reason: reason, requestID: request, by: by, createdAt: createdAt)
    }

    /// What all of them together let in to, as rights are decided by it: of each user and unit spans that do not overlap, in each
    /// of which either viewing or changing is shared. What is over is left out.
    package static func facts(of shares: [Share], at now: Timestamp) -> [RecordFacts.Share] {
        let present = shares.filter { !$0.isOver(at: now) }
        return Dictionary(grouping: present, by: \.principal).sorted { $0.key < $1.key }.flatMap { spans(of: $0.key, $0.value) }
    }

    private static func spans(of principal: ID, _ shares: [Share]) -> [RecordFacts.Share] {
        let (first, last) = (Timestamp(microseconds: Int64.min), Timestamp(microseconds: Int64.max))
        let bounds = Set(shares.flatMap { [$0.from ?? first, $0.until ?? last] }).sorted()
        var spans: [(from: Timestamp, until: Timestamp, mayChange: Bool)] = []
        for (from, until) in zip(bounds, bounds.dropFirst()) {
            let here = shares.filter { ($0.from ?? first) <= from && until <= ($0.until ?? last) }
            guard !here.isEmpty else { continue }
            let mayChange = here.contains { $0.access == .change }
            if let end = spans.last, end.until == from, end.mayChange == mayChange {
                spans[spans.count - 1].until = until
            } else {
                spans.append((from, until, mayChange))
            }
        }
        return spans.map { span in
            RecordFacts.Share(
                principal: principal, mayChange: span.mayChange, from: span.from == first ? nil : span.from,
                until: span.until == last ? nil : span.until)
        }
    }
}
