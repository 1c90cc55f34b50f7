/// Why a schema was left as it is. The program must not start on it.
package enum MigrationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text of a step that was applied before is no longer the same.
    case changed(String)
    /// Steps in the database that this program does not have: a newer version was here.
    case unknown([String])
    /// Two steps of one name.
    case repeated(String)

    package var description: String {
        switch self {
        case .changed(let name):
            "migration \(name) was changed after it had been applied; restore its text and add a new migration instead"
        case .unknown(let names):
            "the database has migrations this version does not know (\(names.joined(separator: ", "))); start the newer version"
        case .repeated(let name):
            "migration \(name) is listed twice"
        }
    }
}
