package import Database
package import Observability

/// A schema of a PostgreSQL database (15 or later), over connections that each have a thread of their own.
///
/// The schema is the whole search path; the migrator makes it. Writes run READ COMMITTED, reads REPEATABLE READ READ ONLY.
/// Within a transaction, writes are queued and sent with the next read or with the commit, so that an order with its lines and
/// its event costs one round trip. Connections are opened when first needed.
///
/// From three connections on, a quarter of them serve reads alone: writes that wait for each other's locks must not keep a
/// reader waiting.
package final class PostgresDatabase: Database {
    package let engine = Engine.postgres

    private let writes = WorkQueue<PostgresRequest>()
    /// The same as `writes` where there are too few connections to share out.
    private let reads: WorkQueue<PostgresRequest>

    /// `connectionString` in either form of libpq: `postgresql://user@host/database` or `host=… dbname=…`.
    /// At most `connections` transactions run at once; more wait in order, reads and writes each in their own.
    package init(
        _ connectionString: String, schema: String, connections: Int, options: PostgresOptions = PostgresOptions(), logger: Logger
    ) {
        let all = max(1, connections)
        let readers = all < 3 ? 0 : max(1, all / 4)
        reads = readers == 0 ? writes : WorkQueue()
        for index in 0..<all {
            (index < readers ? reads : writes).startThread {
                PostgresWorker(connectionString, schema: schema, options: options, logger: logger).serve($0)
            }
        }
    }

    deinit {
        writes.close()
        reads.close()
    }

    package func write<T: Sendable>(_ body: @escaping @Sendable (_ tx: Transaction) throws -> T) async throws -> T {
        try await BodyWork.submit(body) { writes.put(.write($0)) }
    }

    package func read<T: Sendable>(_ body: @escaping @Sendable (_ tx: Transaction) throws -> T) async throws -> T {
        try await BodyWork.submit(body) { reads.put(.read($0)) }
    }

    package func script(_ sql: String) async throws {
        try await BodyWork<Void>.submit({ _ in }) { writes.put(.script(sql, $0)) }
    }

    package func close() async {
        writes.close()
        reads.close()
        await writes.ended()
        await reads.ended()
    }
}
