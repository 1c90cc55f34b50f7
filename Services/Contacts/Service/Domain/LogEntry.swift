package import ContactsAPI
package import Core

/// One event as it was kept: never changed, never removed but by erasure. `account` and `order` are what was decided about it when
/// it came, so that reading the log again decides nothing anew.
package struct LogEntry: Hashable, Sendable {
    package let sequence: Int64
    package let eventID: String
    package let source: String
    package let type: String
    package let key: String
    package let time: Timestamp
    package let receivedAt: Timestamp
    /// `nil` while its order is not known, and for what belongs to no customer.
    package let account: AccountID?
    package let order: ID?
    /// JSON.
    package let data: [UInt8]
}

/// One line of a customer's history.
package struct TimelineEntry: Hashable, Sendable {
    package let account: AccountID
    package let at: Timestamp
    package let sequence: Int64
    package let kind: String
    package let source: String
    package let actor: String
    package let eventID: String
    package let time: Timestamp
    /// JSON.
    package let data: [UInt8]
}
