import Events
import Observability
import Synchronization

/// Records that arrived, in order.
final class Seen: Sendable {
    private let state = Mutex<[Record]>([])
    var records: [Record] { state.withLock { $0 } }
    func add(_ record: Record) { state.withLock { $0.append(record) } }
}

/// What was logged.
final class RecordingLog: LogSink {
    private let state = Mutex<[LogRecord]>([])
    var records: [LogRecord] { state.withLock { $0 } }
    var logger: Logger { Logger(label: "test", sink: self) }
    func write(_ record: LogRecord) { state.withLock { $0.append(record) } }
}
