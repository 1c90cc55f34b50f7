extension SQLValue {
    /// Throws for text with a zero byte, which PostgreSQL cannot store: both engines refuse it before sending anything.
    package func refuseNUL(in statement: String) throws {
        let found =
            switch self {
            case .text(var text): text.withUTF8 { $0.contains(0) }
            case .json(let bytes): bytes.contains(0)
            default: false
            }
        guard !found else {
            throw DatabaseError(
                kind: .constraint("text"), code: "22021", message: "text contains a zero byte, which cannot be stored",
                statement: statement)
        }
    }
}
