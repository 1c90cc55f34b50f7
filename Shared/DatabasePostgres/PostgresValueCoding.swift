import Core
import Database
import Glibc

/// Type numbers of PostgreSQL's catalogue.
enum PostgresType {
    static let jsonb: UInt32 = 3802
    static let float4: UInt32 = 700
    static let float8: UInt32 = 701

    /// bool, bytea, char, name, int8, int2, int4, text, oid, json, float4, float8, bpchar, varchar, timestamptz, void, uuid, jsonb.
    static let readable: Set<UInt32> = [
        16, 17, 18, 19, 20, 21, 23, 25, 26, 114, 700, 701, 1042, 1043, 1184, 2278, 2950, 3802,
    ]
}

extension Timestamp {
    /// 2000-01-01T00:00:00Z, where PostgreSQL counts from.
    private static let postgresEpoch: Int64 = 946_684_800_000_000

    init(postgres microseconds: Int64) {
        self.init(microseconds: microseconds &+ Self.postgresEpoch)
    }

    var postgres: Int64 { microseconds &- Self.postgresEpoch }
}

/// The values of one execution, laid out for libpq in memory that is used again.
///
/// Ids, instants and bytes go in binary. The rest goes as text, which the server reads as whatever type it has inferred for the
/// parameter: a number fits a smallint, a bigint and a numeric alike, where its binary form would have to match exactly.
final class PostgresParameters {
    private struct Slot {
        /// Offset in the arena; negative for a null.
        let start: Int
        let length: Int32
        let isBinary: Bool
    }

    private var slots: [Slot] = []
    private var arena: UnsafeMutableRawPointer
    private var capacity = 16_384
    private var used = 0

    init() {
        arena = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit {
        arena.deallocate()
    }

    /// Replaces what was there. Throws for text with a zero byte.
    func encode(_ values: [SQLValue], for statement: String) throws {
        slots.removeAll(keepingCapacity: true)
        used = 0
        shrink()
        for value in values {
            try value.checkStorable(in: statement)
            switch value {
            case .null: slots.append(Slot(start: -1, length: 0, isBinary: true))
            case .bool(let value): append(value ? "t" : "f")
            case .int(let value): append(value)
            case .double(let value): append("\(value)")
            case .text(let value): append(value)
            case .json(let value): value.withUnsafeBytes { append($0, isBinary: false) }
            case .bytes(let value): value.withUnsafeBytes { append($0, isBinary: true) }
            case .time(let value): withUnsafeBytes(of: value.postgres.bigEndian) { append($0, isBinary: true) }
            case .id(let value):
                withUnsafeBytes(of: (value.high.bigEndian, value.low.bigEndian)) { append($0, isBinary: true) }
            }
        }
    }

    /// The arrays that libpq wants, valid inside the closure.
    func withPointers<R>(
        _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> R
    ) -> R {
        guard !slots.isEmpty else { return body(0, nil, nil, nil) }
        let count = slots.count
        return withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { values in
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: count * 2) { numbers in
                for (index, slot) in slots.enumerated() {
                    let value = slot.start < 0 ? nil : UnsafePointer((arena + slot.start).assumingMemoryBound(to: CChar.self))
                    values.initializeElement(at: index, to: value)
                    numbers.initializeElement(at: index, to: slot.length)
                    numbers.initializeElement(at: count + index, to: slot.isBinary ? 1 : 0)
                }
                guard let lengths = numbers.baseAddress else { return body(0, nil, nil, nil) }
                return body(Int32(count), values.baseAddress, lengths, lengths + count)
            }
        }
    }

    private func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0), isBinary: false) }
    }

    private func append(_ number: Int64) {
        withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { digits in
            var start = 20
            var rest = number.magnitude
            repeat {
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            if number < 0 {
                start -= 1
                digits[start] = UInt8(ascii: "-")
            }
            append(UnsafeRawBufferPointer(rebasing: digits[start...]), isBinary: false)
        }
    }

    private func append(_ bytes: UnsafeRawBufferPointer, isBinary: Bool) {
        // Text ends with a zero byte for libpq.
        let end = used + bytes.count + 1
        if end > capacity { grow(to: end) }
        if let start = bytes.baseAddress { (arena + used).copyMemory(from: start, byteCount: bytes.count) }
        arena.storeBytes(of: 0, toByteOffset: end - 1, as: UInt8.self)
        slots.append(Slot(start: used, length: Int32(bytes.count), isBinary: isBinary))
        used = end
    }

    private func grow(to needed: Int) {
        capacity = max(capacity * 2, needed)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        larger.copyMemory(from: arena, byteCount: used)
        arena.deallocate()
        arena = larger
    }

    /// One large value does not hold its memory for good.
    private func shrink() {
        guard capacity > 1 << 20 else { return }
        arena.deallocate()
        capacity = 16_384
        arena = .allocate(byteCount: capacity, alignment: 16)
    }
}
