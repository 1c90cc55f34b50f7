import Database

/// Whether the database can still be written: a full disk or a read-only file shows only there.
enum DatabaseProbe {
    static func write(_ database: any Database) async throws {
        try await database.write { tx in
            try tx.execute("UPDATE readiness_probe SET beats = beats + 1 WHERE id = 1")
        }
    }
}
