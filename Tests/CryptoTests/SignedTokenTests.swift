import Core
import Crypto
import JSON
import Testing

@Suite struct SignedTokenTests {
    private let key = SigningKey.generate()
    private var keys: [String: VerifyingKey] { [key.keyID: key.publicKey] }
    private let claims: JSONValue = ["sub": "user-1", "exp": 1_900_000_000, "scope": ["orders:read"]]

    private func token(header: JSONValue, claims: JSONValue, sign: ([UInt8]) -> [UInt8]) -> String {
        let signed = Base64.encodeURL(header.json()) + "." + Base64.encodeURL(claims.json())
        return signed + "." + Base64.encodeURL(sign(Array(signed.utf8)))
    }

    @Test func `gives the claims back`() throws {
        let token = SignedToken.make(claims: claims, key: key)
        #expect(try SignedToken.verify(token, keys: keys) == claims)
    }

    /// RFC 8037, appendix A.4: key and signature, with a header of our own, as the RFC's has no key id.
    @Test func `makes the signature of the JWS in RFC 8037`() throws {
        let key = try SigningKey(seed: hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
        let signed = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
        let signature = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
        #expect(Base64.encodeURL(key.sign(Array(signed.utf8))) == signature)
        #expect(throws: SignedTokenError.unknownKey) {
            try SignedToken.verify(signed + "." + signature, keys: [key.keyID: key.publicKey])
        }
    }

    @Test func `refuses a token changed in any place`() {
        let token = Array(SignedToken.make(claims: claims, key: key).utf8)
        for index in token.indices {
            var changed = token
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(throws: SignedTokenError.self) {
                try SignedToken.verify(String(decoding: changed, as: UTF8.self), keys: keys)
            }
        }
    }

    @Test(arguments: ["none", "None", "HS256", "RS256", "ES256", "eddsa", "Ed25519", ""])
    func `refuses another algorithm, even over the right signature`(algorithm: String) {
        let forged = token(header: ["alg": .string(algorithm), "kid": .string(key.keyID)], claims: claims, sign: key.sign)
        #expect(throws: SignedTokenError.algorithm) { try SignedToken.verify(forged, keys: keys) }
    }

    @Test func `refuses an HMAC with the public key and no signature at all`() {
        let kid = JSONValue.string(key.keyID)
        let confused = token(header: ["alg": "HS256", "kid": kid], claims: claims) {
            HMAC.sha256(key: key.publicKey.bytes, message: $0)
        }
        #expect(throws: SignedTokenError.algorithm) { try SignedToken.verify(confused, keys: keys) }
        let unsigned = token(header: ["alg": "none", "kid": kid], claims: claims) { _ in [] }
        #expect(throws: SignedTokenError.algorithm) { try SignedToken.verify(unsigned, keys: keys) }
        let short = token(header: ["alg": "EdDSA", "kid": kid], claims: claims) { _ in [] }
        #expect(throws: SignedTokenError.signature) { try SignedToken.verify(short, keys: keys) }
        let disguised = token(header: ["alg": "EdDSA", "kid": kid], claims: claims) {
            HMAC.sha256(key: key.publicKey.bytes, message: $0)
        }
        #expect(throws: SignedTokenError.signature) { try SignedToken.verify(disguised, keys: keys) }
    }

    @Test func `refuses an unknown key, a missing one and a stranger's under our key's name`() {
        let stranger = SigningKey.generate()
        #expect(throws: SignedTokenError.unknownKey) {
            try SignedToken.verify(SignedToken.make(claims: claims, key: stranger), keys: keys)
        }
        let nameless = token(header: ["alg": "EdDSA"], claims: claims, sign: key.sign)
        #expect(throws: SignedTokenError.unknownKey) { try SignedToken.verify(nameless, keys: keys) }
        let posing = token(header: ["alg": "EdDSA", "kid": .string(key.keyID)], claims: claims, sign: stranger.sign)
        #expect(throws: SignedTokenError.signature) { try SignedToken.verify(posing, keys: keys) }
    }

    @Test func `refuses extensions it must understand`() {
        let critical = token(
            header: ["alg": "EdDSA", "kid": .string(key.keyID), "crit": ["b64"]], claims: claims, sign: key.sign)
        #expect(throws: SignedTokenError.algorithm) { try SignedToken.verify(critical, keys: keys) }
    }

    @Test(arguments: ["", ".", "..", "a.b", "a.b.c.d", "e30.e30.", "!.e30.e30", "e30 .e30.e30"])
    func `refuses what is no token`(text: String) {
        #expect(throws: SignedTokenError.self) { try SignedToken.verify(text, keys: keys) }
    }

    @Test func `refuses claims that are no object, and tokens that are too long`() {
        let header: JSONValue = ["alg": "EdDSA", "kid": .string(key.keyID)]
        #expect(throws: SignedTokenError.malformed) {
            try SignedToken.verify(token(header: header, claims: [1], sign: key.sign), keys: keys)
        }
        let long = SignedToken.make(claims: ["x": .string(String(repeating: "x", count: 8192))], key: key)
        #expect(throws: SignedTokenError.tooLong) { try SignedToken.verify(long, keys: keys) }
    }

    @Test func `tells the client nothing of the reason`() {
        let problems: [SignedTokenError] = [.tooLong, .malformed, .algorithm, .unknownKey, .signature]
        #expect(Set(problems.map(\.detail)).count == 1)
        #expect(Set(problems.map(\.code)) == ["token-refused"])
        #expect(Set(problems.map(\.kind)) == [.unauthenticated])
    }
}
