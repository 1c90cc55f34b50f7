package import Changes
import ContactsAPI
package import Core

/// What of customers can be followed, by type.
package enum ContactsChange {
    package static let created = "account.created"
    package static let changed = "account.changed"
    package static let ownerChanged = "account.owner-changed"
    /// Somebody was let in or is no longer.
    package static let accessChanged = "account.access-changed"
    package static let person = "person.changed"
    package static let entry = "entry.added"

    package static let types = [created, changed, ownerChanged, accessChanged, person, entry]

    /// A history has a new line.
    package static func added(_ line: TimelineEntry, now: Timestamp) -> Change {
        Change(
            entry, record: line.account.id, account: line.account.id, part: "\(line.at.microseconds)/\(line.sequence)", at: now)
    }

    /// Where in the history that line stands.
    package static func place(of change: Change) -> (at: Timestamp, sequence: Int64)? {
        let parts = (change.part ?? "").split(separator: "/").compactMap { Int64($0) }
        return parts.count == 2 ? (Timestamp(microseconds: parts[0]), parts[1]) : nil
    }
}

/// What a change shows to the one who follows.
package enum ChangedPart: Sendable {
    /// The account itself, at this level.
    case account(ViewLevel)
    case person
    case entry(TimelineEntry)
}
