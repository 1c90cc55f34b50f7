import Core
import Database

/// A large organization and its customers, made by the database itself: 5,000 users in 300 units (3 regions of 10 teams of 10 units)
/// and customers that belong to them, one in a hundred in a queue, one in a hundred shared.
enum RightsBase {
    static let users = 5000

    static func user(_ number: Int) -> ID { ID(high: 0x7000, low: 0x8000_0000_0000_0000 | UInt64(number)) }
    /// Units of the third level have numbers from 0 to 299 by region, team and place; teams and regions stand above them.
    static func unit(ofUser number: Int) -> ID { unit(number % 300) }
    static func team(_ number: Int) -> ID { unit(1000 + number) }
    static func region(_ number: Int) -> ID { unit(2000 + number) }
    private static func unit(_ number: Int) -> ID { ID(high: 0x1_0000_7000, low: 0x8000_0000_0000_0000 | UInt64(number)) }

    /// Of the customer with this number.
    static func rareWord(_ number: Int) -> String { "w\((number &* 48_271) % 1_000_003)x" }

    static func fill(_ database: any Database, accounts: Int) async throws {
        for statement in organization { try await database.script(statement) }
        // In parts that stay within the time that a statement may take.
        for first in stride(from: 0, to: accounts, by: 50_000) {
            for statement in customers(first..<min(first + 50_000, accounts)) { try await database.script(statement) }
        }
        for table in [
            "accounts", "contact_points", "record_shares", "account_search", "name_search", "known_users", "known_units",
        ] {
            try await database.script("VACUUM ANALYZE \(table)")
        }
    }

    private static let organization = [
        "CREATE FUNCTION load_uuid(high bigint, n bigint) RETURNS uuid IMMUTABLE LANGUAGE sql AS $$ SELECT (lpad(to_hex(high), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$",
        """
        INSERT INTO known_units (unit_id, parent_id, name, is_active, version, low, high)
        SELECT '\(UnitTree.root)'::uuid, NULL::uuid, 'Whole', TRUE, 1, 1, 400
        UNION ALL SELECT load_uuid(1, 2000 + r), '\(UnitTree.root)', 'Region ' || r, TRUE, 1, 2 + r * 111, 2 + r * 111 + 110
        FROM generate_series(0, 2) r
        UNION ALL SELECT load_uuid(1, 1000 + t), load_uuid(1, 2000 + t / 10), 'Team ' || t, TRUE, 1,
        3 + (t / 10) * 111 + (t % 10) * 11, 3 + (t / 10) * 111 + (t % 10) * 11 + 10 FROM generate_series(0, 29) t
        UNION ALL SELECT load_uuid(1, u), load_uuid(1, 1000 + u / 10), 'Unit ' || u, TRUE, 1,
        4 + (u / 100) * 111 + ((u / 10) % 10) * 11 + u % 10, 4 + (u / 100) * 111 + ((u / 10) % 10) * 11 + u % 10
        FROM generate_series(0, 299) u
        """,
        "UPDATE known_tree SET version = 1",
        """
        INSERT INTO known_users (user_id, name, unit_id, is_active, version)
        SELECT load_uuid(0, n), 'User ' || n, load_uuid(1, n % 300), TRUE, 1 FROM generate_series(0, \(users - 1)) n
        """,
    ]

    private static func customers(_ part: Range<Int>) -> [String] {
        let numbers = "\(part.lowerBound)::bigint, \(part.upperBound - 1)"
        let those = "id BETWEEN load_uuid(2, \(part.lowerBound)) AND load_uuid(2, \(part.upperBound - 1))"
        return [
            """
            INSERT INTO accounts (id, kind, name, is_named, name_key, language, search_text, orders, last_order_at, created_at,
            changed_at, version, owner_id, unit_id)
            SELECT load_uuid(2, n), 'company', name, TRUE, name, 'en', name || chr(10) || mail || chr(10) || chr(30), n % 17,
            to_timestamp(1700000000 + (n * 7919) % 60000000), to_timestamp(1600000000 + (n * 104729) % 90000000),
            to_timestamp(1790000000), 1, CASE WHEN n % 100 = 0 THEN NULL ELSE load_uuid(0, owner) END, load_uuid(1, owner % 300)
            FROM (
                SELECT n, substr(md5(n::text), 1, 6) || CASE WHEN n % 10 = 0 THEN ' gmbh w' ELSE ' ltd w' END
                || ((n * 48271) % 1000003) || 'x' AS name, 'm' || n || '@mail.example' AS mail,
                ((n * 15485863) % \(users)) AS owner FROM generate_series(\(numbers)) n
            ) AS made
            """,
            """
            INSERT INTO contact_points (account_id, kind, value, position, display, raw, type, is_valid, is_primary)
            SELECT load_uuid(2, n), kind, value || n, 0, value || n, value || n, 'work', TRUE, TRUE
            FROM generate_series(\(numbers)) n, (VALUES ('email', 'm'), ('phone', '+7912')) AS k (kind, value)
            """,
            """
            INSERT INTO record_shares (record_id, principal_id, may_change, from_at, until_at)
            SELECT load_uuid(2, n), load_uuid(0, n % \(users)), FALSE, to_timestamp(0), to_timestamp(4000000000)
            FROM generate_series(\(numbers), 100) n
            """,
            """
            INSERT INTO account_search (doc, grams, line)
            SELECT doc, ARRAY(SELECT DISTINCT substr(line, i, 3) FROM unnest(string_to_array(search_text, chr(10))) AS line,
            generate_series(1, length(line) - 2) AS i), search_text FROM accounts WHERE \(those)
            """,
            """
            INSERT INTO name_search (doc, grams)
            SELECT doc, ARRAY(SELECT DISTINCT substr(name_key, i, 3) FROM generate_series(1, length(name_key) - 2) AS i)
            FROM accounts WHERE \(those)
            """,
        ]
    }
}
