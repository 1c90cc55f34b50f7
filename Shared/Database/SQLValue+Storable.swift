import Glibc

extension SQLValue {
    /// For engines: throws for what only one of them could store, before anything is sent: text with a zero byte (not
    /// PostgreSQL), and a double that is not a number (SQLite would make it a null).
    package func checkStorable(in statement: String) throws {
        switch self {
        case .text(var text): try text.withUTF8 { try Self.refuseZero(UnsafeRawBufferPointer($0), statement) }
        case .json(let bytes):
            try bytes.withUnsafeBytes { try Self.refuseZero($0, statement) }
        case .double(let value) where value.isNaN:
            throw DatabaseError(
                kind: .constraint("double"), code: "22003", message: "a double that is not a number cannot be stored",
                statement: statement)
        default: break
        }
    }

    private static func refuseZero(_ bytes: UnsafeRawBufferPointer, _ statement: String) throws {
        guard let start = bytes.baseAddress, memchr(start, 0, bytes.count) != nil else { return }
        throw DatabaseError(
            kind: .constraint("text"), code: "22021", message: "text contains a zero byte, which cannot be stored",
            statement: statement)
    }
}
