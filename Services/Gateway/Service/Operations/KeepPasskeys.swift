import Core
import Database
import GatewayAPI

/// The passkeys of a user: seen, renamed and removed, by himself or by who helps those that lost theirs.
struct KeepPasskeys: Sendable {
    let database: any Database
    let note: NoteSecurity

    /// The oldest first. Throws `notFound` without such a user.
    func list(of user: ID) async throws -> [Passkey] {
        try await database.read { tx in
            _ = try Missing.check(UserStore().find(user, in: tx))
            return try PasskeyStore().list(of: user, in: tx)
        }
    }

    func rename(_ id: ID, of user: ID, to name: String, expecting version: Int64) async throws -> Passkey {
        try await database.write { tx in
            let before = try find(id, of: user, expecting: version, in: tx)
            guard before.name != name else { return before }
            try PasskeyStore().rename(id, to: name, version: version + 1, in: tx)
            tx.notes?.record(id.description)
            return try Missing.check(PasskeyStore().find(id, in: tx))
        }
    }

    /// What is left to sign in by. `isHelp`: somebody else removes it, who then has to see to it that another way is left; else the
    /// last way in stays.
    func remove(
        _ id: ID, of user: ID, expecting version: Int64, from origin: SignInOrigin, isHelp: Bool = false
    ) async throws -> SignInWays {
        try await database.write { tx in
            let passkey = try find(id, of: user, expecting: version, in: tx)
            try PasskeyStore().delete(id, in: tx)
            let owner = try Missing.check(UserStore().find(user, in: tx))
            let ways = try ways(of: owner, in: tx)
            guard isHelp || !ways.isNone else {
                throw Refusal(
                    .conflict, "last-way-in",
                    "\"\(passkey.name)\" is the only way that you can sign in by. Add another passkey first, or ask an "
                        + "administrator to enter your mail address, by which you can set a password.")
            }
            tx.notes?.record(id.description)
            try note(.passkeyRemoved, of: owner, from: isHelp ? nil : origin, in: tx)
            return ways
        }
    }

    private func find(_ id: ID, of user: ID, expecting version: Int64, in tx: Transaction) throws -> Passkey {
        try tx.lock(key: "passkeys:\(user)")
        guard let passkey = try PasskeyStore().find(id, in: tx), passkey.userID == user else {
            throw Refusal(.notFound, "not-found", "There is no such passkey, or it was removed already.")
        }
        try Stale.check(passkey.version, expecting: version)
        return passkey
    }

    private func ways(of user: User, in tx: Transaction) throws -> SignInWays {
        let providers = Set(try IdentityStore().list(of: user.id, in: tx).map(\.providerID))
        return SignInWays(
            hasPassword: !user.passwordHash.isEmpty, hasMail: user.mail != nil,
            hasProvider: try providers.contains { try IdentityProviderStore().find($0, in: tx)?.isActive == true },
            passkeys: try PasskeyStore().list(of: user.id, in: tx).count)
    }
}
