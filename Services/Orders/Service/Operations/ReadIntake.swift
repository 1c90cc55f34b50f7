package import Core
package import Database
package import JSON
package import OrdersAPI

/// What people and shops read back of the intake.
package struct ReadIntake: Sendable {
    private let database: any Database
    private let keys: IntakeKeys
    private let clock: any WallClock
    private let store = IntakeStore()
    private let cases = IntakeCases()
    private let sums = IntakeSums()

    package init(database: any Database, keys: IntakeKeys, clock: any WallClock) {
        self.database = database
        self.keys = keys
        self.clock = clock
    }

    package func equation() async throws -> IntakeEquation {
        let (sums, now) = (sums, clock.now())
        return try await database.read { try sums.equation(at: now, in: $0) }
    }

    /// What became of the events that were received from each bound to the next.
    package func counts(between bounds: [Timestamp]) async throws -> IntakeCounts {
        let sums = sums
        let counts = try await database.read { tx in
            try zip(bounds, bounds.dropFirst()).map { from, to in
                try sums.counts(IntakeSequence.first(at: from)..<IntakeSequence.first(at: to), in: tx)
            }
        }
        return IntakeCounts(
            spans: zip(bounds, counts).map { IntakeCounts.Span(from: $0, accepted: $1.accepted, rejected: $1.rejected) })
    }

    /// Open rejected events, newest first, below the sequence `before`; one more than `limit` where there are more.
    package func rejected(before: Int64?, code: String?, limit: Int) async throws -> [IntakeRow] {
        let cases = cases
        return try await database.read { try cases.rejected(before: before, code: code, limit: limit + 1, in: $0) }
    }

    /// Waiting events, oldest first, above the sequence `after`; one more than `limit` where there are more.
    package func waiting(after: Int64, limit: Int) async throws -> [IntakeRow] {
        let cases = cases
        return try await database.read { try cases.waiting(after: after, limit: limit + 1, in: $0) }
    }

    package struct Case: Sendable {
        package let row: IntakeRow
        package let body: IntakeBody?
        /// Signed.
        package let receipt: [UInt8]
    }

    /// An event that was ever open, with its bytes; `nil` where there is none of that sequence.
    package func event(_ sequence: Int64) async throws -> Case? {
        let (store, keys) = (store, keys)
        return try await database.read { tx in
            guard let row = try store.row(sequence, in: tx), row.state != .duplicate else { return nil }
            try keys.require(row.keyNumber, in: tx)
            return Case(row: row, body: try store.body(sequence, in: tx), receipt: keys.sign(row.receipt))
        }
    }

    /// Every receipt that was given for the name, oldest first.
    package func receipts(source: String, id: String) async throws -> [JSONValue] {
        let (cases, keys) = (cases, keys)
        return try await database.read { tx in
            var receipts: [IntakeReceipt] = []
            for row in try cases.named(source: source, id: id, in: tx) {
                try keys.require(row.keyNumber, in: tx)
                receipts.append(row.receipt)
                if let settled = row.settledReceipt { receipts.append(settled) }
            }
            return try receipts.sorted { $0.sequence < $1.sequence }.map { try JSONValue.parse(keys.sign($0)) }
        }
    }
}
