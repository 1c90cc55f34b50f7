import Core
import Database

/// Views of lists that people keep.
struct SavedViewStore: Sendable {
    func insert(_ view: SavedView, at now: Timestamp, in tx: Transaction) throws {
        try tx.execute(Self.insertRow, [.id(view.id), .text(view.list.rawValue), .id(view.owner)] + Self.values(view, now))
    }

    /// False when the version is no longer `expected`.
    func update(_ view: SavedView, expecting expected: Int64, at now: Timestamp, in tx: Transaction) throws -> Bool {
        try tx.changes(Self.updateRow, [.id(view.id), .int(expected)] + Self.values(view, now)) == 1
    }

    /// Also nobody's list opens with it any more.
    func delete(_ id: ID, in tx: Transaction) throws {
        try tx.execute(Self.forgetRow, [.id(id)])
        try tx.execute(Self.deleteRow, [.id(id)])
    }

    func find(_ id: ID, in tx: Transaction) throws -> SavedView? {
        try tx.first(Self.byID, [.id(id)], Self.view) ?? nil
    }

    /// Those of the person, then those that are shared with one of `units` or with all, each in the order of their names.
    func list(_ list: ListName, for user: ID, in units: [ID], limit: Int, tx: Transaction) throws -> [SavedView] {
        var shared: SQL = "audience = 'all'"
        for unit in units { shared += " OR (audience = 'unit' AND unit_id = \(.id(unit)))" }
        let sql: SQL = """
            SELECT \(constant: Self.columns) FROM saved_views
            WHERE list = \(.text(list.rawValue)) AND (owner_id = \(.id(user)) OR \(shared))
            ORDER BY CASE WHEN owner_id = \(.id(user)) THEN 0 ELSE 1 END, name, id LIMIT \(.int(limit))
            """
        return try tx.rows(sql, Self.view).compactMap(\.self)
    }

    func count(_ list: ListName, of user: ID, in tx: Transaction) throws -> Int {
        try tx.first(Self.counting, [.id(user), .text(list.rawValue)]) { $0.count(0) } ?? 0
    }

    private static func values(_ view: SavedView, _ now: Timestamp) -> [SQLValue] {
        let (audience, unit): (String, ID?) =
            switch view.content.audience {
            case .own: ("own", nil)
            case .unit(let id): ("unit", id)
            case .all: ("all", nil)
            }
        return [
            .text(view.content.name), .text(view.content.query), .text(view.content.columns.joined(separator: ",")),
            .text(audience), .id(unit), .int(view.version), .time(now),
        ]
    }

    /// `nil` for a list that a later version of the program had.
    private static func view(_ row: Row) -> SavedView? {
        guard let list = ListName(rawValue: row.text(1)) else { return nil }
        let audience: SavedView.Audience =
            switch (row.text(6), row.idOrNil(7)) {
            case ("all", _): .all
            case ("unit", let unit?): .unit(unit)
            default: .own
            }
        return SavedView(
            id: row.id(0), list: list, owner: row.id(2),
            content: SavedView.Content(
                name: row.text(3), query: row.text(4), columns: row.text(5).split(separator: ",").map(String.init),
                audience: audience),
            version: row.int(8))
    }

    private static let columns: StaticString = "id, list, owner_id, name, query, columns, audience, unit_id, version"
    private static let insertRow: Statement = """
        INSERT INTO saved_views (id, list, owner_id, name, query, columns, audience, unit_id, version, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """
    private static let updateRow: Statement = """
        UPDATE saved_views SET name = $3, query = $4, columns = $5, audience = $6, unit_id = $7, version = $8, changed_at = $9
        WHERE id = $1 AND version = $2
        """
    private static let deleteRow: Statement = "DELETE FROM saved_views WHERE id = $1"
    private static let forgetRow: Statement = "UPDATE list_preferences SET view_id = NULL WHERE view_id = $1"
    private static let byID: Statement = "SELECT \(constant: columns) FROM saved_views WHERE id = $1"
    private static let counting: Statement = "SELECT count(*) FROM saved_views WHERE owner_id = $1 AND list = $2"
}
