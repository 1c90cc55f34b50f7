package import Database
package import Observability

/// A schema of a PostgreSQL database (15 or later), over connections that each have a thread of their own.
///
/// The schema is the whole search path; the migrator makes it. Writes run READ COMMITTED, reads REPEATABLE READ READ ONLY.
/// Within a transaction, writes are queued and sent with the next read or with the commit, so that an order with its lines and
/// its event costs one round trip. Connections are opened when first needed.
package final class PostgresDatabase: Database {
    package let engine = Engine.postgres

    private let requests = WorkQueue<PostgresRequest>()

    /// `connectionString` in either form of libpq: `postgresql://user@host/database` or `host=… dbname=…`.
    /// At most `connections` transactions run at once; more wait in order.
    package init(
        _ connectionString: String, schema: String, connections: Int, options: PostgresOptions = PostgresOptions(), logger: Logger
    ) {
        for _ in 0..<max(1, connections) {
            requests.startThread {
                PostgresWorker(connectionString, schema: schema, options: options, logger: logger).serve($0)
            }
        }
    }

    deinit {
        requests.close()
    }

    package func write<T: Sendable>(_ body: @escaping @Sendable (_ tx: Transaction) throws -> T) async throws -> T {
        try await BodyWork.submit(body) { requests.put(.write($0)) }
    }

    package func read<T: Sendable>(_ body: @escaping @Sendable (_ tx: Transaction) throws -> T) async throws -> T {
        try await BodyWork.submit(body) { requests.put(.read($0)) }
    }

    package func script(_ sql: String) async throws {
        try await BodyWork<Void>.submit({ _ in }) { requests.put(.script(sql, $0)) }
    }

    package func close() async {
        requests.close()
        await requests.ended()
    }
}
