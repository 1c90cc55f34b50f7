package import Events
package import Observability

/// Apache Kafka between the services, by librdkafka.
///
/// Publishing is idempotent and waits for all in-sync replicas. Consuming keeps its offsets in the group's own database; those
/// committed to the broker are only for watching the lag.
package final class KafkaTransport: EventTransport {
    private let settings: KafkaSettings
    private let logger: Logger
    private let producer: KafkaProducer

    /// Throws for a setting that librdkafka does not take; whether the broker answers is `check`'s business.
    package init(settings: KafkaSettings, logger: Logger) throws {
        self.settings = settings
        self.logger = logger
        producer = try KafkaProducer(settings: settings, logger: logger)
    }

    /// Waits as long as the broker is away; cancel the task to stop waiting.
    package func publish(_ records: [Record]) async -> [PublishResult] {
        await producer.publish(records)
    }

    package func deliver(to group: any ConsumerGroup) async throws {
        var backoff = Backoff(first: 1, longest: 30)
        while !Task.isCancelled {
            do throws(KafkaError) {
                var consumer = try KafkaConsumer(settings: settings, group: group, logger: logger)
                try await consumer.run()
            } catch {
                logger.error("A consumer broke and is made anew.", ["group": group.name, "error": "\(error)"])
                try await Task.sleep(for: .seconds(backoff.next()))
            }
        }
    }

    /// Within 2 s, less than readiness has patience for, so that it gets this sentence.
    package func check() async throws { try await check(milliseconds: 2000) }

    private func check(milliseconds: Int32) async throws {
        do throws(KafkaError) {
            try await producer.blocking { handle in
                Result { () throws(KafkaError) in _ = try handle.topicNames(milliseconds: milliseconds) }
            }
        } catch {
            throw KafkaError(
                code: error.code,
                message: "Kafka at \(settings.bootstrap) does not answer: \(error.message). Start it, or correct its address.")
        }
    }

    /// Makes the topics that are missing, with replicas that survive the loss of a broker where there are three.
    package func ensureTopics(_ topics: [KafkaTopic]) async throws {
        try await check(milliseconds: 5000)
        try await producer.blocking { handle in
            Result { () throws(KafkaError) in
                let present = try handle.topicNames(milliseconds: 5000)
                for topic in topics where !present.contains(topic.name) {
                    do throws(KafkaError) {
                        try handle.create(topic, milliseconds: 5000)
                    } catch  where error.isUnanswered {
                        // A broker without administration, such as librdkafka's mock, makes a topic when it is asked for it.
                    }
                }
                for topic in topics { try handle.warm(topic.name, milliseconds: 5000) }
            }
        }
    }

    package func close() async {
        await producer.close()
    }
}
