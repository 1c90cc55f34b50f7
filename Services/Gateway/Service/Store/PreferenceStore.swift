import Core
import Database

/// What people prefer; who has chosen nothing has no row. Read with the session, by `SessionStore`.
struct PreferenceStore: Sendable {
    func save(_ preferences: Preferences, of user: ID, at now: Timestamp, in tx: Transaction) throws {
        try tx.execute(
            Self.saveRow,
            [
                .id(user), .text(preferences.scheme.rawValue), .text(preferences.density.rawValue), .bool(preferences.hasKeys),
                .time(now),
            ])
    }

    /// Of the columns below, nulls included, from this one on.
    static func preferences(_ row: Row, from first: Int) -> Preferences {
        guard let scheme = row.textOrNil(first).flatMap(Preferences.Scheme.init(rawValue:)),
            let density = row.textOrNil(first + 1).flatMap(Preferences.Density.init(rawValue:))
        else { return Preferences() }
        return Preferences(scheme: scheme, density: density, hasKeys: row.bool(first + 2))
    }

    static let columns: StaticString = "p.scheme, p.density, p.keys"
    static let width = 3

    private static let saveRow: Statement = """
        INSERT INTO preferences (user_id, scheme, density, keys, changed_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (user_id) DO UPDATE SET scheme = excluded.scheme, density = excluded.density, keys = excluded.keys,
        changed_at = excluded.changed_at
        """
}
