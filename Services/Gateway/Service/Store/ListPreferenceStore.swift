import Core
import Database

/// How somebody has a list: the view that it opens with, and its columns.
struct ListPreference: Hashable, Sendable {
    var view: ID?
    /// Empty for the list's own.
    var columns: [String] = []
}

struct ListPreferenceStore: Sendable {
    /// What nobody has chosen is as the list has it.
    func find(_ list: ListName, of user: ID, in tx: Transaction) throws -> ListPreference {
        try tx.first(Self.select, [.id(user), .text(list.rawValue)]) { row in
            ListPreference(view: row.idOrNil(0), columns: row.text(1).split(separator: ",").map(String.init))
        } ?? ListPreference()
    }

    func save(_ preference: ListPreference, of list: ListName, for user: ID, in tx: Transaction) throws {
        try tx.execute(
            Self.upsert,
            [.id(user), .text(list.rawValue), .id(preference.view), .text(preference.columns.joined(separator: ","))])
    }

    private static let select: Statement = "SELECT view_id, columns FROM list_preferences WHERE user_id = $1 AND list = $2"
    private static let upsert: Statement = """
        INSERT INTO list_preferences (user_id, list, view_id, columns) VALUES ($1, $2, $3, $4)
        ON CONFLICT (user_id, list) DO UPDATE SET view_id = excluded.view_id, columns = excluded.columns
        """
}
