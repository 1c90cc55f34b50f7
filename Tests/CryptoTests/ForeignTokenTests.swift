import Crypto
import JSON
import TestKit
import Testing

@Suite struct ForeignTokenTests {
    private static let rsa = Result { try IssuerKey(.rs256) }
    private static let claims: JSONValue = ["iss": "https://id.example", "sub": "anna", "exp": 1_900_000_000]

    private static func set(_ keys: JSONValue...) throws -> ForeignKeySet {
        try ForeignKeySet(jwks: .object(JSONObject([("keys", .array(keys))])))
    }

    /// RFC 7515, appendix A.2.
    private static let rfcRSA = (
        token: """
        eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ\
        .cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZ\
        cAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eO\
        kHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw
        """,
        key: [
            "kty": "RSA",
            "n": """
            ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMs\
            D1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdV\
            MTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ
            """, "e": "AQAB",
        ] as JSONValue
    )

    /// RFC 7515, appendix A.3.
    private static let rfcCurve = (
        token: """
        eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ\
        .DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q
        """,
        key: [
            "kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        ] as JSONValue
    )

    @Test func `takes the examples of RFC 7515`() throws {
        for example in [Self.rfcRSA, Self.rfcCurve] {
            let claims = try ForeignToken(example.token).claims(verifiedBy: try Self.set(example.key))
            #expect(claims["iss"]?.string == "joe" && claims["exp"]?.int == 1_300_819_380)
        }
        #expect(throws: SignedTokenError.unknownKey) {
            try ForeignToken(Self.rfcCurve.token).claims(verifiedBy: try Self.set(Self.rfcRSA.key))
        }
    }

    @Test(arguments: ForeignAlgorithm.allCases) func `takes what OpenSSL signs, and nothing that was changed`(
        _ algorithm: ForeignAlgorithm
    ) throws {
        let key = try IssuerKey(algorithm)
        let keys = try Self.set(key.jwk([("kid", "one"), ("use", "sig"), ("alg", .string(algorithm.rawValue))]))
        let text = try key.token(Self.claims, header: [("kid", "one"), ("typ", "application/Logout+JWT")])
        let token = try ForeignToken(text)
        #expect(token.type == "logout+jwt" && token.keyID == "one" && token.algorithm == algorithm)
        #expect(try token.claims(verifiedBy: keys) == Self.claims)
        let bytes = Array(text.utf8)
        for index in bytes.indices where index % 3 == 0 {
            var changed = bytes
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(throws: SignedTokenError.self) {
                try ForeignToken(String(decoding: changed, as: UTF8.self)).claims(verifiedBy: keys)
            }
        }
    }

