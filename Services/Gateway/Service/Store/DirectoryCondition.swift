import Core
import Database
import JSON

/// A directory's filter as SQL, where every value binds.
enum DirectoryCondition {
    typealias Compare = (DirectoryPath, DirectoryFilter.Comparison, JSONValue) throws(DirectoryRefusal) -> SQL?

    /// `compare` gives `nil` for an attribute, or a comparison, that cannot be asked for.
    static func of(_ filter: DirectoryFilter, _ compare: Compare) throws(DirectoryRefusal) -> SQL {
        switch filter {
        case .and(let left, let right):
            var sql: SQL = "("
            sql += try of(left, compare)
            sql += " AND "
            sql += try of(right, compare)
            sql += ")"
            return sql
        case .or(let left, let right):
            var sql: SQL = "("
            sql += try of(left, compare)
            sql += " OR "
            sql += try of(right, compare)
            sql += ")"
            return sql
        case .not(let inner):
            var sql: SQL = "NOT ("
            sql += try of(inner, compare)
            sql += ")"
            return sql
        case .present(let path):
            // What is there differs from nothing.
            guard let sql = try compare(path, .differs, .null) else { throw refusal(path) }
            return sql
        case .compare(let path, let comparison, let value):
            guard let sql = try compare(path, comparison, value) else { throw refusal(path) }
            return sql
        }
    }

    private static func refusal(_ path: DirectoryPath) -> DirectoryRefusal {
        DirectoryRefusal(.invalidFilter, "\(path.attribute) cannot be filtered by in this way.")
    }

    /// A column that holds what `SearchKey` folds. `co`, `sw` and `ew` find the text anywhere, at the start and at the end.
    static func key(_ column: StaticString, _ comparison: DirectoryFilter.Comparison, _ value: JSONValue) -> SQL? {
        if value.isNull { return null(column, comparison) }
        guard let text = value.string.map(SearchKey.folded) else { return nil }
        let pattern = text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
        return switch comparison {
        case .equals: "\(constant: column) = \(.text(text))"
        case .differs: "(\(constant: column) IS NULL OR \(constant: column) <> \(.text(text)))"
        case .contains: "\(constant: column) LIKE \(.text("%" + pattern + "%")) ESCAPE '\\'"
        case .startsWith: "\(constant: column) LIKE \(.text(pattern + "%")) ESCAPE '\\'"
        case .endsWith: "\(constant: column) LIKE \(.text("%" + pattern)) ESCAPE '\\'"
        }
    }

    /// A column that is compared letter by letter.
    static func exact(_ column: StaticString, _ comparison: DirectoryFilter.Comparison, _ value: JSONValue) -> SQL? {
        if value.isNull { return null(column, comparison) }
        guard let text = value.string else { return nil }
        return switch comparison {
        case .equals: "\(constant: column) = \(.text(text))"
        case .differs: "(\(constant: column) IS NULL OR \(constant: column) <> \(.text(text)))"
        default: nil
        }
    }

    /// What is no id is the id of nothing.
    static func id(_ column: StaticString, _ comparison: DirectoryFilter.Comparison, _ value: JSONValue) -> SQL? {
        if value.isNull { return null(column, comparison) }
        guard let text = value.string else { return nil }
        let id = ID(text) ?? ID(high: 0, low: 0)
        return switch comparison {
        case .equals: "\(constant: column) = \(.id(id))"
        case .differs: "\(constant: column) <> \(.id(id))"
        default: nil
        }
    }

    static func truth(_ column: StaticString, _ comparison: DirectoryFilter.Comparison, _ value: JSONValue) -> SQL? {
        if value.isNull { return null(column, comparison) }
        guard let truth = value.lenientBool else { return nil }
        return switch comparison {
        case .equals: "\(constant: column) = \(.bool(truth))"
        case .differs: "\(constant: column) <> \(.bool(truth))"
        default: nil
        }
    }

    private static func null(_ column: StaticString, _ comparison: DirectoryFilter.Comparison) -> SQL? {
        switch comparison {
        case .equals: "\(constant: column) IS NULL"
        case .differs: "\(constant: column) IS NOT NULL"
        default: nil
        }
    }
}
