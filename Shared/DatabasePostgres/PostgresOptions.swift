/// What a pool of connections asks of the server and of itself. Durations are in milliseconds.
package struct PostgresOptions: Sendable {
    /// A statement that runs longer is cancelled by the server; 0 for never.
    package var statementTimeout = 30_000
    /// A transaction in which nothing happens for longer loses its connection; bodies are synchronous, so only a stalled process
    /// gets there.
    package var idleInTransactionTimeout = 30_000
    /// How long a call waits for a server that cannot be reached before it fails as `unavailable`.
    package var patience = 5_000
    /// As `pg_stat_activity` shows it.
    package var applicationName = "relata"

    package init() {}
}
