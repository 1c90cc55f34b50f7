import Access
import Core
import Database
import Events
import JSON
import OrdersAPI
import Synchronization
import TestKit

@testable import Orders

/// A database with orders in it, and a shop that tells it things.
struct OrderBench: Sendable {
    static let source = "urn:shop:test"
    static let now = CivilTime(year: 2026, month: 5, day: 4, hour: 12).timestamp

    let database: any Database
    let apply: ApplyShopEvent
    private let counter = Counter()

    init(_ engine: Engine) async throws {
        database = try await TestDatabase.make(
            engine, migrations: EventMigrations.all + AccessMigrations.all + OrdersModule.migrations)
        let clock = FixedClock()
        let ids = IdentifierSource(clock: clock)
        let outbox = Outbox(source: OrdersEvents.source, topic: OrdersEvents.topic, clock: clock, ids: ids) {}
        apply = ApplyShopEvent(outbox: outbox, ids: ids)
    }

    /// In a transaction of its own; the content itself stands in for its digest.
    func tell(
        _ type: String, _ data: JSONValue, id: String? = nil, time: Timestamp? = nil, source: String = source
    ) async throws -> ApplyOutcome {
        let (event, faults) = ShopEvent.read(type: type, data: data, now: Self.now)
        guard let event else { return .rejected(faults) }
        let attributes = ShopEventAttributes(
            source: source, id: id ?? "e\(counter.next())", type: type, time: time, receivedAt: Self.now,
            contentDigest: Array(type.utf8) + data.canonical())
        return try await database.write { [apply] tx in try apply.perform(event, attributes, in: tx) }
    }

    /// See `ShopWords`.
    func tell(_ words: String, number: String = "N1", id: String? = nil) async throws -> ApplyOutcome {
        let (type, data) = ShopWords.event(words, number: number)
        return try await tell(type, data, id: id)
    }

    func place(_ lines: [String] = ["2@100", "1.5@100"], number: String = "N1", id: String? = nil) async throws -> ApplyOutcome {
        try await tell("shop.order.placed.v1", ShopWords.placed(lines, number: number), id: id)
    }

    var lookup: OrderLookup {
        OrderLookup(database: database, organization: Organization(), clock: FixedClock())
    }

    /// The events told so far, in order.
    func told() async throws -> [Event] {
        try await database.read { tx in
            try tx.rows(Self.outbox) { row in
                Envelope.event(
                    Record(
                        topic: row.text(0), key: row.textOrNil(1), headers: Envelope.unpacked(row.bytes(2)), value: row.bytes(3)))
            }.compactMap { $0 }
        }
    }

    private static let outbox: Statement = "SELECT topic, record_key, headers, value FROM outbox ORDER BY seq"
}

extension ApplyOutcome {
    var orderID: OrderID? {
        if case .accepted(let orderID) = self { orderID } else { nil }
    }

    var isAccepted: Bool {
        if case .accepted = self { true } else { false }
    }
}

private struct FixedClock: WallClock {
    func now() -> Timestamp { OrderBench.now }
}

private final class Counter: Sendable {
    private let value = Atomic<Int>(0)

    func next() -> Int { value.add(1, ordering: .relaxed).newValue }
}
