/// The way between services: a broker, or this process.
package protocol EventTransport: Sendable {
    /// Sends in the given order per key and returns once each is durable at the other side, or why not. The result has one
    /// entry per record, in order. A record after an unavailable one of the same key is not taken; after a refused one it may
    /// have been, where it was under way already.
    func publish(_ records: [Record]) async -> [PublishResult]

    /// Delivers what arrives for `group` until the task is cancelled. At least once; per key in order.
    func deliver(to group: any ConsumerGroup) async throws

    /// Throws a sentence that says what to do when the other side cannot be reached now.
    func check() async throws

    func close() async
}

package enum PublishResult: Sendable, Equatable {
    case acknowledged
    /// Try again later; nothing is wrong with the record.
    case unavailable(String)
    /// The other side will never take this record.
    case refused(String)
}

/// One service's side of a transport: it keeps its own offsets, in the same transaction as the effects.
package protocol ConsumerGroup: Sendable {
    /// The group's name: `crm.contacts`.
    var name: String { get }
    var topics: [String] { get }

    /// Whether it reads on where it stopped. One that does not hears only what is told while it is there: nobody waits for it, and
    /// nothing is noted of what it heard.
    var keepsPlace: Bool { get }

    /// The next offset to read of each partition, from the service's own database; absent where nothing was read yet.
    /// Takes the partitions over: whoever held them before commits nothing any more.
    func assign(_ partitions: [TopicPartition]) async throws -> [TopicPartition: Int64]

    /// Applies records in order and returns once the effects are durable. Records with a position are of one partition.
    /// Throws when they cannot be stored now; then nothing of them counts and they are to be delivered again.
    func apply(_ records: [Record]) async throws
}

extension ConsumerGroup {
    package var keepsPlace: Bool { true }
}

package struct TopicPartition: Hashable, Sendable {
    package let topic: String
    package let partition: Int32

    package init(topic: String, partition: Int32) {
        self.topic = topic
        self.partition = partition
    }
}