    /// RFC 8725 §2.1: with the public key as the secret of an HMAC, and with no signature.
    @Test func `refuses every algorithm but those of the list`() throws {
        let key = try Self.rsa.get()
        let keys = try Self.set(key.jwk())
        for name in ["none", "None", "HS256", "HS384", "RS1", "RS384", "ES384", "EdDSA", "rs256", ""] {
            let header: JSONValue = .object(JSONObject([("alg", .string(name))]))
            let signed = Base64.encodeURL(header.json()) + "." + Base64.encodeURL(Self.claims.json())
            for signature in [
                [], HMAC.sha256(key: key.jwk().json(), message: Array(signed.utf8)), try key.sign(Array(signed.utf8)),
            ] {
                #expect(throws: SignedTokenError.algorithm) {
                    try ForeignToken(signed + "." + Base64.encodeURL(signature)).claims(verifiedBy: keys)
                }
            }
        }
    }

    @Test func `an RSA key verifies by the algorithm that its owner names and no other`() throws {
        let key = try Self.rsa.get()
        let token = try ForeignToken(try key.token(Self.claims))
        #expect(throws: SignedTokenError.unknownKey) {
            try token.claims(verifiedBy: try Self.set(key.jwk([("alg", "PS256")])))
        }
        let probabilistic = try IssuerKey(.ps256)
        #expect(throws: SignedTokenError.signature) {
            try ForeignToken(try probabilistic.token(Self.claims, header: [("alg", "RS256")]))
                .claims(verifiedBy: try Self.set(probabilistic.jwk()))
        }
    }

    @Test(arguments: [
        "", ".", "..", "a.b", "e30.e30.", "e30.e30.e30.e30", "eyJhbGciOiJSUzI1NiJ9.e30.A A", "eyJhbGciOiJSUzI1NiJ9.e30.AA==",
        "eyJhbGciOiJSUzI1NiJ9.e30.A+_/", "eyJhbGciOiJSUzI1NiJ9.e30.AB", "W10.e30.AA", "bm8.e30.AA",
    ])
    func `refuses what is no compact JWS in strict base64url`(text: String) throws {
        #expect(throws: SignedTokenError.self) {
            try ForeignToken(text).claims(verifiedBy: try Self.set(Self.rsa.get().jwk()))
        }
    }

    @Test func `refuses headers that it does not understand wholly`() throws {
        let key = try Self.rsa.get()
        for header in [("crit", ["exp"]), ("b64", false), ("kid", 7)] as [(String, JSONValue)] {
            let text = try key.token(Self.claims, header: [header])
            #expect(throws: SignedTokenError.self) { try ForeignToken(text) }
        }
        let long = try key.token(["sub": .string(String(repeating: "a", count: 33_000))])
        #expect(throws: SignedTokenError.tooLong) { try ForeignToken(long) }
        let list = try key.token(["sub"])
        #expect(throws: SignedTokenError.malformed) { try ForeignToken(list).claims(verifiedBy: try Self.set(key.jwk())) }
    }

    @Test func `without a key id there must be just one key that fits`() throws {
        let (key, other, curve) = (try Self.rsa.get(), try IssuerKey(), try IssuerKey(.es256))
        let token = try ForeignToken(try key.token(Self.claims))
        #expect(try token.claims(verifiedBy: try Self.set(key.jwk([("kid", "one")]), curve.jwk())) == Self.claims)
        #expect(throws: SignedTokenError.unknownKey) {
            try token.claims(verifiedBy: try Self.set(key.jwk([("kid", "one")]), other.jwk([("kid", "two")])))
        }
        let named = try ForeignToken(try key.token(Self.claims, header: [("kid", "one")]))
        #expect(throws: SignedTokenError.unknownKey) { try named.claims(verifiedBy: try Self.set(key.jwk())) }
        #expect(throws: SignedTokenError.unknownKey) {
            try named.claims(verifiedBy: try Self.set(key.jwk([("kid", "one")]), other.jwk([("kid", "one")])))
        }
    }
}

@Suite struct ForeignKeyTests {
    private static let x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"
    private static let y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
    private static func modulus(_ bytes: Int) -> JSONValue { .string(Base64.encodeURL([UInt8](repeating: 0xff, count: bytes))) }

    @Test(
        arguments: [
            ["kty": "oct", "k": "AAAA"], ["kty": "OKP", "crv": "Ed25519", "x": .string(x)], ["kty": "RSA", "e": "AQAB"],
            ["kty": "RSA", "n": modulus(128), "e": "AQAB"], ["kty": "RSA", "n": modulus(1025), "e": "AQAB"],
            ["kty": "RSA", "n": modulus(256), "e": "AQ"], ["kty": "RSA", "n": modulus(256), "e": "AA"],
            ["kty": "RSA", "n": modulus(256), "e": "AQAA"], ["kty": "RSA", "n": modulus(256), "e": "AQAAAAE"],
            ["kty": "RSA", "n": modulus(256), "e": "AQAB", "use": "enc"],
            ["kty": "RSA", "n": modulus(256), "e": "AQAB", "alg": "RS512"],
            ["kty": "RSA", "n": modulus(256), "e": "AQAB", "alg": "ES256"],
            ["kty": "RSA", "n": modulus(256), "e": "AQAB", "d": "AQ"],
            ["kty": "EC", "crv": "P-384", "x": .string(x), "y": .string(y)],
            ["kty": "EC", "crv": "P-256", "x": .string(x), "y": .string(x)], ["kty": "EC", "crv": "P-256", "x": .string(x)],
            ["kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"], [:],
        ] as [JSONValue])
    func `is not made of what is weak, private, for something else or not on the curve`(jwk: JSONValue) {
        #expect(throws: KeyError.self) { try ForeignKey(jwk: jwk) }
    }

    @Test func `a set passes over the keys that it cannot use`() throws {
        let key = try IssuerKey(.es256)
        let set = try ForeignKeySet(jwks: ["keys": [["kty": "oct", "k": "AA"], key.jwk(), "nonsense"]])
        #expect(set.keys.count == 1)
        #expect(throws: KeyError.self) { try ForeignKeySet(jwks: ["key": []]) }
    }
}
