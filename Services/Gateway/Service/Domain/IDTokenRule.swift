import Core
import Crypto
import JSON

/// What must hold of the claims of a token whose signature is good (OpenID Connect Core 1.0 §3.1.3.7; Back-Channel Logout 1.0 §2.6).
/// The reasons are for the log; the person is told that the answer of the provider was not acceptable.
struct IDTokenRule: Sendable {
    /// Seconds that two clocks may differ.
    static let skew = 60.0
    /// Seconds after which a token is too old, whatever it says of itself.
    static let longest = 3600.0

    let issuer: String
    let clientID: String
    let now: Timestamp

    /// Throws unless the token is for us, of this journey, and of now.
    func check(_ claims: JSONValue, nonce: String, accessToken: String?) throws(TokenFault) {
        try checkCommon(claims)
        guard let expires = Self.time(claims["exp"]) else { throw TokenFault("exp is missing") }
        guard now < expires.adding(seconds: Self.skew) else { throw TokenFault("it has expired") }
        guard let said = claims["nonce"]?.string, ConstantTime.equal(Array(said.utf8), Array(nonce.utf8)) else {
            throw TokenFault("the nonce is not that of this sign-in")
        }
        if let hash = claims["at_hash"] {
            guard let accessToken, hash.string == Self.hash(of: accessToken) else {
                throw TokenFault("at_hash is not that of the access token")
            }
        }
        guard Self.subject(claims) != nil else { throw TokenFault("sub is missing or too long") }
    }

    /// Throws unless it is a logout token for us and of now; gives its own id and whom it is about.
    func checkLogout(_ claims: JSONValue) throws(TokenFault) -> (id: String, subject: String?, session: String?) {
        try checkCommon(claims)
        if let expires = claims["exp"] {
            guard let expires = Self.time(expires), now < expires.adding(seconds: Self.skew) else {
                throw TokenFault("it has expired")
            }
        }
        guard claims["events"]?["http://schemas.openid.net/event/backchannel-logout"]?.object != nil else {
            throw TokenFault("it has no logout event")
        }
        // So that an ID token is never taken for a logout token.
        guard claims["nonce"] == nil else { throw TokenFault("it has a nonce") }
        guard let id = claims["jti"]?.string, (1...500).contains(id.utf8.count) else { throw TokenFault("jti is missing") }
        let (subject, session) = (Self.subject(claims), Self.session(claims))
        guard subject != nil || session != nil else { throw TokenFault("it says neither sub nor sid") }
        return (id, subject, session)
    }

    private func checkCommon(_ claims: JSONValue) throws(TokenFault) {
        guard claims["iss"]?.string == issuer else { throw TokenFault("iss is not the provider's") }
        let audience = claims["aud"]?.string.map { [$0] } ?? claims["aud"]?.array?.compactMap(\.string) ?? []
        guard audience.contains(clientID) else { throw TokenFault("aud is not ours") }
        // Of several audiences one must be named that it was made for (§2, azp).
        let party = claims["azp"]
        guard party == nil ? audience.count == 1 : party?.string == clientID else { throw TokenFault("azp is not ours") }
        guard let issued = Self.time(claims["iat"]) else { throw TokenFault("iat is missing") }
        guard issued < now.adding(seconds: Self.skew) else { throw TokenFault("iat is in the future") }
        guard now < issued.adding(seconds: Self.longest) else { throw TokenFault("it is too old") }
        if let before = claims["nbf"] {
            guard let before = Self.time(before), before < now.adding(seconds: Self.skew) else {
                throw TokenFault("nbf is in the future")
            }
        }
    }

    /// At most 255 ASCII characters (§2), which most keep to; longer ones are none that we store.
    static func subject(_ claims: JSONValue) -> String? {
        claims["sub"]?.string.flatMap { (1...500).contains($0.utf8.count) && !$0.utf8.contains(0) ? $0 : nil }
    }

    static func session(_ claims: JSONValue) -> String? {
        claims["sid"]?.string.flatMap { (1...500).contains($0.utf8.count) && !$0.utf8.contains(0) ? $0 : nil }
    }

    /// The left half of the SHA-256, as all algorithms of our list use it (§3.1.3.6).
    static func hash(of accessToken: String) -> String {
        Base64.encodeURL(Array(Digest.sha256(Array(accessToken.utf8)).prefix(16)))
    }

    /// A NumericDate (RFC 7519 §2), of any number that a calendar has.
    private static func time(_ value: JSONValue?) -> Timestamp? {
        guard let seconds = value?.number?.double, (0...253_402_300_799).contains(seconds) else { return nil }
        return Timestamp(microseconds: Int64(seconds * 1_000_000))
    }
}

/// Why a token with a good signature is not taken.
struct TokenFault: Error, Sendable, Hashable {
    let reason: String
    init(_ reason: String) { self.reason = reason }
}
