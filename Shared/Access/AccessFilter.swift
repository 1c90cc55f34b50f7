package import Core
package import Database

/// `AccessPolicy` as SQL: a condition that holds for exactly the rows it allows.
package struct AccessFilter: Sendable {
    /// Where a query has what decides; constant text such as `a.owner_id`.
    package struct Columns: Sendable {
        package let owner: StaticString
        package let unit: StaticString
        /// The id by which `record_shares` knows the record.
        package let record: StaticString

        package init(owner: StaticString, unit: StaticString, record: StaticString) {
            (self.owner, self.unit, self.record) = (owner, unit, record)
        }

        /// The facts of accounts under the alias `r`, in services other than contacts.
        package static let recordAccess = Columns(owner: "r.owner_id", unit: "r.unit_id", record: "r.record_id")
    }

    package enum Rows: Sendable {
        case everything
        case nothing
        /// In brackets; to be joined with AND.
        case some(SQL)
    }

    private let viewer: Viewer
    private let tree: UnitTree
    private let now: Timestamp

    package init(_ viewer: Viewer, in tree: UnitTree, at now: Timestamp) {
        (self.viewer, self.tree, self.now) = (viewer, tree, now)
    }

    /// The rows on which `action` is allowed; for viewing those that are seen at `level` or wider.
    package func rows(
        _ action: Action, on resource: Resource, level: ViewLevel = .full, columns: Columns
    ) -> Rows {
        let viewing = rows(of: viewer.grants(to: .view, on: resource).filter { $0.level >= level }, mayChange: false, columns)
        guard action != .view else { return viewing }
        let doing = rows(of: viewer.grants(to: action, on: resource).filter { $0.level == .full }, mayChange: true, columns)
        return Self.both(viewing, doing)
    }

    /// The rows that are viewed in full and of which all of `groups` are shown. A list that is filtered or sorted by what belongs
    /// to a group has these rows alone, or the place of a row would tell what the row does not.
    package func rows(_ action: Action, on resource: Resource, showing groups: Set<FieldGroup>, columns: Columns) -> Rows {
        groups.sorted { $0.rawValue < $1.rawValue }.reduce(rows(action, on: resource, columns: columns)) { rows, group in
            let showing = viewer.grants(to: .view, on: resource).filter { $0.level == .full && $0.access(to: group) >= .read }
            return Self.both(rows, self.rows(of: showing, mayChange: false, columns))
        }
    }

    private static func both(_ first: Rows, _ second: Rows) -> Rows {
        switch (first, second) {
        case (.nothing, _), (_, .nothing): .nothing
        case (.everything, let rows), (let rows, .everything): rows
        case (.some(let first), .some(let second)): .some("(\(first) AND \(second))")
        }
    }

    private func rows(of grants: [Grant], mayChange: Bool, _ columns: Columns) -> Rows {
        let scopes = Set(grants.map(\.scope))
        if scopes.contains(.all) { return .everything }
        var ways: [SQL] = []
        if !scopes.isDisjoint(with: [.own, .ownAndDeputies, .unit, .unitAndBelow]) {
            let owners =
                [viewer.user].compactMap(\.self) + (scopes.contains { $0 != .own && $0 != .shared } ? viewer.deputyFor : [])
            if !owners.isEmpty { ways.append("\(constant: columns.owner) IN \(Self.list(owners))") }
        }
        if !viewer.units.isEmpty {
            if scopes.contains(.unitAndBelow) {
                ways.append("\(constant: columns.unit) IN (\(Self.below(viewer.units)))")
            }
            if !scopes.isDisjoint(with: [.unit, .unitAndBelow]) {
                ways.append("\(constant: columns.unit) IN \(Self.list(viewer.units))")
            }
        }
        if scopes.contains(.shared), let shared = shared(mayChange: mayChange, columns) { ways.append(shared) }
        guard !ways.isEmpty else { return .nothing }
        return .some(Self.joined(ways))
    }

    private func shared(mayChange: Bool, _ columns: Columns) -> SQL? {
        let principals = Set(viewer.units.flatMap(tree.path) + [viewer.user].compactMap(\.self)).sorted()
        guard !principals.isEmpty else { return nil }
        let enough: SQL = mayChange ? " AND s.may_change = \(.bool(true))" : ""
        return """
            EXISTS (SELECT 1 FROM record_shares s WHERE s.record_id = \(constant: columns.record)
            AND s.principal_id IN \(Self.list(principals)) AND s.from_at <= \(.time(now)) AND s.until_at > \(.time(now))\(enough))
            """
    }

    /// The units and all below them.
    static func below(_ units: [ID]) -> SQL {
        """
        SELECT below.unit_id FROM known_units above JOIN known_units below ON below.low BETWEEN above.low AND above.high
        WHERE above.unit_id IN \(list(units))
        """
    }

    private static func list(_ ids: [ID]) -> SQL {
        var sql: SQL = "("
        for (index, id) in ids.enumerated() { sql += index == 0 ? "\(.id(id))" : ", \(.id(id))" }
        sql += ")"
        return sql
    }

    private static func joined(_ ways: [SQL]) -> SQL {
        var sql: SQL = "("
        for (index, way) in ways.enumerated() { sql += index == 0 ? way : " OR \(way)" }
        sql += ")"
        return sql
    }
}
