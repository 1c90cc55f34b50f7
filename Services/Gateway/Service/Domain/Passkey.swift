import Core
import Crypto
import Passkeys

/// A passkey of a person: a key pair of which we have the public half. By itself it opens the door, as its authenticator makes sure
/// of the person, too.
struct Passkey: Hashable, Sendable {
    static let nameLengths = 1...100
    /// That one person may have.
    static let most = 20

    let id: ID
    let userID: ID
    let credentialID: [UInt8]
    let publicKey: [UInt8]
    /// How often it signed when it was last seen; 0 where it does not count.
    let signCount: Int64
    /// For its owner to tell it from others.
    let name: String
    let transports: [String]
    let canBeBackedUp: Bool
    let isBackedUp: Bool
    let createdAt: Timestamp
    let lastUsedAt: Timestamp?
    /// When it was found out that somebody has a copy of it; from then on it opens nothing.
    let copiedAt: Timestamp?
    let version: Int64

    var descriptor: CredentialDescriptor { CredentialDescriptor(id: credentialID, transports: transports) }

    var known: KnownCredential {
        KnownCredential(publicKey: publicKey, canBeBackedUp: canBeBackedUp, userHandle: Self.handle(of: userID))
    }

    /// What authenticators call the user: his id, which says nothing about him.
    static func handle(of user: ID) -> [UInt8] {
        [user.high, user.low].flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) } }
    }

    /// What whoever adds, uses or removes it holds.
    static func lockKey(_ credentialID: [UInt8]) -> String {
        "passkey:" + Base64.encodeURL(Digest.sha256(credentialID))
    }
}

/// A question that a passkey is to answer: good once, for minutes, for one purpose, and for the browser alone that it was put to.
struct PasskeyChallenge: Sendable {
    enum Purpose: String, Sendable {
        /// By a person who is signed in.
        case add, prove
        case signIn = "sign-in"
        /// By somebody who has given his password.
        case secondStep = "second-step"
    }

    /// Of the challenge's bytes, which are kept nowhere.
    let digest: [UInt8]
    let purpose: Purpose
    /// Of what the browser holds: the session's id, or a cookie.
    let holder: [UInt8]
    /// `nil` where nobody has said who he is.
    let userID: ID?
    let createdAt: Timestamp

    static func digest(_ challenge: [UInt8]) -> [UInt8] { Digest.sha256(challenge) }
    static func holder(_ session: Session) -> [UInt8] { Digest.sha256(Array("session \(session.id)".utf8)) }
    static func holder(cookie: String) -> [UInt8] { Digest.sha256(Array("cookie \(cookie)".utf8)) }

    func isFor(_ purpose: Purpose, _ holder: [UInt8], at now: Timestamp) -> Bool {
        self.purpose == purpose && ConstantTime.equal(self.holder, holder)
            && now < createdAt.adding(seconds: ChallengeTimes.seconds)
    }
}

/// By what somebody can sign in.
struct SignInWays: Hashable, Sendable {
    let hasPassword: Bool
    /// A mail address, where the way to a new password goes.
    let hasMail: Bool
    let hasProvider: Bool
    let passkeys: Int

    var isNone: Bool { !hasPassword && !hasMail && !hasProvider && passkeys == 0 }
}
