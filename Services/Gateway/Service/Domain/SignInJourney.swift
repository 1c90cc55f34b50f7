import Core
import Crypto

/// One way of a browser to a provider and back. All that must not be known to others follows from a secret that only the browser
/// holds, in a cookie: the nonce and the verifier (RFC 7636). The state says which journey it is, and the row that is kept of it has
/// digests only.
struct SignInJourney: Sendable {
    /// Seconds from the first step to the last.
    static let lifetime = 600.0

    /// What the cookie holds.
    let secret: String
    let state: String

    static func begin() -> SignInJourney {
        SignInJourney(secret: SecureRandom.token(bytes: 32), state: SecureRandom.token(bytes: 32))
    }

    var nonce: String { derived("nonce") }
    var verifier: String { derived("verifier") }
    var challenge: String { Base64.encodeURL(Digest.sha256(Array(verifier.utf8))) }
    var browserDigest: [UInt8] { Digest.sha256(Array(secret.utf8)) }
    var stateDigest: [UInt8] { Digest.sha256(Array(state.utf8)) }

    private func derived(_ purpose: String) -> String {
        Base64.encodeURL(HMAC.sha256(key: Array(secret.utf8), message: Array("\(purpose) \(state)".utf8)))
    }

    /// The row of it.
    struct Record: Sendable {
        let state: [UInt8]
        let browser: [UInt8]
        let providerID: ID
        /// Where the person wanted to go.
        let next: String
        let language: String
        /// The redirect_uri, which the request for tokens repeats.
        let returnAddress: String
        let expiresAt: Timestamp
    }
}
