import Database
import Synchronization

/// Connections that read, opened when first needed, each given to one caller at a time.
final class SQLiteReaders: Sendable {
    private struct State {
        var idle: [SQLiteConnection] = []
        /// Idle or given out.
        var opened = 0
        var closed = false
        /// Resumed with a connection, or with nothing to look again.
        var waiting: [UnsafeContinuation<SQLiteConnection?, Never>] = []
        var closers: [UnsafeContinuation<Void, Never>] = []

        mutating func dropOne() {
            opened -= 1
            guard opened == 0 else { return }
            for closer in closers { closer.resume() }
            closers = []
        }
    }

    private enum Turn {
        case take(SQLiteConnection)
        case open
        case wait
        case closed
    }

    private let path: String
    private let limit: Int
    private let state = Mutex(State())

    init(path: String, limit: Int) {
        self.path = path
        self.limit = max(1, limit)
    }

    /// Suspends only while all are out. Every connection comes back by `checkIn`.
    func checkOut() async throws -> SQLiteConnection {
        while true {
            switch turn() {
            case .take(let connection): return connection
            case .open: return try open()
            case .wait: if let connection = await wait() { return connection }
            case .closed: throw DatabaseError.closed
            }
        }
    }

    func checkIn(_ connection: SQLiteConnection) {
        let waiting = state.withLock { state -> UnsafeContinuation<SQLiteConnection?, Never>? in
            guard !state.closed else {
                state.dropOne()
                return nil
            }
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.idle.append(connection)
            return nil
        }
        waiting?.resume(returning: connection)
    }

    /// Refuses further callers and returns when the last connection is back.
    func close() async {
        let waiting = state.withLock { state in
            state.closed = true
            state.opened -= state.idle.count
            state.idle = []
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: nil) }
        await withUnsafeContinuation { continuation in
            let over = state.withLock { state in
                if state.opened > 0 { state.closers.append(continuation) }
                return state.opened == 0
            }
            if over { continuation.resume() }
        }
    }

    private func turn() -> Turn {
        state.withLock { state in
            if state.closed { return .closed }
            if let connection = state.idle.popLast() { return .take(connection) }
            guard state.opened < limit else { return .wait }
            state.opened += 1
            return .open
        }
    }

    private func open() throws -> SQLiteConnection {
        do {
            return try SQLiteConnection.reader(path: path)
        } catch {
            let waiting = state.withLock { state in
                state.dropOne()
                return state.waiting.isEmpty ? nil : state.waiting.removeFirst()
            }
            waiting?.resume(returning: nil)
            throw error
        }
    }

    private func wait() async -> SQLiteConnection? {
        await withUnsafeContinuation { continuation in
            // One may have come back since.
            let mustWait = state.withLock { state in
                guard !state.closed, state.idle.isEmpty, state.opened == limit else { return false }
                state.waiting.append(continuation)
                return true
            }
            if !mustWait { continuation.resume(returning: nil) }
        }
    }
}
