/// Hears what is told on topics, in every process for itself: for what lives in memory only, such as the pages that are open.
///
/// It keeps no place. What is told while it is not there it never hears, so `missed` is called whenever it begins to hear: at the
/// start, and after each time it may have lost something. What it does must be quick, and must be right though it hears an event
/// twice, or before the services have applied it.
package final class EventListener: ConsumerGroup {
    package let name: String
    package let topics: [String]
    private let heard: @Sendable ([Event]) -> Void
    private let missed: @Sendable () -> Void

    /// `name` must be this process's alone.
    package init(
        name: String, topics: [String], missed: @escaping @Sendable () -> Void, heard: @escaping @Sendable ([Event]) -> Void
    ) {
        (self.name, self.topics, self.missed, self.heard) = (name, topics, missed, heard)
    }

    package var keepsPlace: Bool { false }

    package func assign(_ partitions: [TopicPartition]) async throws -> [TopicPartition: Int64] {
        missed()
        return [:]
    }

    package func apply(_ records: [Record]) async throws {
        let events = records.compactMap(Envelope.event)
        if !events.isEmpty { heard(events) }
    }
}
