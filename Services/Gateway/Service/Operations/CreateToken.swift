package import Core
import Crypto
package import Database
import JSON

/// A token that somebody wants: of a shop, or of a user, whose rights it then has as far as its scopes go.
package struct TokenWish: Hashable, Sendable {
    package let name: String
    package let scopes: Set<String>
    package let sources: [String]
    package let expiresAt: Timestamp?
    package let userID: ID?

    package init(
        name: String, scopes: Set<String>, sources: [String] = [], expiresAt: Timestamp? = nil, userID: ID? = nil
    ) {
        (self.name, self.scopes, self.sources) = (name, scopes, sources)
        (self.expiresAt, self.userID) = (expiresAt, userID)
    }

    /// What tells two wishes apart.
    fileprivate var digest: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("name", name)
            writer.field("scopes", array: scopes.sorted())
            writer.field("sources", array: sources)
            writer.field("expiresAt", expiresAt)
            writer.field("userID", userID)
        }
        return Digest.sha256(writer.bytes)
    }
}

/// Makes a token for a shop, a program or a person. The text is returned once and kept nowhere.
package struct CreateToken: Sendable {
    /// Days that a person's token is good for, at most.
    static let longestOfPersons = 366
    /// Of one user.
    static let most = 50

    private let database: any Database
    private let clock: any WallClock
    private let ids: IdentifierSource

    package init(database: any Database, clock: any WallClock, ids: IdentifierSource) {
        self.database = database
        self.clock = clock
        self.ids = ids
    }

    /// `by` is who asks for it, who can give no right, no row and no source away that is not his own; nil is the operator of the
    /// machine.
    package func callAsFunction(
        name: String, scopes: Set<String>, sources: [String], expiresAt: Timestamp? = nil, userID: ID? = nil,
        by maker: Caller? = nil
    ) async throws -> (text: String, token: AccessToken) {
        let wish = TokenWish(name: name, scopes: scopes, sources: sources, expiresAt: expiresAt, userID: userID)
        return try await database.write { tx in
            let (text, token) = try make(wish, maker, tx)
            try TokenStore().insert(token, digest: AccessToken.digest(text), in: tx)
            tx.notes?.record(token.id.description)
            return (text, token)
        }
    }

    /// Makes it at most once per `key`. A repeat gives the same token without its text, which is kept nowhere: whoever lost the
    /// first answer revokes the token by its id and asks for another one. Throws `conflict` when the key stands for another wish,
    /// or for a token that was revoked since.
    func once(key: String, _ wish: TokenWish, by maker: Caller) async throws -> (text: String?, token: AccessToken) {
        try await database.write { tx in
            try tx.lock(key: "gateway/token/" + key)
            if let known = try TokenStore().creation(key: key, in: tx) {
                guard known.digest == wish.digest else {
                    throw Refusal(
                        .conflict, "already-exists-with-other-content",
                        "This Idempotency-Key made a token already, from another request. Use a new key.")
                }
                guard !known.isRevoked else {
                    throw Refusal(.conflict, "revoked", "The token that this key made was revoked. Use a new key.")
                }
                return (nil, known.token)
            }
            let (text, token) = try make(wish, maker, tx)
            try TokenStore().insert(token, digest: AccessToken.digest(text), creation: (key, wish.digest), in: tx)
            tx.notes?.record(token.id.description)
            return (text, token)
        }
    }

    private func make(_ wish: TokenWish, _ maker: Caller?, _ tx: Transaction) throws -> (text: String, token: AccessToken) {
        let now = clock.now()
        try TokenRules.check(wish)
        if let expiresAt = wish.expiresAt, expiresAt <= now {
            throw Refusal(.invalid, "out-of-range", "The token would have expired already; expiresAt must be in the future.")
        }
        if let userID = wish.userID {
            try check(wish, of: userID, maker, at: now, tx)
        } else if let maker {
            try TokenRules.check(wish, isWithin: maker)
            try GuardGiving(clock: clock).check(maker, gives: wish.shopRights, in: tx)
        }
        let token = AccessToken(
            id: ids.next(), name: wish.name, scopes: wish.scopes, sources: wish.sources, userID: wish.userID, createdAt: now,
            expiresAt: wish.expiresAt)
        return (AccessToken.makeText(), token)
    }

    /// A person's tokens are made by himself alone, as they speak for him; those of a service account by whoever could do himself
    /// what they can.
    private func check(_ wish: TokenWish, of userID: ID, _ maker: Caller?, at now: Timestamp, _ tx: Transaction) throws {
        try UnitStore().lockTree(in: tx)
        let user = try Missing.check(UserStore().find(userID, in: tx).flatMap { $0.isActive ? $0 : nil }, named: "userID")
        if user.kind == .person {
            guard maker.map({ $0.kind == .person && $0.subject == userID.description }) ?? true else {
                throw Refusal(.forbidden, "not-yours-to-give", "Only he himself makes tokens that speak for a person.")
            }
            guard let expiresAt = wish.expiresAt, expiresAt <= now.adding(days: Self.longestOfPersons) else {
                throw Refusal(
                    .invalid, "out-of-range", "A person's token needs an end, at most \(Self.longestOfPersons) days from now.",
                    faults: [Fault(pointer: "/expiresAt", code: "out-of-range", detail: "Must be within a year.")])
            }
            if let maker { try TokenRules.check(wish, isWithin: maker) }
        } else if let maker {
            if try StandingStore().standing(of: userID, in: tx)?.isDirectoryToCome(at: now) == true {
                try TokenRules.checkMakesDirectory(maker)
            }
            try TokenRules.check(sources: wish.sources, areOf: maker)
            try GuardGiving(clock: clock).check(maker, holdsRightsOf: userID, narrowedTo: wish.scopes, in: tx)
        }
        guard try TokenStore().list(ofUser: userID, in: tx).count < Self.most else {
            throw Refusal(.conflict, "too-many", "A user has \(Self.most) tokens at most. Revoke another one first.")
        }
    }
}

extension TokenWish {
    /// What a token that belongs to nobody lets its holder do: all rows of what its scopes open.
    fileprivate var shopRights: Rights {
        Rights(viewer: Scope.viewer(ofToken: name, scopes: scopes), scopes: scopes).narrowed(to: scopes)
    }
}
