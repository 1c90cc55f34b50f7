package import Core
package import Database

/// A viewer's rights to the rows of a resource that hang on accounts, such as orders: each row has the facts of its account, as
/// `RecordAccessStore` knows them. A row of no account, or of one that nothing is known of yet, is reached by the scope `all`
/// alone. Holds within one transaction.
package struct RecordRights: Sendable {
    private let viewer: Viewer
    private let resource: Resource
    private let tree: UnitTree
    private let now: Timestamp
    /// Whether it matters whose a row is; an administrator's request asks the database nothing more.
    private let dependsOnFacts: Bool

    package init(
        of viewer: Viewer, to resource: Resource, _ organization: Organization, at now: Timestamp, in tx: Transaction
    ) throws {
        (self.viewer, self.resource, self.now) = (viewer, resource, now)
        dependsOnFacts = viewer.grants.contains { $0.resource == resource && $0.scope != .all }
        tree = dependsOnFacts ? try organization.tree(in: tx) : UnitTree()
    }

    package func decide(_ action: Action, account: ID?, in tx: Transaction) throws -> AccessDecision {
        let facts = dependsOnFacts ? try account.flatMap { try RecordAccessStore.facts(of: $0, in: tx) } : nil
        let decision = decide(action, facts)
        tx.notes?.decision = decision
        return decision
    }

    /// One decision for each account, for a page of rows.
    package func decide(_ action: Action, accounts: [ID?], in tx: Transaction) throws -> [AccessDecision] {
        let facts = dependsOnFacts ? try RecordAccessStore.facts(of: Set(accounts.compactMap(\.self)), in: tx) : [:]
        return accounts.map { account in decide(action, account.flatMap { facts[$0] }) }
    }

    /// The condition for rows that may be viewed in full and whose `groups` are shown; `account` is the column with the account's
    /// id, such as `o.account_id`.
    package func rows(showing groups: Set<FieldGroup> = [], account: StaticString) -> AccessFilter.Rows {
        let filter = AccessFilter(viewer, in: tree, at: now)
        switch filter.rows(.view, on: resource, showing: groups, columns: .recordAccess) {
        case .everything: return .everything
        case .nothing: return .nothing
        case .some(let condition):
            return .some("\(constant: account) IN (SELECT r.record_id FROM record_access r WHERE \(condition))")
        }
    }

    private func decide(_ action: Action, _ facts: RecordFacts?) -> AccessDecision {
        AccessPolicy.decide(action, on: resource, facts ?? .ownerless, by: viewer, in: tree, at: now)
    }
}
