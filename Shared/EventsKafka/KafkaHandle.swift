import CKafka
import Events
import Glibc
import Synchronization

/// One client of librdkafka; nothing but this type touches its pointers.
///
/// Unchecked: librdkafka's calls may come from any thread, and nothing is called after it is destroyed, because whoever calls
/// holds this object.
final class KafkaHandle: @unchecked Sendable {
    static let beginning = Int64(RD_KAFKA_OFFSET_BEGINNING)
    static let end = Int64(RD_KAFKA_OFFSET_END)

    let client: OpaquePointer
    let queue: OpaquePointer
    /// Addresses of the client's topics.
    private let topics = Mutex<[String: UInt]>([:])

    static func producer(_ settings: [String: String]) throws(KafkaError) -> KafkaHandle {
        let events = RD_KAFKA_EVENT_DR | RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_LOG
        let client = try make(RD_KAFKA_PRODUCER, settings, events: events)
        return KafkaHandle(client, queue: rd_kafka_queue_get_main(client))
    }

    static func consumer(_ settings: [String: String], topics: [String]) throws(KafkaError) -> KafkaHandle {
        let events =
            RD_KAFKA_EVENT_FETCH | RD_KAFKA_EVENT_REBALANCE | RD_KAFKA_EVENT_OFFSET_COMMIT | RD_KAFKA_EVENT_ERROR
            | RD_KAFKA_EVENT_LOG
        let client = try make(RD_KAFKA_CONSUMER, settings, events: events)
        rd_kafka_poll_set_consumer(client)
        let handle = KafkaHandle(client, queue: rd_kafka_queue_get_consumer(client))
        let list = rd_kafka_topic_partition_list_new(Int32(topics.count))
        defer { rd_kafka_topic_partition_list_destroy(list) }
        for topic in topics { rd_kafka_topic_partition_list_add(list, topic, RD_KAFKA_PARTITION_UA) }
        let error = rd_kafka_subscribe(client, list)
        guard error == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(error) }
        return handle
    }

    private init(_ client: OpaquePointer, queue: OpaquePointer) {
        self.client = client
        self.queue = queue
        rd_kafka_set_log_queue(client, queue)
    }

    private static func make(
        _ type: rd_kafka_type_t, _ settings: [String: String], events: Int32
    ) throws(KafkaError) -> OpaquePointer {
        let conf = rd_kafka_conf_new()
        var text = [CChar](repeating: 0, count: 512)
        for (name, value) in settings where rd_kafka_conf_set(conf, name, value, &text, text.count) != RD_KAFKA_CONF_OK {
            rd_kafka_conf_destroy(conf)
            throw KafkaError(code: -186, message: "Kafka's client refuses a setting: \(String(cChars: text))")
        }
        rd_kafka_conf_set_events(conf, events)
        guard let client = rd_kafka_new(type, conf, &text, text.count) else {
            rd_kafka_conf_destroy(conf)
            throw KafkaError(code: -186, message: "Kafka's client cannot start: \(String(cChars: text))")
        }
        return client
    }

    /// Waits for the client's threads; a consumer has left its group before.
    deinit {
        for topic in topics.withLock({ $0.values }) { rd_kafka_topic_destroy(OpaquePointer(bitPattern: topic)) }
        rd_kafka_queue_destroy(queue)
        rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
    }

    func topic(_ name: String) -> OpaquePointer? {
        let address = topics.withLock { topics in
            let address = topics[name] ?? UInt(bitPattern: rd_kafka_topic_new(client, name, nil))
            if address != 0 { topics[name] = address }
            return address
        }
        return OpaquePointer(bitPattern: address)
    }

    /// Waits up to `milliseconds` for the first event and takes what else is there, up to `limit`.
    func poll(limit: Int, milliseconds: Int32) -> [KafkaEvent] {
        var events: [KafkaEvent] = []
        var wait = milliseconds
        while events.count < limit, let event = rd_kafka_queue_poll(queue, wait) {
            wait = 0
            append(event, to: &events)
            rd_kafka_event_destroy(event)
        }
        return events
    }

    private func append(_ event: OpaquePointer, to events: inout [KafkaEvent]) {
        switch rd_kafka_event_type(event) {
        case RD_KAFKA_EVENT_DR:
            while let message = rd_kafka_event_message_next(event) {
                let ticket = UInt(bitPattern: message.pointee._private)
                events.append(.delivered(ticket: ticket, outcome: Self.outcome(message.pointee.err)))
            }
        case RD_KAFKA_EVENT_FETCH:
            while let message = rd_kafka_event_message_next(event) {
                if message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR { events.append(.record(Record(message))) }
            }
        case RD_KAFKA_EVENT_REBALANCE:
            if rd_kafka_event_error(event) == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS {
                events.append(.assigned(Self.partitions(rd_kafka_event_topic_partition_list(event))))
            } else {
                events.append(.revoked)
            }
        case RD_KAFKA_EVENT_ERROR:
            events.append(failure(event))
        case RD_KAFKA_EVENT_LOG:
            var facility: UnsafePointer<CChar>?
            var text: UnsafePointer<CChar>?
            var level: Int32 = 0
            if rd_kafka_event_log(event, &facility, &text, &level) == 0, let text {
                events.append(.log(level: level, text: String(cString: text)))
            }
        default: break
        }
    }

    private func failure(_ event: OpaquePointer) -> KafkaEvent {
        var partition: TopicPartition?
        if let place = rd_kafka_event_topic_partition(event) {
            partition = TopicPartition(topic: String(cString: place.pointee.topic), partition: place.pointee.partition)
            rd_kafka_topic_partition_destroy(place)
        }
        var text = [CChar](repeating: 0, count: 512)
        let cause = rd_kafka_fatal_error(client, &text, text.count)
        if cause != RD_KAFKA_RESP_ERR_NO_ERROR {
            return .failed(KafkaError(code: cause.rawValue, message: String(cChars: text), isFatal: true), partition: partition)
        }
        let error = rd_kafka_event_error(event)
        let message = rd_kafka_event_error_string(event).map { String(cString: $0) } ?? KafkaError(error).message
        return .failed(KafkaError(code: error.rawValue, message: message), partition: partition)
    }
}

extension KafkaError {
    init(_ error: rd_kafka_resp_err_t) {
        self.init(code: error.rawValue, message: String(cString: rd_kafka_err2str(error)))
    }
}

extension String {
    /// Up to the terminating zero.
    init(cChars: [CChar]) {
        self.init(decoding: cChars.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
