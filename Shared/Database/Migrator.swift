package import Core
package import Observability

/// Brings a schema to the state its migrations describe.
///
/// Each step and its record are one transaction, under a lock that every migrator of this schema takes. So processes that start
/// together apply each step once, and one that dies leaves whole steps.
package enum Migrator {
    private static let withoutTimeouts = Statement(
        postgres: "SELECT set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true)", sqlite: "")
    /// The search path is the service's one schema, quoted by the server where it must be.
    private static let createSchema = Statement(
        postgres: """
            DO $$ BEGIN
            IF current_schema() IS NULL THEN EXECUTE 'CREATE SCHEMA ' || current_setting('search_path'); END IF;
            END $$
            """, sqlite: "")
    private static let createTable: Statement = """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            name \(.text) NOT NULL PRIMARY KEY, checksum \(.text) NOT NULL, applied_at \(.timestamp) NOT NULL
        ) \(.strict)
        """
    private static let tableExists = Statement(
        postgres: "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_migrations'",
        sqlite: "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'")
    private static let applied: Statement = "SELECT name, checksum FROM schema_migrations ORDER BY name"
    private static let record: Statement = "INSERT INTO schema_migrations (name, checksum, applied_at) VALUES ($1, $2, $3)"

    /// Applies what is missing, in the order of `migrations`, and returns the names of what this call applied.
    /// Throws `MigrationError` when the database and the list do not fit together.
    package static func migrate(
        _ migrations: [Migration], database: any Database, clock: any WallClock, logger: Logger
    ) async throws -> [String] {
        try checkNames(migrations)
        let new = try await database.write { tx in
            try lock(tx)
            try tx.execute(createSchema)
            try tx.execute(createTable)
            return Set(try missing(of: migrations, tx))
        }
        var names: [String] = []
        for migration in migrations where new.contains(migration.name) {
            // Another process may have come first since.
            let isNew = try await database.write { tx in
                try lock(tx)
                guard try missing(of: migrations, tx).contains(migration.name) else { return false }
                for statement in migration.statements { try tx.execute(statement) }
                let checksum = migration.checksum(tx.engine)
                try tx.execute(record, [.text(migration.name), .text(checksum), .time(clock.now())])
                return true
            }
            guard isNew else { continue }
            names.append(migration.name)
            logger.notice("migration applied", ["migration": migration.name])
        }
        return names
    }

    /// The names of what `migrate` would apply, in order; throws what it would throw.
    package static func pending(_ migrations: [Migration], database: any Database) async throws -> [String] {
        try checkNames(migrations)
        return try await database.read { tx in
            let exists = try tx.first(tableExists) { $0.count(0) } ?? 0
            return exists == 0 ? migrations.map(\.name) : try missing(of: migrations, tx)
        }
    }

    private static func lock(_ tx: Transaction) throws {
        try tx.execute(withoutTimeouts)
        try tx.lock(key: "schema_migrations")
    }

    private static func missing(of migrations: [Migration], _ tx: Transaction) throws -> [String] {
        var known: [String: String] = [:]
        try tx.each(applied, []) { row in
            known[row.text(0)] = row.text(1)
            return true
        }
        var names: [String] = []
        for migration in migrations {
            guard let checksum = known.removeValue(forKey: migration.name) else {
                names.append(migration.name)
                continue
            }
            guard checksum == migration.checksum(tx.engine) else { throw MigrationError.changed(migration.name) }
        }
        guard known.isEmpty else { throw MigrationError.unknown(known.keys.sorted()) }
        return names
    }

    private static func checkNames(_ migrations: [Migration]) throws {
        var names: Set<String> = []
        for migration in migrations where !names.insert(migration.name).inserted {
            throw MigrationError.repeated(migration.name)
        }
    }
}

extension Migration {
    /// FNV-1a of the statements' text on `engine`, in hexadecimal: it finds edits, it does not resist forgery.
    fileprivate func checksum(_ engine: Engine) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for statement in statements {
            for byte in statement.text(engine).utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash = (hash ^ 0xff) &* 0x100_0000_01b3
        }
        return String(hash, radix: 16)
    }
}
