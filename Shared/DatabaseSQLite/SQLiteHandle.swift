import CSQLite
import Core
import Database

/// One open file; closes it when released. With `SQLiteStatement`, all there is of SQLite's C interface.
final class SQLiteHandle {
    private let pointer: OpaquePointer

    /// Opens a file that exists. `busyMilliseconds` is how long a lock of another process is waited for.
    init(path: String, busyMilliseconds: Int32) throws {
        var opened: OpaquePointer?
        // No mutex of SQLite's own: one thread at a time is our part, see SQLiteConnection.
        let code = sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let opened else {
            let extended = opened.map { sqlite3_extended_errcode($0) } ?? code
            sqlite3_close_v2(opened)
            throw DatabaseError(sqlite: extended, message: String(cString: sqlite3_errstr(code)), statement: nil)
        }
        pointer = opened
        sqlite3_extended_result_codes(pointer, 1)
        sqlite3_busy_timeout(pointer, busyMilliseconds)
    }

    deinit {
        sqlite3_close_v2(pointer)
    }

    /// True when no transaction is open: also after an error that made SQLite roll back by itself.
    var isIdle: Bool { sqlite3_get_autocommit(pointer) != 0 }

    /// Rows changed by the last INSERT, UPDATE or DELETE.
    var changes: Int { Int(sqlite3_changes64(pointer)) }

    func failure(_ code: Int32, in text: String?) -> DatabaseError {
        DatabaseError(sqlite: code, message: String(cString: sqlite3_errmsg(pointer)), statement: text)
    }

    /// On a connection that refuses writes, which is no fault of the file.
    func failureOfRead(_ code: Int32, in text: String) -> DatabaseError {
        guard code == SQLITE_READONLY else { return failure(code, in: text) }
        return DatabaseError(kind: .other, code: "\(code)", message: "a read cannot write", statement: text)
    }

    /// Runs statements without values; rows are dropped.
    func run(script: String) throws {
        let code = sqlite3_exec(pointer, script, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code, in: script) }
    }

    func prepare(_ text: String) throws -> SQLiteStatement {
        var text = text
        return try text.withUTF8 { utf8 in
            try utf8.withMemoryRebound(to: CChar.self) { buffer in
                var made: OpaquePointer?
                var tail: UnsafePointer<CChar>?
                let code = sqlite3_prepare_v3(
                    pointer, buffer.baseAddress, Int32(buffer.count), UInt32(SQLITE_PREPARE_PERSISTENT), &made, &tail)
                let described = String(decoding: utf8, as: UTF8.self)
                guard code == SQLITE_OK else { throw failure(code, in: described) }
                guard let made else { throw Self.misuse("the statement is empty", described) }
                let rest = utf8[(tail.flatMap { buffer.baseAddress?.distance(to: $0) } ?? utf8.count)...]
                guard rest.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: ";") }) else {
                    sqlite3_finalize(made)
                    throw Self.misuse("a statement holds several; run each by itself", described)
                }
                return SQLiteStatement(made)
            }
        }
    }

    static func misuse(_ message: String, _ text: String) -> DatabaseError {
        DatabaseError(kind: .other, code: "\(SQLITE_MISUSE)", message: message, statement: text)
    }
}

/// A prepared statement of a handle, which must outlive it.
struct SQLiteStatement {
    enum Step {
        case row
        case done
        case failed(Int32)
    }

    private let pointer: OpaquePointer

    fileprivate init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    /// Between its first row and `reset`.
    var isBusy: Bool { sqlite3_stmt_busy(pointer) != 0 }
    var parameterCount: Int { Int(sqlite3_bind_parameter_count(pointer)) }

    func step() -> Step {
        switch sqlite3_step(pointer) {
        case SQLITE_ROW: .row
        case SQLITE_DONE: .done
        case let code: .failed(code)
        }
    }

    /// Ready to run again, holding no values.
    func reset() {
        sqlite3_reset(pointer)
        sqlite3_clear_bindings(pointer)
    }

    func finalize() {
        sqlite3_finalize(pointer)
    }

    /// Copies `value` into the parameter `index`, which counts from 1; returns SQLite's code.
    func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null: sqlite3_bind_null(pointer, index)
        case .bool(let value): sqlite3_bind_int64(pointer, index, value ? 1 : 0)
        case .int(let value): sqlite3_bind_int64(pointer, index, value)
        case .double(let value): sqlite3_bind_double(pointer, index, value)
        case .time(let value): sqlite3_bind_int64(pointer, index, value.microseconds)
        case .bytes(let value): value.withUnsafeBytes { bindBlob($0, at: index) }
        case .id(let value):
            withUnsafeBytes(of: (value.high.bigEndian, value.low.bigEndian)) { bindBlob($0, at: index) }
        case .json(let value): value.withUnsafeBytes { bindText($0, at: index) }
        case .text(var value): value.withUTF8 { bindText(UnsafeRawBufferPointer($0), at: index) }
        }
    }

    /// Tells SQLite to take a copy.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    private func bindBlob(_ bytes: UnsafeRawBufferPointer, at index: Int32) -> Int32 {
        // A blob without address would be a null.
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return sqlite3_bind_zeroblob(pointer, index, 0) }
        return sqlite3_bind_blob64(pointer, index, start, UInt64(bytes.count), Self.transient)
    }

    private func bindText(_ bytes: UnsafeRawBufferPointer, at index: Int32) -> Int32 {
        guard let start = bytes.baseAddress, !bytes.isEmpty else {
            return sqlite3_bind_text(pointer, index, "", 0, Self.transient)
        }
        return sqlite3_bind_text64(
            pointer, index, start.assumingMemoryBound(to: CChar.self), UInt64(bytes.count), Self.transient, UInt8(SQLITE_UTF8))
    }
}

extension SQLiteStatement: RowColumns {
    func isNull(_ column: Int) -> Bool { sqlite3_column_type(pointer, Int32(column)) == SQLITE_NULL }
    func int(_ column: Int) -> Int64 { sqlite3_column_int64(pointer, Int32(column)) }
    func bool(_ column: Int) -> Bool { int(column) != 0 }
    func time(_ column: Int) -> Timestamp { Timestamp(microseconds: int(column)) }
    func double(_ column: Int) -> Double { sqlite3_column_double(pointer, Int32(column)) }

    /// SQLite wants the length asked after the address.
    func bytes(_ column: Int) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(pointer, Int32(column))
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, Int32(column))))
    }
}
