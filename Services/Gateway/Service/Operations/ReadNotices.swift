import Core
import Database

/// The notices of one person: seen, counted, and marked as read.
struct ReadNotices: Sendable {
    let database: any Database
    let give: GiveNotice

    /// The newest first; one more than `limit` where there are more.
    func list(for caller: Caller, before: ID?, limit: Int) async throws -> [Notice] {
        let (receivers, user) = try Self.receivers(caller)
        return try await database.read { tx in
            try NoticeStore().list(of: receivers, user: user, before: before, limit: limit + 1, in: tx)
        }
    }

    func one(_ id: ID, for caller: Caller) async throws -> Notice {
        let (receivers, user) = try Self.receivers(caller)
        return try await database.read { tx in try Missing.check(NoticeStore().find(id, of: receivers, user: user, in: tx)) }
    }

    /// At most one more than `NoticeStore.mostCounted`; nil for whoever is no user.
    func unread(for caller: Caller) async throws -> Int? {
        guard let (receivers, user) = try? Self.receivers(caller) else { return nil }
        return try await database.read { tx in try NoticeStore().unread(of: receivers, user: user, in: tx) }
    }

    /// Returns it as it was before.
    @discardableResult
    func read(_ id: ID, by caller: Caller) async throws -> Notice {
        let (receivers, user) = try Self.receivers(caller)
        return try await database.write { tx in
            let notice = try Missing.check(NoticeStore().find(id, of: receivers, user: user, in: tx))
            tx.notes?.isBookkeeping = true
            guard !notice.isRead else { return notice }
            try NoticeStore().read(id, by: user, in: tx)
            try give.ring(Notice.Receiver.user(user).text, in: tx)
            return notice
        }
    }

    /// Everything that is there now.
    func readAll(by caller: Caller) async throws {
        let (receivers, user) = try Self.receivers(caller)
        try await database.write { tx in
            tx.notes?.isBookkeeping = true
            guard let newest = try NoticeStore().list(of: receivers, user: user, before: nil, limit: 1, in: tx).first else {
                return
            }
            try NoticeStore().read(until: newest.id, by: user, in: tx)
            try give.ring(Notice.Receiver.user(user).text, in: tx)
        }
    }

    private static func receivers(_ caller: Caller) throws(Refusal) -> ([Notice.Receiver], ID) {
        guard let user = caller.viewer.user else {
            throw Refusal(.forbidden, "needs-a-user", "Only users have notices. Sign in, or use a token that belongs to a user.")
        }
        return (Notice.Receiver.all(of: caller, user: user), user)
    }
}

/// Forgets notices that are older than the setting says.
struct ForgetNotices: Sendable {
    let database: any Database
    let clock: any WallClock
    let days: Int

    func callAsFunction() async throws {
        let bound = clock.now().adding(days: -days)
        try await database.write { tx in try NoticeStore().purge(before: bound, in: tx) }
    }
}
