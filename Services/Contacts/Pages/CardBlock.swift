package import Core

/// One block of the client card: what a service answered and when, or a sentence on why it is not there.
package enum CardBlock<Value: Sendable>: Sendable {
    case value(Value, asOf: Timestamp)
    case gap(String)

    package var value: Value? {
        if case .value(let value, _) = self { value } else { nil }
    }
}
