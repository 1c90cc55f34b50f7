import Core
import Database
import Glibc
import Observability

/// What waits for a connection.
enum PostgresRequest: Sendable {
    case write(any Work)
    case read(any Work)
    /// The work's body runs after the script and has no transaction of its own.
    case script(String, any Work)
}

/// Serves requests on one thread with one connection, which it opens when needed and again when it was lost.
final class PostgresWorker {
    /// How often a body is run before its conflict becomes the caller's.
    private static let attempts = 8
    private static let longestBackOff: Int64 = 5_000_000

    private let connectionString: String
    private let schema: String
    private let options: PostgresOptions
    private let logger: Logger

    private var connection: PostgresConnection?
    /// Failed attempts to connect since the last success, and when the next one is due.
    private var refusals = 0
    private var nextConnect: Int64 = 0
    private var refusal = DatabaseError.closed

    init(_ connectionString: String, schema: String, options: PostgresOptions, logger: Logger) {
        self.connectionString = connectionString
        self.schema = schema
        self.options = options
        self.logger = logger
    }

    func serve(_ queue: WorkQueue<PostgresRequest>) {
        while let request = queue.take() {
            switch request {
            case .write(let work): if work.begin() { run(work, readOnly: false) }
            case .read(let work): if work.begin() { run(work, readOnly: true) }
            case .script(let text, let work): if work.begin() { run(script: text, for: work) }
            }
        }
        connection = nil
    }

    private func run(_ work: any Work, readOnly: Bool) {
        var attempt = 1
        while true {
            do {
                let connection = try connected(since: work.asked)
                let failure = readOnly ? read(work, connection) : write(work, connection)
                guard let failure else { return }
                guard attempt < Self.attempts, mayRunAgain(after: failure, connection) else { return work.finish(failure) }
                logger.debug("transaction runs again", ["attempt": "\(attempt)", "error": "\(failure)"])
                pause(Int64.random(in: 0...(2_000 << min(attempt, 6))))
                attempt += 1
            } catch {
                return work.finish(error)
            }
        }
    }

    /// Nothing when the work is finished; else why not, with the transaction over.
    private func write(_ work: any Work, _ connection: PostgresConnection) -> (any Error)? {
        let tx = Transaction(connection)
        do {
            try connection.begin(readOnly: false)
            try work.run(tx)
            try connection.commit()
        } catch {
            return end(connection, error)
        }
        for action in tx.takeAfterCommits() { action() }
        work.finish(nil)
        return nil
    }

    /// As `write`; the caller need not wait for the end of the transaction.
    private func read(_ work: any Work, _ connection: PostgresConnection) -> (any Error)? {
        let tx = Transaction(connection)
        do {
            try connection.begin(readOnly: true)
            try work.run(tx)
        } catch {
            return end(connection, error)
        }
        for action in tx.takeAfterCommits() { action() }
        work.finish(nil)
        connection.rollback()
        return nil
    }

    /// What ended the transaction matters more than what its body made of it, when running it again may help.
    private func end(_ connection: PostgresConnection, _ error: any Error) -> any Error {
        let failure = connection.failure
        connection.rollback()
        guard let failure, failure.kind == .retryable else { return error }
        return failure
    }

    private func mayRunAgain(after failure: any Error, _ connection: PostgresConnection) -> Bool {
        guard let failure = failure as? DatabaseError else { return false }
        switch failure.kind {
        case .retryable: return true
        case .unavailable: return !connection.commitWasSent
        default: return false
        }
    }

    private func run(script: String, for work: any Work) {
        do {
            let connection = try connected(since: work.asked)
            try connection.run(script: script)
            try work.run(Transaction(connection))
            work.finish(nil)
        } catch {
            work.finish(error)
        }
    }

    /// The connection, or a new one. While the server cannot be reached it tries again with growing pauses; a call that has
    /// waited long enough fails with the last reason.
    private func connected(since asked: Int64) throws -> PostgresConnection {
        if let connection, connection.isUsable() { return connection }
        connection = nil
        let deadline = asked + Int64(options.patience) * 1_000
        while true {
            let now = monotonicMicroseconds()
            if now >= nextConnect {
                if let made = connect() { return made }
                continue
            }
            guard nextConnect < deadline else { throw refusal }
            pause(nextConnect - now)
        }
    }

    private func connect() -> PostgresConnection? {
        do {
            let made = try PostgresConnection(connectionString, schema: schema, options: options)
            connection = made
            if refusals > 0 { logger.notice("the database can be reached again") }
            refusals = 0
            return made
        } catch {
            refusal = error as? DatabaseError ?? DatabaseError(kind: .unavailable, code: "08001", message: "\(error)")
            if refusals == 0 { logger.error("the database cannot be reached", ["error": refusal.message]) }
            let backOff = min(Self.longestBackOff, 50_000 << Int64(min(refusals, 10)))
            nextConnect = monotonicMicroseconds() + Int64.random(in: (backOff / 2)...backOff)
            refusals += 1
            return nil
        }
    }

    private func pause(_ microseconds: Int64) {
        guard microseconds > 0 else { return }
        var time = timespec(tv_sec: Int(microseconds / 1_000_000), tv_nsec: Int(microseconds % 1_000_000) * 1_000)
        nanosleep(&time, nil)
    }
}
