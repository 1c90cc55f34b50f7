package import Changes
package import ContactsAPI
package import Core
package import Database

/// What changed of customers behind a position, as far as the viewer may see it now.
package struct ReadChanges: Sendable {
    package let database: any Database
    package let feed: ChangeFeed
    package let rights: CustomerRights

    /// The accounts are those that the page is about, but for those that are gone.
    package func callAsFunction(
        after position: String?, of types: Set<String>, limit: Int, for viewer: Viewer
    ) async throws -> (page: ChangeFeed.Page<ChangedPart>, accounts: [AccountID: SeenAccount]) {
        try await database.read { tx in
            let rights = try self.rights(of: viewer, in: tx)
            let page = try feed.page(after: position, limit: limit, mark: rights.mark, at: rights.now, in: tx) { changes in
                try Self.see(changes, of: types, rights, in: tx)
            }
            let shown = page.items.compactMap { seen in
                if case .shown(let change, .account) = seen { return change.account }
                if case .shown(let change, .person) = seen { return change.account }
                return nil
            }
            return (page, try accounts(Set(shown), rights, in: tx))
        }
    }

    private static func see(
        _ changes: [Change], of types: Set<String>, _ rights: AccountRights, in tx: Transaction
    ) throws -> [ChangeFeed.Seen<ChangedPart>] {
        let facts = try AccountStore.access(of: Set(changes.compactMap(\.account)), in: tx)
        // Read only where the account is there in full.
        let places = changes.compactMap { change -> (account: AccountID, at: Timestamp, sequence: Int64)? in
            guard let account = change.account, let place = ContactsChange.place(of: change),
                let facts = facts[account], rights.decide(.view, facts).isAllowed
            else { return nil }
            return (AccountID(account), place.at, place.sequence)
        }
        var lines: [Int64: TimelineEntry] = [:]
        for line in try TimelineStore.entries(at: places, in: tx) { lines[line.sequence] = line }
        let seeing = ChangeRights { rights.decide(.view, $0, on: $1) }
        return try changes.map { change in
            let line = ContactsChange.place(of: change).flatMap { lines[$0.sequence] }
            let seen = try seeing.seen(change, change.account.flatMap { facts[$0] }, line: line)
            guard case .shown = seen, !types.isEmpty, !types.contains(change.type) else { return seen }
            return .nothing
        }
    }

    private func accounts(
        _ ids: Set<ID>, _ rights: AccountRights, in tx: Transaction
    ) throws -> [AccountID: SeenAccount] {
        var accounts: [AccountID: SeenAccount] = [:]
        for account in try AccountStore.load(Array(ids), in: tx) {
            accounts[account.id] = try self.rights.seen(account, by: rights, in: tx)
        }
        return accounts
    }
}
