import Core

/// What holds from one moment on, and up to another one where there is an end.
protocol Lasting {
    var from: Timestamp { get }
    var until: Timestamp? { get }
}

extension Lasting {
    /// From `from` on, and before `until`.
    func holds(at now: Timestamp) -> Bool { from <= now && !isOver(at: now) }

    func isOver(at now: Timestamp) -> Bool { until.map { $0 <= now } ?? false }
}

/// Something that holds from one moment on, and up to another one where there is an end.
struct Dated<Value: Hashable & Sendable>: Lasting, Hashable, Sendable {
    let value: Value
    let from: Timestamp
    let until: Timestamp?

    init(_ value: Value, from: Timestamp, until: Timestamp? = nil) {
        (self.value, self.from, self.until) = (value, from, until)
    }
}
