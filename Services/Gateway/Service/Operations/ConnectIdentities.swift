import Core
import Database

/// Says who a user is at a provider, where his mail address or login do not say it. Whoever does lets somebody in as the user, so
/// only somebody with every right may.
struct ConnectIdentities: Sendable {
    let database: any Database
    let clock: any WallClock

    func list(of user: ID) async throws -> [UserIdentity] {
        try await database.read { tx in
            _ = try Missing.check(UserStore().find(user, in: tx))
            return try IdentityStore().list(of: user, in: tx)
        }
    }

    /// The same again changes nothing. Throws `conflict` when the identity is another user's.
    func connect(
        _ subject: String, of provider: ID, to user: ID, by maker: Caller
    ) async throws -> (made: UserIdentity, isNew: Bool) {
        try check(maker)
        let now = clock.now()
        return try await database.write { tx in
            try UnitStore().lockTree(in: tx)
            let person = try Missing.check(UserStore().find(user, in: tx))
            _ = try Missing.check(IdentityProviderStore().find(provider, in: tx), named: "providerID")
            guard person.kind == .person else {
                throw Refusal(.conflict, "no-person", "A service account signs in nowhere; it has tokens.")
            }
            if let known = try IdentityStore().user(subject, of: provider, in: tx) {
                guard known.id == user else {
                    throw Refusal(.conflict, "identity-taken", "This identity is another user already. Take it from him first.")
                }
                let all = try IdentityStore().list(of: user, in: tx)
                if let same = all.first(where: { $0.providerID == provider && $0.subject == subject }) { return (same, false) }
            }
            try IdentityStore().insert(subject, of: provider, user: user, at: now, in: tx)
            return (UserIdentity(providerID: provider, subject: subject, createdAt: now), true)
        }
    }

    /// Ends the sessions that the user began there.
    func disconnect(_ provider: ID, from user: ID, by maker: Caller) async throws {
        try check(maker)
        try await database.write { tx in
            guard try IdentityStore().delete(of: provider, user: user, in: tx) > 0 else {
                throw Refusal(.notFound, "not-found", "The user is nobody at this provider.")
            }
            try SessionStore().deleteAll(provider: provider, user: user, in: tx)
        }
    }

    private func check(_ maker: Caller) throws(Refusal) {
        guard maker.scopes.contains("*") else {
            throw Refusal(
                .forbidden, "not-yours-to-give",
                "Who connects identities lets somebody in as the user; it needs the role Administrator.")
        }
    }
}
