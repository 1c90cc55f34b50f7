/// A service's own database: a PostgreSQL schema or an SQLite file.
package protocol Database: Sendable {
    var engine: Engine { get }

    /// Runs `body` in one transaction and returns once its commit is durable. A serialization failure, deadlock or busy file
    /// runs `body` again, and so does a connection lost before the commit was sent; so it must have no effect but through `tx`.
    /// What `body` throws rolls everything back and is rethrown as it is.
    ///
    /// An error of a statement ends the transaction, also when `body` passes it over; `Transaction.savepoint` confines it.
    /// `unavailable` may mean that the outcome of the commit is unknown: retry only what is idempotent.
    /// A task cancelled before its turn gets `CancellationError`; once begun, `body` runs to its end and commits.
    func write<T: Sendable>(_ body: @escaping @Sendable (_ tx: Transaction) throws -> T) async throws -> T

    /// Runs `body` on a consistent snapshot; writing in it is an error.
    func read<T: Sendable>(_ body: @escaping @Sendable (_ tx: Transaction) throws -> T) async throws -> T

    /// Runs a script of several statements without values, outside any transaction of ours; for migrations.
    func script(_ sql: String) async throws

    /// Waits for running work and closes every connection.
    func close() async
}
