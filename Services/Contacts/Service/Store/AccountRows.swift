package import Access
package import Core
import Database

/// Which rows of `accounts a` a list may hold.
package struct AccountRows: Hashable, Sendable {
    /// A row must be in each; none means all. One that contains another says nothing and is left out. The first is what a list is
    /// read by.
    private let reaches: [RowReach]
    private let now: Timestamp
    /// Whether only rows without an owner are meant.
    private let isQueue: Bool

    package init(_ reaches: [RowReach], isQueue: Bool = false, at now: Timestamp) {
        var kept: [RowReach] = []
        for reach in reaches where !reach.isAll && !kept.contains(where: reach.contains) {
            kept.removeAll { $0.contains(reach) }
            kept.append(reach)
        }
        // An owner has fewer rows than a unit, so that a list is read by owners where that says the same.
        self.reaches = kept.filter(\.isOfOwners) + kept.filter { !$0.isOfOwners }
        self.isQueue = isQueue
        self.now = now
    }

    package var isNothing: Bool { reaches.contains(where: \.isNothing) }

    package func and(_ other: AccountRows) -> AccountRows {
        AccountRows(reaches + other.reaches, isQueue: isQueue || other.isQueue, at: now)
    }

    /// Above this many lists of an index, reading in the list's own order finds a page sooner than merging them: so many units
    /// hold a good part of all rows.
    package static let mostBranches = 16

    /// Conditions of which each is one range of an index and no row meets two, for lists that are then merged; `nil` where reading in
    /// the list's own order under `condition` is the better way.
    var branches: [SQL]? {
        guard let first = reaches.first else { return nil }
        let shared = shared(first)
        guard first.owners.count + first.units.count + shared.count <= Self.mostBranches else { return nil }
        let rest = reaches.dropFirst().map(condition) + queue
        let notOwned: [SQL] = first.owners.isEmpty ? [] : ["(a.owner_id IN \(Self.list(first.owners))) IS NOT TRUE"]
        let elsewhere: [SQL] = first.units.isEmpty ? [] : ["a.unit_id NOT IN \(Self.list(first.units))"]
        let ways =
            first.owners.map { ["a.owner_id = \(.id($0))"] } + first.units.map { ["a.unit_id = \(.id($0))"] + notOwned }
            + shared.map { [$0] + notOwned + elsewhere }
        return ways.map { AccountSearch.joined($0 + rest, " AND ") }
    }

    /// `nil` for all rows.
    var condition: SQL? {
        let conditions = reaches.map(condition) + queue
        return conditions.isEmpty ? nil : AccountSearch.joined(conditions, " AND ")
    }

    private var queue: [SQL] { isQueue ? ["a.owner_id IS NULL"] : [] }

    private func condition(_ reach: RowReach) -> SQL {
        var ways: [SQL] = []
        if !reach.owners.isEmpty { ways.append("a.owner_id IN \(Self.list(reach.owners))") }
        if !reach.units.isEmpty { ways.append("a.unit_id IN \(Self.list(reach.units))") }
        ways += shared(reach)
        return ways.isEmpty ? "1 = 0" : AccountSearch.joined(ways, " OR ")
    }

    private func shared(_ reach: RowReach) -> [SQL] {
        guard !reach.principals.isEmpty else { return [] }
        let enough: SQL = reach.mayChange ? " AND s.may_change = \(.bool(true))" : ""
        return [
            """
            a.id IN (SELECT s.record_id FROM record_shares s WHERE s.principal_id IN \(Self.list(reach.principals))
            AND s.from_at <= \(.time(now)) AND s.until_at > \(.time(now))\(enough))
            """
        ]
    }

    private static func list(_ ids: [ID]) -> SQL {
        AccountSearch.joined(ids.map { "\(.id($0))" }, ", ")
    }
}
