import Database

/// Commands on their way to the server and the answers still to be read, on one connection used by one thread.
///
/// Writes are only queued; the first read sends them and waits for all answers at once, and so does the commit. So an error
/// may be found late: it is kept in `failure`, and everything after it throws it until `recover`.
final class PostgresPipeline {
    private struct Command {
        let text: String
        let number: Int
        let prepares: Prepared?
    }

    private enum Prepared {
        case fixed(Int)
        case dynamic(String)
    }

    /// Answers wait in memory until they are read, so they are read now and then.
    private static let sentLimit = 512
    static let mostAtOnce = 128
    private static let dynamicLimit = 128

    let handle: PostgresHandle
    private let parameters = PostgresParameters()
    private var prepared: [Bool] = []
    private var dynamic = StatementCache<String>(capacity: dynamicLimit)
    /// Commands whose results have not been read, in order.
    private var sent: [Command] = []
    /// Of the command sent last; they rise as long as the connection lives.
    private(set) var lastNumber = 0

    /// The first error since `recover`, and the number of its command.
    private(set) var failure: DatabaseError?
    private(set) var failureNumber = 0
    /// To be closed rather than used again.
    private(set) var isSpent = false

    init(_ handle: PostgresHandle) {
        self.handle = handle
        handle.enterPipeline()
    }

    /// Takes commands again after an error: what the server skipped is over.
    func recover() {
        failure = nil
        sync()
    }

    func spend() {
        isSpent = true
    }

    func send(_ statement: Statement, _ values: [SQLValue]) throws {
        if sent.count >= Self.sentLimit { try settle() }
        if let failure { throw failure }
        try parameters.encode(values, for: statement.postgres)
        if statement.index >= prepared.count {
            prepared += Array(repeating: false, count: statement.index - prepared.count + 1)
        }
        let name = "s\(statement.index)"
        if !prepared[statement.index] {
            try note(handle.sendPrepare(name, statement.postgres), statement.postgres, .fixed(statement.index))
            prepared[statement.index] = true
        }
        try note(handle.sendExecute(name, parameters), statement.postgres)
    }

    func send(_ sql: SQL) throws {
        if let failure { throw failure }
        try parameters.encode(sql.values, for: sql.postgres)
        let name: String
        if let known = dynamic.find(sql.postgres) {
            name = known
        } else {
            name = "d\(lastNumber)"
            try note(handle.sendPrepare(name, sql.postgres), sql.postgres, .dynamic(sql.postgres))
            if let old = dynamic.insert(name, for: sql.postgres) { try note(handle.sendDeallocate(old), "DEALLOCATE") }
        }
        try note(handle.sendExecute(name, parameters), sql.postgres)
    }

    private func note(_ wasSent: Bool, _ text: String, _ prepares: Prepared? = nil) throws {
        guard wasSent else {
            let error =
                handle.isOpen ? DatabaseError(kind: .other, code: "", message: handle.message, statement: text) : handle.lost()
            fail(error, lastNumber)
            throw error
        }
        lastNumber += 1
        sent.append(Command(text: text, number: lastNumber, prepares: prepares))
    }

    private func fail(_ error: DatabaseError, _ number: Int) {
        if failure == nil { (failure, failureNumber) = (error, number) }
        // A stale plan, a lost connection: what this connection has prepared is of no use.
        let isStale = error.kind == .retryable && (error.code == "0A000" || error.code == "26000")
        if isStale || error.kind == .unavailable || !handle.isOpen { isSpent = true }
    }

    /// Reads the results of the first `count` commands sent.
    private func receive(_ count: Int) {
        for command in sent.prefix(count) {
            guard handle.isOpen, let result = handle.nextResult() else {
                fail(handle.lost(), command.number)
                break
            }
            accept(result, of: command)
            while handle.isOpen, handle.nextResult() != nil {}
        }
        sent.removeFirst(count)
    }

    private func accept(_ result: PostgresResult, of command: Command) {
        let error = result.failure(in: command.text)
        if error != nil || result.isSkipped {
            switch command.prepares {
            case .fixed(let index): prepared[index] = false
            case .dynamic(let text): dynamic.remove(text)
            case nil: break
            }
        }
        if let error { fail(error, command.number) }
    }

    /// Sends what is queued and reads all results.
    func settle() throws {
        if let failure { throw failure }
        guard !sent.isEmpty else { return }
        if !handle.flush() { fail(handle.lost(), lastNumber) }
        receive(sent.count)
        if let failure { throw failure }
    }

    /// Ends the pipeline: also after an error, the server takes commands again.
    func sync() {
        guard handle.sync() else {
            sent = []
            return fail(handle.lost(), lastNumber)
        }
        receive(sent.count)
        guard handle.isOpen, let end = handle.nextResult(), end.isEndOfPipeline else { return fail(handle.lost(), lastNumber) }
    }

    /// The result of the command just sent.
    func fetch() throws -> PostgresResult {
        try fetch(1)[0]
    }

    /// The results of a statement for each of `values`, at most `mostAtOnce`: all are sent before the first is waited for.
    func results(of statement: Statement, _ values: ArraySlice<[SQLValue]>) throws -> [PostgresResult] {
        // So that none of them is sent late enough to have the others' results read and dropped.
        if sent.count + values.count >= Self.sentLimit { try settle() }
        for values in values { try send(statement, values) }
        return try fetch(values.count)
    }

    /// The results of the last `count` commands sent. Where one failed, what follows it is left to `recover`.
    private func fetch(_ count: Int) throws -> [PostgresResult] {
        if !handle.flush() { fail(handle.lost(), lastNumber) }
        receive(sent.count - count)
        var results: [PostgresResult] = []
        while failure == nil, let command = sent.first {
            guard let result = handle.nextResult() else {
                fail(handle.lost(), command.number)
                break
            }
            sent.removeFirst()
            accept(result, of: command)
            while handle.isOpen, handle.nextResult() != nil {}
            results.append(result)
        }
        if let failure { throw failure }
        return results
    }
}
