import Events

/// What a client's queue gives.
enum KafkaEvent: Sendable {
    /// A message of ours was taken, or not.
    case delivered(ticket: UInt, outcome: PublishResult)
    case record(Record)
    /// To be answered by `assign`.
    case assigned([TopicPartition])
    /// To be answered by `unassign`.
    case revoked
    /// Of one partition where `partition` says so.
    case failed(KafkaError, partition: TopicPartition?)
    case log(level: Int32, text: String)
}
