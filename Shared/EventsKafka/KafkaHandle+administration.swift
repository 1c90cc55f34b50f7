import CKafka
import Glibc

/// Calls that block until the broker answers; not for the thread that polls.
extension KafkaHandle {
    /// The broker's topics. Throws when it does not answer in time.
    func topicNames(milliseconds: Int32) throws(KafkaError) -> Set<String> {
        var metadata: UnsafePointer<rd_kafka_metadata>?
        let error = rd_kafka_metadata(client, 1, nil, &metadata, milliseconds)
        guard error == RD_KAFKA_RESP_ERR_NO_ERROR, let metadata else { throw KafkaError(error) }
        defer { rd_kafka_metadata_destroy(metadata) }
        let list = metadata.pointee
        return Set((0..<Int(list.topic_cnt)).map { String(cString: list.topics[$0].topic) })
    }

    /// Asks for one topic, so that its first message need not wait for that; brokers that make topics by themselves make it.
    func warm(_ topic: String, milliseconds: Int32) throws(KafkaError) {
        var metadata: UnsafePointer<rd_kafka_metadata>?
        let error = rd_kafka_metadata(client, 0, self.topic(topic), &metadata, milliseconds)
        guard error == RD_KAFKA_RESP_ERR_NO_ERROR, let metadata else { throw KafkaError(error) }
        rd_kafka_metadata_destroy(metadata)
    }

    /// Makes a topic; that it exists already is no error.
    func create(_ topic: KafkaTopic, milliseconds: Int32) throws(KafkaError) {
        var text = [CChar](repeating: 0, count: 512)
        let new = rd_kafka_NewTopic_new(
            topic.name, Int32(topic.partitions), Int32(topic.replication), &text, text.count)
        guard let new else { throw KafkaError(code: -186, message: "Topic \(topic.name): \(String(cChars: text))") }
        defer { rd_kafka_NewTopic_destroy(new) }
        // An acknowledged message stands on all replicas but one at least, and nobody behind becomes the leader.
        rd_kafka_NewTopic_set_config(new, "min.insync.replicas", "\(max(1, topic.replication - 1))")
        rd_kafka_NewTopic_set_config(new, "unclean.leader.election.enable", "false")
        let options = rd_kafka_AdminOptions_new(client, RD_KAFKA_ADMIN_OP_CREATETOPICS)
        defer { rd_kafka_AdminOptions_destroy(options) }
        rd_kafka_AdminOptions_set_request_timeout(options, milliseconds, &text, text.count)
        rd_kafka_AdminOptions_set_operation_timeout(options, milliseconds, &text, text.count)
        let answers = rd_kafka_queue_new(client)
        defer { rd_kafka_queue_destroy(answers) }
        var topics: [OpaquePointer?] = [new]
        rd_kafka_CreateTopics(client, &topics, 1, options, answers)
        guard let event = rd_kafka_queue_poll(answers, milliseconds + 1000) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT)
        }
        defer { rd_kafka_event_destroy(event) }
        let error = rd_kafka_event_error(event)
        guard error == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw KafkaError(
                code: error.rawValue, message: rd_kafka_event_error_string(event).map { String(cString: $0) } ?? "")
        }
        var count = 0
        guard let results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count) else { return }
        for index in 0..<count {
            let error = rd_kafka_topic_result_error(results[index])
            guard error != RD_KAFKA_RESP_ERR_NO_ERROR, error != RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS else { continue }
            let text = rd_kafka_topic_result_error_string(results[index]).map { String(cString: $0) }
            throw KafkaError(code: error.rawValue, message: "Topic \(topic.name): \(text ?? KafkaError(error).message)")
        }
    }
}
