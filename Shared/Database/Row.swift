package import Core

/// One row of a result, read by column position. Valid only inside the closure it was handed to; engines subclass it.
/// Reading a null by a getter that does not return an optional is a programming error and throws nothing: it gives
/// zero, empty text or the zero id.
package class Row {
    package init() {}
    package func isNull(_ column: Int) -> Bool { preconditionFailure("an engine overrides this") }
    package func int(_ column: Int) -> Int64 { preconditionFailure("an engine overrides this") }
    package func double(_ column: Int) -> Double { preconditionFailure("an engine overrides this") }
    package func bool(_ column: Int) -> Bool { preconditionFailure("an engine overrides this") }
    package func time(_ column: Int) -> Timestamp { preconditionFailure("an engine overrides this") }
    /// Bytes of a text, JSON, bytes or uuid column as stored, valid inside the closure.
    package func withBytes<R>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        preconditionFailure("an engine overrides this")
    }

    package final func text(_ column: Int) -> String { withBytes(column) { String(decoding: $0, as: UTF8.self) } }
    package final func bytes(_ column: Int) -> [UInt8] { withBytes(column) { Array($0) } }
    package final func id(_ column: Int) -> ID {
        withBytes(column) { bytes in
            guard bytes.count == 16 else { return ID(high: 0, low: 0) }
            return ID(
                high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
    }
    package final func count(_ column: Int) -> Int { Int(int(column)) }

    package final func textOrNil(_ column: Int) -> String? { isNull(column) ? nil : text(column) }
    package final func intOrNil(_ column: Int) -> Int64? { isNull(column) ? nil : int(column) }
    package final func idOrNil(_ column: Int) -> ID? { isNull(column) ? nil : id(column) }
    package final func timeOrNil(_ column: Int) -> Timestamp? { isNull(column) ? nil : time(column) }
    package final func bytesOrNil(_ column: Int) -> [UInt8]? { isNull(column) ? nil : bytes(column) }
}
