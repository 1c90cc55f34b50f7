package import Access
import Changes
package import ContactsAPI
package import Core
package import Database

/// A viewer's rights to accounts, within one transaction: what he may see of one, and which rows a list of his may hold.
package struct AccountRights: Sendable {
    private let viewer: Viewer
    private let tree: UnitTree
    package let now: Timestamp

    /// `needsTree` where the question itself is about units, whatever the rights are about.
    package init(
        of viewer: Viewer, _ organization: Organization, at now: Timestamp, needsTree: Bool = false, in tx: Transaction
    ) throws {
        (self.viewer, self.now) = (viewer, now)
        tree = needsTree || viewer.grants.contains { $0.scope != .all } ? try organization.tree(in: tx) : UnitTree()
    }

    /// `resource` may also be what hangs on the account: an order and a mail have its facts.
    package func decide(_ action: Action, _ facts: RecordFacts, on resource: Resource = .account) -> AccessDecision {
        AccessPolicy.decide(action, on: resource, facts, by: viewer, in: tree, at: now)
    }

    /// Stands for all that decides about accounts and their histories.
    package var mark: [UInt8] { RightsMark.of(viewer, [.account, .order, .mail], in: tree) }

    /// Whether shares decide about anything.
    package var countsShares: Bool { viewer.grants.contains { $0.scope == .shared } }

    /// The rows that a filter by owner and unit means, seen or not.
    package func rows(of filter: CustomerFilter) -> AccountRows {
        var reaches: [RowReach] = []
        switch filter.owner {
        case .me: reaches.append(RowReach(owners: [viewer.user].compactMap(\.self)))
        case .user(let id): reaches.append(RowReach(owners: [id]))
        case .nobody, nil: break
        }
        switch filter.unit {
        case .mine: reaches.append(RowReach(units: tree.below(viewer.units)))
        case .below(let id): reaches.append(RowReach(units: tree.below([id])))
        case nil: break
        }
        return AccountRows(reaches, isQueue: filter.owner == .nobody, at: now)
    }

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
