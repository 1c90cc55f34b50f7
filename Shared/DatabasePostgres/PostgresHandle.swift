import CPostgres
import Database
import Glibc

/// One connection to a server, in pipeline mode; closes it when released. All there is of libpq besides `PostgresResult`.
final class PostgresHandle {
    private let pointer: OpaquePointer

    /// Waits until connected or refused. What the text does not say comes from `defaults`.
    init(_ connectionString: String, defaults: [(keyword: String, value: String)]) throws {
        try Self.checkSyntax(connectionString)
        // Later keywords win, and the string is expanded where it stands.
        let keywords = defaults.map(\.keyword) + ["dbname"]
        let values = defaults.map(\.value) + [connectionString]
        guard
            let made = Self.withCStrings(
                keywords, { keywords in Self.withCStrings(values) { PQconnectdbParams(keywords, $0, 1) } })
        else { throw DatabaseError(kind: .unavailable, code: "08001", message: "no memory for a connection") }
        pointer = made
        guard PQstatus(pointer) == CONNECTION_OK else {
            throw DatabaseError(kind: .unavailable, code: "08001", message: Self.trimmed(PQerrorMessage(pointer)))
        }
        PQsetNoticeProcessor(pointer, { _, _ in }, nil)
    }

    /// libpq's own message would quote the string, and with it a password.
    private static func checkSyntax(_ connectionString: String) throws {
        guard let options = PQconninfoParse(connectionString, nil) else {
            throw DatabaseError(
                kind: .unavailable, code: "08001",
                message: "the connection string cannot be read; write postgresql://user@host/database with special characters "
                    + "percent-encoded, or host=… dbname=…")
        }
        PQconninfoFree(options)
    }

    deinit {
        PQfinish(pointer)
    }

    var isOpen: Bool { PQstatus(pointer) == CONNECTION_OK }
    var isIdle: Bool { PQtransactionStatus(pointer) == PQTRANS_IDLE }
    var message: String { Self.trimmed(PQerrorMessage(pointer)) }

    /// Looks, without waiting, whether the server has said goodbye since the last use.
    func isStillThere() -> Bool {
        var watched = pollfd(fd: PQsocket(pointer), events: Int16(POLLIN), revents: 0)
        var rounds = 0
        while isOpen, rounds < 4 {
            guard poll(&watched, 1, 0) > 0 else { return true }
            guard PQconsumeInput(pointer) == 1 else { return false }
            rounds += 1
        }
        return isOpen
    }

    /// Runs statements without values and drops their rows.
    func run(script: String) throws {
        PQexitPipelineMode(pointer)
        defer { PQenterPipelineMode(pointer) }
        let result = PostgresResult(PQexec(pointer, script))
        guard let result else { throw lost() }
        if let failure = result.failure(in: script) { throw failure }
    }

    func enterPipeline() {
        PQenterPipelineMode(pointer)
    }

    // What follows goes into libpq's buffer: no system call until 64 KiB, `flush` or `sync`. False is a failure by `message`.

    func sendPrepare(_ name: String, _ text: String) -> Bool {
        PQsendPrepare(pointer, name, text, 0, nil) == 1
    }

    /// Runs a prepared statement and asks for its rows in binary.
    func sendExecute(_ name: String, _ parameters: PostgresParameters) -> Bool {
        parameters.withPointers { count, values, lengths, formats in
            PQsendQueryPrepared(pointer, name, count, values, lengths, formats, 1) == 1
        }
    }

    func sendDeallocate(_ name: String) -> Bool {
        PQsendQueryParams(pointer, "DEALLOCATE \(name)", 0, nil, nil, nil, nil, 0) == 1
    }

    /// Sends the buffer and asks the server for the results so far.
    func flush() -> Bool {
        PQsendFlushRequest(pointer) == 1 && PQflush(pointer) == 0
    }

    /// Sends the buffer with the end of a pipeline: after an error the server skips to there.
    func sync() -> Bool {
        PQpipelineSync(pointer) == 1
    }

    /// The next result, or nothing at the end of one command's results; waits for it.
    func nextResult() -> PostgresResult? {
        PostgresResult(PQgetResult(pointer))
    }

    func lost() -> DatabaseError {
        DatabaseError(kind: .unavailable, code: "08006", message: "the connection was lost: \(message)")
    }

    private static func trimmed(_ message: UnsafeMutablePointer<CChar>?) -> String {
        guard let message else { return "" }
        return String(cString: message).split(separator: "\n").joined(separator: " ")
    }

    /// A null-terminated array of null-terminated strings.
    private static func withCStrings<R>(
        _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> R
    ) -> R {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        let pointers = copies.map { UnsafePointer($0) } + [nil]
        return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}
