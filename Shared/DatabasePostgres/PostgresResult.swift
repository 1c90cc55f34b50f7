import CPostgres
import Core
import Database

/// The answer to one command, with a place in its rows.
final class PostgresResult: RowColumns {
    private let pointer: OpaquePointer
    private var row: Int32 = 0
    private lazy var hasJSONB = (0..<PQnfields(pointer)).contains { PQftype(pointer, $0) == PostgresType.jsonb }

    init?(_ pointer: OpaquePointer?) {
        guard let pointer else { return nil }
        self.pointer = pointer
    }

    deinit {
        PQclear(pointer)
    }

    var isEndOfPipeline: Bool { PQresultStatus(pointer) == PGRES_PIPELINE_SYNC }
    /// Not run, because a command before it failed.
    var isSkipped: Bool { PQresultStatus(pointer) == PGRES_PIPELINE_ABORTED }

    /// Rows changed by an INSERT, UPDATE or DELETE.
    var changes: Int {
        PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0
    }

    func failure(in text: String) -> DatabaseError? {
        switch PQresultStatus(pointer) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY, PGRES_PIPELINE_SYNC, PGRES_PIPELINE_ABORTED:
            nil
        default:
            DatabaseError(
                sqlState: field("C") ?? "08006", message: field("M") ?? message, detail: field("D"), table: field("t"),
                column: field("c"), constraint: field("n"), statement: text)
        }
    }

    private var message: String {
        PQresultErrorMessage(pointer).map { String(cString: $0).split(separator: "\n").joined(separator: " ") } ?? ""
    }

    /// A part of an error by its letter in the protocol.
    private func field(_ letter: Unicode.Scalar) -> String? {
        PQresultErrorField(pointer, Int32(letter.value)).map { String(cString: $0) }
    }

    /// Calls `body` for each row until it returns false. Refuses columns of a type that `Row` cannot read.
    func each(in text: String, _ body: (Row) throws -> Bool) throws {
        for column in 0..<PQnfields(pointer) where !PostgresType.readable.contains(PQftype(pointer, column)) {
            throw DatabaseError(
                kind: .other, code: "42804",
                message:
                    "column \(column) has type \(PQftype(pointer, column)), which cannot be read; CAST it, as in sum() to bigint",
                statement: text)
        }
        let columns = Row(self)
        let count = PQntuples(pointer)
        row = 0
        while row < count {
            guard try body(columns) else { return }
            row += 1
        }
    }

    func isNull(_ column: Int) -> Bool { PQgetisnull(pointer, row, Int32(column)) != 0 }

    func bytes(_ column: Int) -> UnsafeRawBufferPointer {
        let all = raw(column)
        // jsonb in binary starts with its version.
        guard hasJSONB, !all.isEmpty, PQftype(pointer, Int32(column)) == PostgresType.jsonb else { return all }
        return UnsafeRawBufferPointer(rebasing: all.dropFirst())
    }

    func int(_ column: Int) -> Int64 {
        let raw = raw(column)
        switch raw.count {
        case 8: return Int64(bigEndian: raw.loadUnaligned(as: Int64.self))
        case 4: return Int64(Int32(bigEndian: raw.loadUnaligned(as: Int32.self)))
        case 2: return Int64(Int16(bigEndian: raw.loadUnaligned(as: Int16.self)))
        case 1: return Int64(raw[0])
        default: return 0
        }
    }

    func double(_ column: Int) -> Double {
        switch PQftype(pointer, Int32(column)) {
        case PostgresType.float8: Double(bitPattern: UInt64(bitPattern: int(column)))
        case PostgresType.float4: Double(Float(bitPattern: UInt32(truncatingIfNeeded: int(column))))
        default: Double(int(column))
        }
    }

    func bool(_ column: Int) -> Bool { int(column) != 0 }

    func time(_ column: Int) -> Timestamp {
        isNull(column) ? Timestamp(microseconds: 0) : Timestamp(postgres: int(column))
    }

    private func raw(_ column: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: PQgetvalue(pointer, row, Int32(column)), count: Int(PQgetlength(pointer, row, Int32(column))))
    }
}
