package import Core

/// What a transaction did, as far as an audit wants to know it: which records, whose session, and what was told of it.
/// Names and ids only, never what stands in a field.
package struct TransactionNotes: Sendable, Hashable {
    /// Ids of what was made, changed or removed, each once.
    package private(set) var records: [String] = []
    /// Names of the fields that were changed.
    package private(set) var fields: [String] = []
    /// Types of the events that were appended to the outbox.
    package private(set) var events: [String] = []
    /// What allowed it, where one decision did: for a record, not for the rows of a list.
    package var decision: AccessDecision?
    /// Who it turned out to be, where that was not known before: the user who has just signed in.
    package var person: Person?
    /// Only keeps house, such as counting an attempt; what was asked for has not happened yet.
    package var isBookkeeping = false

    package struct Person: Sendable, Hashable {
        package let id: String
        package let name: String

        package init(id: String, name: String) {
            (self.id, self.name) = (id, name)
        }
    }

    package init() {}

    package mutating func record(_ id: String) {
        if !records.contains(id) { records.append(id) }
    }

    package mutating func field(_ name: String) {
        if !fields.contains(name) { fields.append(name) }
    }

    package mutating func event(_ type: String) {
        if !events.contains(type) { events.append(type) }
    }
}
