package enum LogLevel: Int, Comparable, Sendable, CaseIterable {
    case debug, info, notice, warning, error

    package static func < (left: LogLevel, right: LogLevel) -> Bool { left.rawValue < right.rawValue }
    package var name: String { String(describing: self) }
}

/// Where finished records go.
package protocol LogSink: Sendable {
    func write(_ record: LogRecord)
}

package struct LogRecord: Sendable {
    package let level: LogLevel
    package let label: String
    package let message: String
    package let fields: [String: String]

    package init(level: LogLevel, label: String, message: String, fields: [String: String]) {
        self.level = level
        self.label = label
        self.message = message
        self.fields = fields
    }
}

/// A log in the shape of swift-log. Messages are constant text; what varies goes into fields. No personal data in either.
package struct Logger: Sendable {
    package let label: String
    package let sink: any LogSink
    package let minimum: LogLevel
    package let fields: [String: String]

    package init(label: String, sink: any LogSink, minimum: LogLevel = .info, fields: [String: String] = [:]) {
        self.label = label
        self.sink = sink
        self.minimum = minimum
        self.fields = fields
    }

    package func log(_ level: LogLevel, _ message: String, _ more: @autoclosure () -> [String: String] = [:]) {
        guard level >= minimum else { return }
        let all = fields.merging(more()) { _, new in new }
        sink.write(LogRecord(level: level, label: label, message: message, fields: all))
    }

    package func debug(_ message: String, _ fields: @autoclosure () -> [String: String] = [:]) { log(.debug, message, fields()) }
    package func info(_ message: String, _ fields: @autoclosure () -> [String: String] = [:]) { log(.info, message, fields()) }
    package func notice(_ message: String, _ fields: @autoclosure () -> [String: String] = [:]) {
        log(.notice, message, fields())
    }
    package func warning(_ message: String, _ fields: @autoclosure () -> [String: String] = [:]) {
        log(.warning, message, fields())
    }
    package func error(_ message: String, _ fields: @autoclosure () -> [String: String] = [:]) { log(.error, message, fields()) }

    package func labelled(_ label: String) -> Logger { Logger(label: label, sink: sink, minimum: minimum, fields: fields) }

    package func with(_ more: [String: String]) -> Logger {
        Logger(label: label, sink: sink, minimum: minimum, fields: fields.merging(more) { _, new in new })
    }

    /// Says nothing; for tests and tools.
    package static let silent = Logger(label: "silent", sink: SilentSink(), minimum: .error)
}

private struct SilentSink: LogSink {
    func write(_ record: LogRecord) {}
}
