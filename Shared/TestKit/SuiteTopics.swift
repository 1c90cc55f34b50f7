import CKafka
import Core
package import EventsKafka

/// The broker of a split arrangement, without what an earlier one left on the suite's topics.
package enum SuiteTopics {
    private static let names = [
        "crm.contacts.v1", "crm.gateway.v1", "crm.notifications.v1", "crm.orders.v1", "shop.orders.v1", "shop.receipts.v1",
    ]

    /// Apache Kafka where it is present, else a mock cluster of its own; says which.
    package static func broker() async throws -> KafkaSettings {
        guard RealKafka.isPresent else {
            print("The split arrangement runs on librdkafka's mock brokers.")
            return mock().settings
        }
        print("The split arrangement runs on Apache Kafka.")
        let settings = try await RealKafka.settings()
        try await remove(from: settings)
        return settings
    }

    /// A mock cluster of its own, with the suite's topics: it makes none when it is asked to.
    package static func mock() -> MockKafka {
        let mock = MockKafka(brokers: 1)
        for name in names { mock.create(topic: name, partitions: 4) }
        return mock
    }

    private static func remove(from settings: KafkaSettings) async throws {
        var text = [CChar](repeating: 0, count: 512)
        let conf = rd_kafka_conf_new()
        rd_kafka_conf_set(conf, "bootstrap.servers", settings.bootstrap, &text, text.count)
        guard let client = rd_kafka_new(RD_KAFKA_PRODUCER, conf, &text, text.count) else {
            throw TestSetupError("no Kafka client: \(String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self))")
        }
        defer { rd_kafka_destroy(client) }
        let answers = rd_kafka_queue_new(client)
        defer { rd_kafka_queue_destroy(answers) }
        for name in names {
            var topics: [OpaquePointer?] = [rd_kafka_DeleteTopic_new(name)]
            rd_kafka_DeleteTopics(client, &topics, 1, nil, answers)
            if let event = rd_kafka_queue_poll(answers, 20_000) { rd_kafka_event_destroy(event) }
            rd_kafka_DeleteTopic_destroy(topics[0])
        }
        try await eventually("the topics of before are gone") { try left(client).isDisjoint(with: names) }
    }

    private static func left(_ client: OpaquePointer) throws -> Set<String> {
        var metadata: UnsafePointer<rd_kafka_metadata>?
        guard rd_kafka_metadata(client, 1, nil, &metadata, 5000) == RD_KAFKA_RESP_ERR_NO_ERROR, let metadata else {
            throw TestSetupError("Kafka does not say which topics it has")
        }
        defer { rd_kafka_metadata_destroy(metadata) }
        let list = metadata.pointee
        return Set((0..<Int(list.topic_cnt)).map { String(cString: list.topics[$0].topic) })
    }
}

extension KafkaSettings {
    /// As settings of the suite's processes.
    package var environment: [String: String] {
        ["CRM_KAFKA": bootstrap, "CRM_KAFKA_OPTIONS": extra.map { "\($0)=\($1)" }.sorted().joined(separator: ";")]
    }
}
