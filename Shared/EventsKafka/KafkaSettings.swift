/// How to reach Kafka, and librdkafka's settings: chosen for no loss, order per key and low latency.
package struct KafkaSettings: Sendable, Hashable {
    /// `host:port`, several by comma; name three where there are three.
    package let bootstrap: String
    /// Shown in the broker's logs.
    package let clientName: String
    /// Further settings of librdkafka, such as `security.protocol`, `sasl.password` or `ssl.ca.location`. They win over ours.
    package let extra: [String: String]

    package init(bootstrap: String, clientName: String = "crm", extra: [String: String] = [:]) {
        self.bootstrap = bootstrap
        self.clientName = clientName
        self.extra = extra
    }

    private var common: [String: String] {
        [
            "bootstrap.servers": bootstrap,
            "client.id": clientName,
            "socket.nagle.disable": "true",
            "socket.keepalive.enable": "true",
            "reconnect.backoff.max.ms": "2000",
            "log.queue": "true",
            // So that a topic made after we subscribed is found soon.
            "topic.metadata.refresh.interval.ms": "10000",
        ]
    }

    /// A message never times out: the outbox is the store to retry from, and a message given up would break the order. For the
    /// same reason a message that the broker refuses breaks the client, so that nothing sent after it is taken before it is
    /// sent again; seen without `enable.gapless.guarantee`: of a key's messages the third failed and the fourth was taken.
    func producer() -> [String: String] {
        let own = [
            "enable.idempotence": "true",
            "enable.gapless.guarantee": "true",
            "message.timeout.ms": "0",
            "linger.ms": "2",
            "batch.size": "1000000",
            "compression.codec": "lz4",
            // Where Java's clients put the same key.
            "partitioner": "murmur2_random",
            "queue.buffering.max.messages": "100000",
            "queue.buffering.max.kbytes": "262144",
        ]
        return common.merging(own) { $1 }.merging(extra) { $1 }
    }

    /// The strategy is the eager one: the cooperative one is broken before librdkafka 2.6.1. A lost offset is an error and not
    /// a silent jump.
    func consumer(group: String) -> [String: String] {
        let own = [
            "group.id": group,
            "enable.auto.commit": "false",
            "enable.auto.offset.store": "false",
            "auto.offset.reset": "error",
            "isolation.level": "read_committed",
            "session.timeout.ms": "10000",
            "heartbeat.interval.ms": "3000",
            "max.poll.interval.ms": "300000",
            "fetch.wait.max.ms": "100",
            "fetch.min.bytes": "1",
            "fetch.error.backoff.ms": "100",
            "queued.min.messages": "2000",
            "queued.max.messages.kbytes": "16384",
            "check.crcs": "true",
            "partition.assignment.strategy": "range",
        ]
        return common.merging(own) { $1 }.merging(extra) { $1 }
    }
}

/// A topic to make where it is missing.
package struct KafkaTopic: Sendable, Hashable {
    package let name: String
    package let partitions: Int
    package let replication: Int

    package init(name: String, partitions: Int, replication: Int) {
        self.name = name
        self.partitions = partitions
        self.replication = replication
    }
}
