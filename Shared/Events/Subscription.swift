package import Database

/// What a service does when something arrives on a topic. The effect, the inbox row and the offset commit together, so the
/// body runs once per event whatever crashes, and must not do anything but through `tx`.
package struct Subscription: Sendable {
    package enum Handling: Sendable {
        /// Events of the suite, deduplicated by (source, id) through the inbox, in order per key. A body that throws parks
        /// the event and what follows of its key; other keys go on.
        case events(types: Set<String>?, @Sendable (_ event: Event, _ tx: Transaction) throws -> Void)
        /// Foreign records as they came, each handed over exactly once by its offset. The body judges and keeps them
        /// itself and throws only when it cannot store now, which stops the partition until it can.
        case records(@Sendable (_ record: Record, _ tx: Transaction) throws -> Void)
    }

    package let topic: String
    package let handling: Handling

    /// `types` nil: all of the topic.
    package static func events(
        _ topic: String, types: Set<String>? = nil, _ body: @escaping @Sendable (_ event: Event, _ tx: Transaction) throws -> Void
    ) -> Subscription {
        Subscription(topic: topic, handling: .events(types: types, body))
    }

    package static func records(
        _ topic: String, _ body: @escaping @Sendable (_ record: Record, _ tx: Transaction) throws -> Void
    ) -> Subscription {
        Subscription(topic: topic, handling: .records(body))
    }
}
