import Crypto
import Testing

@testable import Crypto

@Suite struct SecretTests {
    /// RFC 2202, section 3, tests 1, 2 and 6.
    @Test(arguments: [
        (Array(repeating: UInt8(0x0b), count: 20), "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"),
        (Array("Jefe".utf8), "what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
        (
            Array(repeating: UInt8(0xaa), count: 80), "Test Using Larger Than Block-Size Key - Hash Key First",
            "aa4ae5e15272d00e95705637ce8a3b55ed402112"
        ),
        ([], "", "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d"),
    ])
    func `signs by HMAC-SHA-1 as RFC 2202 does`(key: [UInt8], message: String, code: String) {
        #expect(HMAC.sha1(key: key, message: Array(message.utf8)) == hex(code))
    }

    /// RFC 4648, section 10, without the padding.
    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI"),
    ])
    func `writes and reads base32 as RFC 4648 does`(text: String, encoded: String) {
        #expect(Base32.encode(Array(text.utf8)) == encoded)
        #expect(Base32.decode(encoded) == Array(text.utf8))
        #expect(Base32.decode(encoded.lowercased()) == Array(text.utf8))
    }

    @Test(arguments: ["MY======", "M", "MZ", "M1", "MZXW6YTBO", "MZXW 6"])
    func `takes no base32 that encoding never gives`(text: String) {
        #expect(Base32.decode(text) == nil)
    }

    /// draft-irtf-cfrg-xchacha-03, appendix A.3.1.
    @Test func `seals as the draft of XChaCha20-Poly1305 does`() throws {
        let text =
            "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."
        let key = try SecretKey(bytes: (0x80...0x9f).map { UInt8($0) })
        let nonce = (0x40...0x57).map { UInt8($0) }
        let sealed = key.seal(Array(text.utf8), context: hex("50515253c0c1c2c3c4c5c6c7"), nonce: nonce)
        let expected =
            "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b7"
            + "2e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13b52e"
            + "c0875924c1c7987947deafd8780acf49"
        #expect(sealed == hex(expected))
    }

    @Test func `opens only what it sealed, for the owner it was sealed for`() throws {
        let key = SecretKey.generate()
        for secret in [[], [1], Array(repeating: UInt8(7), count: 100)] as [[UInt8]] {
            let sealed = key.seal(secret, context: "anna")
            #expect(key.open(sealed, context: "anna") == secret)
            #expect(key.seal(secret, context: "anna") != sealed)
            #expect(key.open(sealed, context: "boris") == nil)
            #expect(SecretKey.generate().open(sealed, context: "anna") == nil)
            #expect(key.open(Array(sealed.dropLast()), context: "anna") == nil)
            for index in sealed.indices {
                var forged = sealed
                forged[index] ^= 1
                #expect(key.open(forged, context: "anna") == nil)
            }
        }
        #expect(throws: KeyError.self) { try SecretKey(bytes: [1, 2, 3]) }
    }

    @Test func `a letter is opened by whom it was sealed to and nobody else`() throws {
        let key = try SealingKey(seed: Array(repeating: 3, count: 32))
        #expect(try SealingKey(seed: Array(repeating: 3, count: 32)).publicKey == key.publicKey)
        let sealed = try SealingKey.seal(Array("open sesame".utf8), to: key.publicKey)
        #expect(key.open(sealed) == Array("open sesame".utf8))
        #expect(try SealingKey.seal(Array("open sesame".utf8), to: key.publicKey) != sealed)
        #expect(key.open(try SealingKey.seal([], to: key.publicKey)) == [])
        #expect(try SealingKey(seed: Array(repeating: 4, count: 32)).open(sealed) == nil)
        #expect(key.open(Array(sealed.dropLast())) == nil)
        #expect(key.open([]) == nil)
        #expect(throws: KeyError.self) { try SealingKey.seal([1], to: [1, 2]) }
        #expect(throws: KeyError.self) { try SealingKey.seal([1], to: Array(repeating: 0, count: 32)) }
    }
}
