import CSQLite
import Database

extension DatabaseError {
    /// From an extended result code and SQLite's message, which names tables and columns but holds no values.
    init(sqlite code: Int32, message: String, statement: String?) {
        self.init(
            kind: Self.kind(of: code, message), code: "\(code)",
            message: Self.advice(for: code).map { "\(message): \($0)" } ?? message,
            statement: statement)
    }

    private static func kind(of code: Int32, _ message: String) -> Kind {
        switch code {
        case sqliteConstraint(8), sqliteConstraint(6), sqliteConstraint(10):  // unique, primary key, rowid
            return .duplicate(constraint: constraintName(message))
        case sqliteConstraint(5):  // not null
            return .constraint(subject(message))
        case sqliteConstraint(3):  // foreign key
            return .constraint("foreign key")
        default:
            break
        }
        switch code & 0xff {
        case SQLITE_CONSTRAINT: return .constraint(subject(message))
        case SQLITE_BUSY, SQLITE_LOCKED: return .retryable
        case SQLITE_FULL, SQLITE_READONLY, SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_CORRUPT, SQLITE_NOTADB:
            return .storage
        default: return .other
        }
    }

    private static func sqliteConstraint(_ detail: Int32) -> Int32 {
        SQLITE_CONSTRAINT | detail << 8
    }

    /// What follows the colon: `orders.source, orders.number` or the name of a check.
    private static func subject(_ message: String) -> String {
        guard let colon = message.firstIndex(of: ":") else { return message }
        return String(message[message.index(after: colon)...].drop { $0 == " " })
    }

    /// `UNIQUE constraint failed: orders.source, orders.number` gives `orders_source_number_key`; an index on expressions is
    /// told by its own name.
    private static func constraintName(_ message: String) -> String {
        let subject = subject(message)
        if subject.hasPrefix("index '") { return String(subject.dropFirst(7).dropLast()) }
        var table = ""
        var name = ""
        for part in subject.split(separator: ",") {
            let words = part.drop { $0 == " " }.split(separator: ".", maxSplits: 1)
            guard words.count == 2 else { continue }
            table = String(words[0])
            name += "_" + words[1]
        }
        return table + name + "_key"
    }

    private static func advice(for code: Int32) -> String? {
        switch code & 0xff {
        case SQLITE_FULL: "the disk is full; free space where the data directory is, nothing written so far is lost"
        case SQLITE_READONLY: "the file cannot be written; check its owner and mode, and that the disk is not mounted read-only"
        case SQLITE_IOERR: "the disk failed to read or write; check free space, quotas and the system log"
        case SQLITE_CANTOPEN: "the file or its directory is missing or not accessible; check the data directory's path and owner"
        case SQLITE_PERM: "access is denied; check the owner and mode of the file and its directory"
        case SQLITE_CORRUPT: "the file is damaged; stop the program and restore the last backup"
        case SQLITE_NOTADB: "the file is not a database; check the path of the data directory"
        case SQLITE_BUSY: "another process holds the file; only one program may write it at a time"
        default: nil
        }
    }
}
