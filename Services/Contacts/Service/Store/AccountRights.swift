package import Access
import Changes
package import Core
package import Database

/// A viewer's rights to accounts, within one transaction: what he may see of one, and which rows a list of his may hold.
package struct AccountRights: Sendable {
    private let viewer: Viewer
    private let tree: UnitTree
    package let now: Timestamp

    package init(of viewer: Viewer, _ organization: Organization, at now: Timestamp, in tx: Transaction) throws {
        (self.viewer, self.now) = (viewer, now)
        tree = viewer.grants.contains { $0.scope != .all } ? try organization.tree(in: tx) : UnitTree()
    }

    /// `resource` may also be what hangs on the account: an order and a mail have its facts.
    package func decide(_ action: Action, _ facts: RecordFacts, on resource: Resource = .account) -> AccessDecision {
        AccessPolicy.decide(action, on: resource, facts, by: viewer, in: tree, at: now)
    }

    /// Stands for all that decides about accounts and their histories.
    package var mark: [UInt8] { RightsMark.of(viewer, [.account, .order, .mail], in: tree) }

    /// Whether shares decide about anything.
    package var countsShares: Bool { viewer.grants.contains { $0.scope == .shared } }

    /// Rows that are seen at this level or wider.
    package func rows(level: ViewLevel) -> AccountRows {
        AccountRows([reach(viewer.grants(to: .view, on: .account).filter { $0.level >= level })], at: now)
    }

    /// Rows that are seen in full and of which all of `groups` are shown. A list that is filtered or sorted by what belongs to a
    /// group has these alone, or the place of a row would tell what the row does not.
    package func rows(showing groups: Set<FieldGroup>) -> AccountRows {
        let grants = viewer.grants(to: .view, on: .account).filter { $0.level == .full }
        guard !groups.isEmpty else { return rows(level: .full) }
        let reaches = groups.sorted { $0.rawValue < $1.rawValue }.map { group in
            reach(grants.filter { $0.access(to: group) >= .read })
        }
        return AccountRows(reaches, at: now)
    }

    /// Rows that are seen in full and may be exported.
    package func rowsToExport() -> AccountRows {
        let grants = viewer.grants(to: .export, on: .account).filter { $0.level == .full }
        return rows(level: .full).and(AccountRows([RowReach(of: grants, mayChange: true, for: viewer, in: tree)], at: now))
    }

    /// Rows whose orders are seen too.
    package func rowsWithOrders() -> AccountRows {
        AccountRows([reach(viewer.grants(to: .view, on: .order).filter { $0.level == .full })], at: now)
    }

    private func reach(_ grants: [Grant]) -> RowReach { RowReach(of: grants, for: viewer, in: tree) }
}
