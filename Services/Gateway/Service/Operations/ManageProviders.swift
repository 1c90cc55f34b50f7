import Core
import Database

/// Makes, changes and removes identity providers. Whoever does may sign in as anybody whom the provider then vouches for, so only
/// somebody with every right may.
struct ManageProviders: Sendable {
    let database: any Database
    let clock: any WallClock
    let ids: IdentifierSource
    let door: ProviderDoor
    let secrets: ProviderSecrets
    let reconcile: ReconcileUsers

    func list() async throws -> [IdentityProvider] {
        try await database.read { tx in try IdentityProviderStore().list(in: tx) }
    }

    /// Those that people can sign in at.
    func inUse() async throws -> [IdentityProvider] { try await list().filter(\.isActive) }

    /// Where the session began; `nil` for one that began by password.
    func provider(of session: Session) async throws -> ID? {
        try await database.read { tx in try SessionStore().provider(of: session.id, in: tx) }
    }

    func one(_ id: ID) async throws -> IdentityProvider {
        try await database.read { tx in try Missing.check(IdentityProviderStore().find(id, in: tx)) }
    }

    func create(
        _ wish: ProviderWish, _ creation: Creation, by maker: Caller
    ) async throws -> (made: IdentityProvider, isNew: Bool) {
        try check(maker)
        try await check(wish)
        let now = clock.now()
        return try await database.write { tx in
            try creation.once(in: tx, find: { try IdentityProviderStore().find($0, in: tx) }) {
                let provider = try made(of: wish, id: ids.next(), over: nil)
                try checkOnly(provider, in: tx)
                try IdentityProviderStore().insert(provider, at: now, in: tx)
                return (provider.id, provider)
            }
        }
    }

    /// Sessions that began there end when the provider is another one afterwards or no longer in use.
    func replace(_ id: ID, by wish: ProviderWish, expecting version: Int64, by maker: Caller) async throws -> IdentityProvider {
        try check(maker)
        try await check(wish)
        return try await database.write { tx in
            let before = try Missing.check(IdentityProviderStore().find(id, in: tx))
            try Stale.check(before.version, expecting: version)
            guard wish.issuer == before.issuer else {
                throw Refusal(
                    .invalid, "immutable", "Another issuer is another provider with other identities. Make a new one.",
                    faults: [Fault(pointer: "/issuer", code: "immutable", detail: "It cannot be changed.")])
            }
            let after = try made(of: wish, id: id, over: before)
            try checkOnly(after, in: tx)
            guard try IdentityProviderStore().update(after, expecting: version, in: tx) else { throw Stale.refusal }
            if before.isActive, !after.isActive { try SessionStore().deleteAll(provider: id, in: tx) }
            return after
        }
    }

    /// Ends the sessions that began there and the roles that its groups gave; nobody's user goes.
    func delete(_ id: ID, expecting version: Int64, by maker: Caller) async throws {
        try check(maker)
        try await database.write { tx in
            let provider = try Missing.check(IdentityProviderStore().find(id, in: tx))
            try Stale.check(provider.version, expecting: version)
            try SessionStore().deleteAll(provider: id, in: tx)
            let users = try GroupStore().dropAll(toldBy: id, in: tx)
            try IdentityProviderStore().delete(id, in: tx)
            try reconcile.later(users, in: tx)
        }
    }

    private func check(_ maker: Caller) throws(Refusal) {
        guard maker.scopes.contains("*") else {
            throw Refusal(
                .forbidden, "not-yours-to-give",
                "Who configures a provider decides who everybody is, so this needs the role Administrator.")
        }
    }

    /// Asks the provider what it is, so that what cannot work is known at once.
    private func check(_ wish: ProviderWish) async throws {
        guard wish.isActive else { return }
        guard door.mayAsk(wish.issuer) else {
            throw Refusal(
                .invalid, "address-not-allowed",
                "The issuer must be an https address. For one in your own network, name its host in CRM_GATEWAY_INSIDE_PROVIDERS.",
                faults: [Fault(pointer: "/issuer", code: "address-not-allowed", detail: "Must be an https address.")])
        }
        do {
            _ = try await door.metadata(of: wish.issuer, isFresh: true)
        } catch let refusal as Refusal where refusal.kind == .unavailable {
            // To an administrator, who cannot mend it otherwise.
            let reason = refusal.cause ?? refusal.detail
            throw Refusal(
                .invalid, "provider-unusable", "The provider does not answer as one does: \(reason).",
                faults: [Fault(pointer: "/issuer", code: "provider-unusable", detail: reason)], cause: reason)
        }
    }

    private func checkOnly(_ provider: IdentityProvider, in tx: Transaction) throws {
        let same = try IdentityProviderStore().find(issuer: provider.issuer, clientID: provider.clientID, in: tx)
        guard same == nil || same?.id == provider.id else {
            throw Refusal(.conflict, "already-exists", "There is a provider with this issuer and client id already.")
        }
        guard try IdentityProviderStore().list(in: tx).count < 50 else {
            throw Refusal(.conflict, "too-many", "There can be 50 sign-in providers. Remove one first.")
        }
    }

    private func made(of wish: ProviderWish, id: ID, over before: IdentityProvider?) throws(Refusal) -> IdentityProvider {
        let sealed = if let secret = wish.secret { try secrets.seal(secret, of: id) } else { before?.sealedSecret }
        return IdentityProvider(
            id: id, name: wish.name, issuer: wish.issuer, clientID: wish.clientID, sealedSecret: sealed,
            trustedDomains: wish.trustedDomains.map { $0.lowercased() }, linksByLogin: wish.linksByLogin,
            createsUsers: wish.createsUsers, groupsClaim: wish.groupsClaim, isActive: wish.isActive,
            version: (before?.version ?? 0) + 1)
    }
}
