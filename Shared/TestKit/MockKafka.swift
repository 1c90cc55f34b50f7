import CKafka
package import EventsKafka

/// librdkafka's mock brokers in this process. They keep 5 MiB per partition, know no administration and no transactions'
/// visibility, and need about 3 s for a group's first join.
package final class MockKafka: Sendable {
    /// One for tests that do not disturb it.
    package static let shared = MockKafka(brokers: 1)

    package let bootstrap: String
    /// Made for many threads, and never destroyed before the process ends.
    nonisolated(unsafe) private let cluster: OpaquePointer?

    package init(brokers: Int32) {
        var text = [CChar](repeating: 0, count: 512)
        let conf = rd_kafka_conf_new()
        rd_kafka_conf_set(conf, "log_level", "2", &text, text.count)
        let client = rd_kafka_new(RD_KAFKA_PRODUCER, conf, &text, text.count)
        cluster = rd_kafka_mock_cluster_new(client, brokers)
        bootstrap = rd_kafka_mock_cluster_bootstraps(cluster).map { String(cString: $0) } ?? ""
    }

    /// Of the session's length: the mock waits 3 s before a group's first assignment and forgets a member that has not said
    /// anything for a session by then; later assignments wait for a session less a second. A broker that is set down does not
    /// answer, which only the timeout of requests ends.
    package var settings: KafkaSettings {
        let extra = RealKafka.quick.merging(["session.timeout.ms": "3500", "socket.timeout.ms": "2000"]) { $1 }
        return KafkaSettings(bootstrap: bootstrap, clientName: "test", extra: extra)
    }

    package func create(topic: String, partitions: Int) {
        rd_kafka_mock_topic_create(cluster, topic, Int32(partitions), 1)
    }

    /// Fails the next requests of a kind by Kafka's numbers: produce is 0, fetch is 1.
    package func fail(request: Int16, errors: [Int32]) {
        let codes = errors.map { rd_kafka_resp_err_t(rawValue: $0) }
        rd_kafka_mock_push_request_errors_array(cluster, request, codes.count, codes)
    }

    package func setBroker(_ number: Int32, up: Bool) {
        if up { rd_kafka_mock_broker_set_up(cluster, number) } else { rd_kafka_mock_broker_set_down(cluster, number) }
    }

    /// Milliseconds added to each answer.
    package func delay(broker: Int32, milliseconds: Int32) {
        rd_kafka_mock_broker_set_rtt(cluster, broker, milliseconds)
    }
}
