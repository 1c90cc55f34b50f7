/// The way an event came in.
package enum IntakeDoor: String, Sendable, Hashable, CaseIterable {
    /// A record of the shop's topic.
    case kafka
    /// `POST /v1/events`.
    case http
    /// `POST /v1/orders`.
    case orders
    /// An operator's second try of a rejected event.
    case retry
}

/// Where an answered event stands now. Every event stands in exactly one state, so their counts add up to what was received.
package enum IntakeState: String, Sendable, Hashable, CaseIterable {
    case accepted, waiting, rejected, superseded, discarded, duplicate

    /// Whether the event's name belongs to it: another event of that name is a duplicate or a conflict.
    package var holdsName: Bool { self == .accepted || self == .waiting }
}

/// What an event was answered.
package enum IntakeOutcome: String, Sendable, Hashable, CaseIterable {
    case accepted, waiting, duplicate, conflict, rejected
}

/// How an event's bytes are to be read.
package enum IntakeForm: String, Sendable, Hashable {
    /// The bytes are the data; the attributes stand beside them.
    case binary
    /// The bytes are the whole event in CloudEvents' JSON format.
    case structured
    /// The bytes are the data of a placed order plus `source`.
    case order
}
