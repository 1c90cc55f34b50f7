import Crypto
import JSON
import Testing

@Suite struct SigningKeyTests {
    /// RFC 8032, section 7.1, tests 1 to 3.
    @Test(arguments: [
        [
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ],
        [
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ],
        [
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ],
    ])
    func `signs as RFC 8032 does`(vector: [String]) throws {
        let (seed, publicKey, message, signature) = (hex(vector[0]), hex(vector[1]), hex(vector[2]), hex(vector[3]))
        let key = try SigningKey(seed: seed)
        #expect(key.publicKey.bytes == publicKey)
        #expect(key.sign(message) == signature)
        #expect(key.publicKey.verifies(signature, of: message))
        #expect(!key.publicKey.verifies(signature, of: message + [0]))
        for index in [0, 31, 32, 63] {
            var forged = signature
            forged[index] ^= 1
            #expect(!key.publicKey.verifies(forged, of: message))
        }
    }

    /// RFC 8037, appendix A.2 and A.3.
    @Test func `is named by the thumbprint of RFC 7638`() throws {
        let key = try SigningKey(seed: hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
        #expect(key.publicKey.jwk["x"] == "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
        #expect(key.keyID == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
        #expect(key.publicKey.jwk["kid"] == .string(key.keyID))
    }

    @Test func `comes back from its JWK and its seed`() throws {
        let key = SigningKey.generate()
        #expect(try VerifyingKey(jwk: key.publicKey.jwk) == key.publicKey)
        #expect(try SigningKey(seed: key.seed).publicKey == key.publicKey)
        #expect(SigningKey.generate().seed != key.seed)
        #expect(key.seed.count == 32)
    }

    @Test(
        arguments: [
            [:], ["kty": "RSA", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"],
            ["kty": "OKP", "crv": "Ed25519", "x": "11qY"],
            ["kty": "OKP", "crv": "X25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"],
            ["kty": "OKP", "crv": "Ed25519"],
            ["kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo="], "text",
        ] as [JSONValue])
    func `refuses other keys`(jwk: JSONValue) {
        #expect(throws: KeyError.self) { try VerifyingKey(jwk: jwk) }
    }

    @Test(arguments: [0, 31, 33, 64])
    func `refuses seeds, keys and signatures of another length`(count: Int) {
        let bytes = [UInt8](repeating: 1, count: count)
        #expect(throws: KeyError.self) { try SigningKey(seed: bytes) }
        #expect(throws: KeyError.self) { try VerifyingKey(bytes: bytes) }
        #expect(!SigningKey.generate().publicKey.verifies(bytes, of: []))
    }
}

/// Bytes from pairs of hexadecimal digits.
func hex(_ text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}
