import CKafka
import Events

extension KafkaHandle {
    /// Reads these partitions from these offsets, and no others. Answers an assignment; also without one it replaces what is
    /// read, dropping what was fetched already.
    func assign(_ partitions: [TopicPartition: Int64]) {
        let list = Self.list(partitions)
        rd_kafka_assign(client, list)
        rd_kafka_topic_partition_list_destroy(list)
    }

    /// Answers a revocation.
    func unassign() {
        rd_kafka_assign(client, nil)
    }

    /// Tells the broker, for whoever watches the lag; we start from our own database.
    func commit(_ partitions: [TopicPartition: Int64]) {
        let list = Self.list(partitions)
        rd_kafka_commit(client, list, 1)
        rd_kafka_topic_partition_list_destroy(list)
    }

    /// Leaves the group; events go on until `isClosed`.
    func beginClose() {
        if let error = rd_kafka_consumer_close_queue(client, queue) { rd_kafka_error_destroy(error) }
    }

    var isClosed: Bool { rd_kafka_consumer_closed(client) != 0 }

    private static func list(_ partitions: [TopicPartition: Int64]) -> UnsafeMutablePointer<rd_kafka_topic_partition_list_t>? {
        let list = rd_kafka_topic_partition_list_new(Int32(partitions.count))
        for (partition, offset) in partitions {
            rd_kafka_topic_partition_list_add(list, partition.topic, partition.partition)?.pointee.offset = offset
        }
        return list
    }

    static func partitions(_ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?) -> [TopicPartition] {
        guard let list = list?.pointee else { return [] }
        return (0..<Int(list.cnt)).map { index in
            TopicPartition(topic: String(cString: list.elems[index].topic), partition: list.elems[index].partition)
        }
    }
}

extension Record {
    init(_ message: UnsafePointer<rd_kafka_message_t>) {
        var headers: [Header] = []
        var list: OpaquePointer?
        if rd_kafka_message_headers(message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR {
            var name: UnsafePointer<CChar>?
            var value: UnsafeRawPointer?
            var size = 0
            while rd_kafka_header_get_all(list, headers.count, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR, let name {
                headers.append(Header(String(cString: name), Array(UnsafeRawBufferPointer(start: value, count: size))))
            }
        }
        let message = message.pointee
        self.init(
            topic: String(cString: rd_kafka_topic_name(message.rkt)),
            key: message.key.map { String(decoding: UnsafeRawBufferPointer(start: $0, count: message.key_len), as: UTF8.self) },
            headers: headers, value: Array(UnsafeRawBufferPointer(start: message.payload, count: message.len)),
            position: Position(partition: message.partition, offset: message.offset))
    }
}
