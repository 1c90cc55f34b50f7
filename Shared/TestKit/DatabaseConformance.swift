package import Core
package import Database

/// What the tests of both engines work on.
package enum DatabaseConformance {
    /// One column of each type, all but the key nullable.
    package static let migrations = [
        Migration(
            "conformance-0001-things",
            [
                """
                CREATE TABLE things (
                    id \(.uuid) NOT NULL PRIMARY KEY, flag \(.bool), number \(.bigint), ratio \(.double), name \(.text),
                    content \(.bytes), document \(.json), at \(.timestamp), source \(.text), position \(.bigint),
                    CONSTRAINT things_source_position_key UNIQUE (source, position),
                    CONSTRAINT things_number_check CHECK (number <> 13)
                ) \(.strict)
                """,
                "CREATE TABLE parts (id \(.serial), thing_id \(.uuid) NOT NULL REFERENCES things (id), size \(.bigint) NOT NULL) \(.strict)",
            ])
    ]

    package static let insert: Statement = """
        INSERT INTO things (id, flag, number, ratio, name, content, document, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """
    package static let insertKeyed: Statement = "INSERT INTO things (id, source, position) VALUES ($1, $2, $3)"
    package static let select: Statement = """
        SELECT flag, number, ratio, name, content, document, at FROM things WHERE id = $1
        """
    package static let count: Statement = "SELECT count(*) FROM things"

    package static func id(_ number: Int) -> ID {
        ID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 | UInt64(number))
    }
}
