import Observability
import Synchronization

/// What the client says, in our log: trouble of one kind once until something works again.
final class KafkaLog: Sendable {
    private let logger: Logger
    private let last = Mutex<Int32?>(nil)

    init(_ logger: Logger) {
        self.logger = logger
    }

    func failed(_ error: KafkaError) {
        let isNew = last.withLock { last in
            defer { last = error.code }
            return last != error.code
        }
        if isNew { logger.log(error.isFatal ? .error : .warning, "Kafka's client reports trouble.", ["error": "\(error)"]) }
    }

    func worked() { last.withLock { $0 = nil } }

    /// `level` as in syslog. The client's own words repeat what its errors say, so they are for looking closer.
    func said(level: Int32, _ text: String) {
        logger.log(level <= 2 ? .error : .debug, "Kafka's client says something.", ["text": text])
    }
}
