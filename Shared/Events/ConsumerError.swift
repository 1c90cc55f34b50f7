import Core

/// Why a batch could not be applied now.
package enum ConsumerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Another member of the group took the partition over; nothing was written.
    case fenced(topic: String, partition: Int32)
    /// A `.records` subscription got a record without a position, which only a broker gives.
    case positionRequired(topic: String)

    package var description: String {
        switch self {
        case .fenced(let topic, let partition): "Partition \(partition) of \(topic) belongs to another consumer now."
        case .positionRequired(let topic): "Topic \(topic) is read by position and needs a broker."
        }
    }
}

extension Error {
    /// One line for an operator; of a `Problem` its safe text.
    var reason: String {
        if let problem = self as? any Problem { return "\(problem.code): \(problem.detail)" }
        return String("\(self)".prefix(500))
    }
}
