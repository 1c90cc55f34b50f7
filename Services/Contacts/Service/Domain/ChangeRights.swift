package import Changes
package import Core

/// What a follower may be told of one change of a customer.
package struct ChangeRights: Sendable {
    private let decide: @Sendable (RecordFacts, Resource) -> AccessDecision

    /// `decide` says what may be seen of a row with these facts.
    package init(decide: @escaping @Sendable (RecordFacts, Resource) -> AccessDecision) {
        self.decide = decide
    }

    /// `facts` are the account's of now, `nil` when there is none any more; `line` is the new line of its history.
    package func seen(
        _ change: Change, _ facts: RecordFacts?, line: TimelineEntry?
    ) throws -> ChangeFeed.Seen<ChangedPart> {
        let now = facts.map { decide($0, .account) }
        let before = change.before.map { decide($0, .account).level } ?? .none
        switch now?.level ?? .none {
        case .none: return before > .none ? .gone(change) : .nothing
        case .ownerOnly:
            // Anything else would tell when something happens with it.
            guard change.isOpen || before > .ownerOnly else { return .nothing }
            let bare = Change(change.type, record: change.record, account: change.account, at: change.at)
            return .shown(bare, .account(.ownerOnly))
        case .full: return try whole(change, facts, line)
        }
    }

    private func whole(_ change: Change, _ facts: RecordFacts?, _ line: TimelineEntry?) throws -> ChangeFeed.Seen<ChangedPart> {
        guard let facts else { return .nothing }
        let account = decide(facts, .account)
        switch change.type {
        case ContactsChange.person: return account.shows(.contact) ? .shown(change, .person) : .nothing
        case ContactsChange.entry:
            let rights = TimelineRights(account: account, order: decide(facts, .order), mail: decide(facts, .mail))
            return try line.flatMap(rights.shown).map { .shown(change, .entry($0)) } ?? .nothing
        default:
            let shown = account.shows(.history) ? change : change.withoutActor
            return .shown(shown, .account(.full))
        }
    }
}

extension Change {
    fileprivate var withoutActor: Change {
        Change(type, record: record, account: account, part: part, version: version, at: at)
    }
}
