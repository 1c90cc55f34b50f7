package import Core
import Crypto
package import Database
package import JSON
import Synchronization

/// The keys that sign receipts, as this process knows them. They live in the database, so every instance signs with the same one; a
/// new one, made by another instance, is taken up within a minute.
package final class IntakeKeys: Sendable {
    private static let freshSeconds = 60.0

    private struct State {
        var entries: [ReceiptKeyStore.Entry]
        var readAt: Timestamp
    }

    private let database: any Database
    private let clock: any WallClock
    private let store = ReceiptKeyStore()
    private let state: Mutex<State>

    /// Reads the keys; makes the first one when there is none.
    package static func load(database: any Database, clock: any WallClock) async throws -> IntakeKeys {
        let now = clock.now()
        let entries = try await database.write { try ReceiptKeyStore().allOrFirst(at: now, in: $0) }
        return IntakeKeys(database: database, clock: clock, entries: entries)
    }

    private init(database: any Database, clock: any WallClock, entries: [ReceiptKeyStore.Entry]) {
        self.database = database
        self.clock = clock
        state = Mutex(State(entries: entries, readAt: clock.now()))
    }

    /// The number of the key that signs now, read again in `tx` when it is no longer fresh.
    package func current(in tx: Transaction) throws -> Int64 {
        let now = clock.now()
        let (number, isFresh) = state.withLock { state in
            (state.entries.last?.number ?? 0, now < state.readAt.adding(seconds: Self.freshSeconds))
        }
        return isFresh ? number : try read(in: tx).last?.number ?? number
    }

    /// Makes sure that `sign` knows the key.
    package func require(_ number: Int64, in tx: Transaction) throws {
        let isKnown = state.withLock { $0.entries.contains { $0.number == number } }
        if !isKnown { _ = try read(in: tx) }
    }

    /// The receipt as JSON. Its key was asked for by `current` or `require` before.
    package func sign(_ receipt: IntakeReceipt) -> [UInt8] {
        let entry = state.withLock { state in state.entries.last { $0.number == receipt.keyNumber } }
        guard let entry else { preconditionFailure("receipt key \(receipt.keyNumber) was not asked for before signing") }
        return receipt.signed(with: entry.key)
    }

    /// Lets a new key sign from now on; the old ones stay published.
    package func rotate() async throws {
        let now = clock.now()
        let store = store
        set(try await database.write { try store.rotate(at: now, in: $0) })
    }

    /// The public keys, newest first, as a JSON Web Key Set.
    package func published() async throws -> JSONValue {
        let store = store
        let entries = try await database.read { try store.all(in: $0) }
        set(entries)
        return ["keys": .array(entries.reversed().map(\.key.publicKey.jwk))]
    }

    private func read(in tx: Transaction) throws -> [ReceiptKeyStore.Entry] {
        let entries = try store.all(in: tx)
        set(entries)
        return entries
    }

    private func set(_ entries: [ReceiptKeyStore.Entry]) {
        let now = clock.now()
        state.withLock { state in
            guard entries.count >= state.entries.count else { return }
            state = State(entries: entries, readAt: now)
        }
    }
}
