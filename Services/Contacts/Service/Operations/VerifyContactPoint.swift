package import ContactsAPI
package import Core
package import Database

/// Marks a mail address or number of an account as verified, or takes the mark back, in the name of whoever asks.
package struct VerifyContactPoint: Sendable {
    package let database: any Database
    package let rights: CustomerRights
    package let tell: TellAccount
    package let clock: any WallClock

    /// Verifying again keeps the newer basis and moment. Throws `stale` when the account has not this version any more.
    package func callAsFunction(
        _ kind: ContactPoint.Kind, _ written: String, of id: AccountID, basis: String, by caller: Caller,
        expecting version: Int64
    ) async throws -> SeenAccount {
        try await change(kind, written, of: id, by: caller, expecting: version) { account, place, now, tx in
            let verification = VerificationResource(at: now, basis: basis, by: ActorResource(caller))
            account.points[place].verification = verification
            try tell.verified(&account, account.points[place], verification, in: tx)
        }
    }

    /// Throws `notFound` where there is no mark, and `stale` as above.
    package func takeBack(
        _ kind: ContactPoint.Kind, _ written: String, of id: AccountID, by caller: Caller, expecting version: Int64
    ) async throws -> SeenAccount {
        try await change(kind, written, of: id, by: caller, expecting: version) { account, place, now, tx in
            guard account.points[place].verification != nil else {
                throw Refusal(.notFound, "not-verified", "This is not verified, so there is nothing to take back.")
            }
            account.points[place].verification = nil
            try tell.unverified(
                &account, account.points[place], at: now, by: ActorResource(caller), reason: nil, cause: nil, in: tx)
        }
    }

    private func change(
        _ kind: ContactPoint.Kind, _ written: String, of id: AccountID, by caller: Caller, expecting version: Int64,
        _ body: @escaping @Sendable (inout Account, _ place: Int, _ now: Timestamp, Transaction) throws -> Void
    ) async throws -> SeenAccount {
        try await database.write { tx in
            guard let before = try AccountStore.load(id, forUpdate: true, in: tx) else { throw Refusal.noCustomer }
            let rights = try self.rights(of: caller.viewer, in: tx)
            // Before anything else: what is refused then must not tell whether there is such an address.
            try self.rights.require(.change, on: before, writing: .contact, by: rights)
            guard let place = before.place(of: kind, written) else {
                throw Refusal(.notFound, "not-found", "The customer has no such \(kind == .email ? "mail address" : "number").")
            }
            guard before.version == version else {
                throw Refusal(.stale, "stale", "The customer was changed meanwhile. Read it again and decide anew.")
            }
            var account = before
            account.changedAt = clock.now()
            try body(&account, place, account.changedAt, tx)
            try AccountStore.save(account, was: before, cause: ContactsEvents.source, in: tx)
            return try self.rights.seen(account, by: rights, in: tx)
        }
    }
}
