package import Core

/// One row of a result, read by column position. Valid only inside the closure it was handed to.
/// Reading a null by a getter that does not return an optional is a programming error and throws nothing: it gives
/// zero, empty text or the zero id.
///
/// Read a column by the type it has; on PostgreSQL, `sum` of a bigint is numeric, so write `CAST(sum(…) AS bigint)`.
package struct Row {
    private let columns: any RowColumns

    package init(_ columns: any RowColumns) {
        self.columns = columns
    }

    package func isNull(_ column: Int) -> Bool { columns.isNull(column) }
    package func int(_ column: Int) -> Int64 { columns.int(column) }
    package func double(_ column: Int) -> Double { columns.double(column) }
    package func bool(_ column: Int) -> Bool { columns.bool(column) }
    package func time(_ column: Int) -> Timestamp { columns.time(column) }
    /// Bytes of a text, JSON, bytes or uuid column as stored, valid inside the closure.
    package func withBytes<R>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try body(columns.bytes(column))
    }

    package func text(_ column: Int) -> String { withBytes(column) { String(decoding: $0, as: UTF8.self) } }
    package func bytes(_ column: Int) -> [UInt8] { withBytes(column) { Array($0) } }
    package func id(_ column: Int) -> ID {
        withBytes(column) { bytes in
            guard bytes.count == 16 else { return ID(high: 0, low: 0) }
            return ID(
                high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
    }
    package func count(_ column: Int) -> Int { Int(int(column)) }

    package func textOrNil(_ column: Int) -> String? { isNull(column) ? nil : text(column) }
    package func intOrNil(_ column: Int) -> Int64? { isNull(column) ? nil : int(column) }
    package func idOrNil(_ column: Int) -> ID? { isNull(column) ? nil : id(column) }
    package func timeOrNil(_ column: Int) -> Timestamp? { isNull(column) ? nil : time(column) }
    package func bytesOrNil(_ column: Int) -> [UInt8]? { isNull(column) ? nil : bytes(column) }
}

/// For engines: the columns of the row that the result stands on.
package protocol RowColumns {
    func isNull(_ column: Int) -> Bool
    func int(_ column: Int) -> Int64
    func double(_ column: Int) -> Double
    func bool(_ column: Int) -> Bool
    func time(_ column: Int) -> Timestamp
    /// Valid until the result moves on.
    func bytes(_ column: Int) -> UnsafeRawBufferPointer
}
