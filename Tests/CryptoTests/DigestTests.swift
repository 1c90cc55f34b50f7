import Crypto
import Testing

@Suite struct DigestTests {
    /// FIPS 180-4.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `gives SHA-256, whole and in pieces`(text: String, digest: String) {
        let message = Array(text.utf8)
        #expect(Digest.sha256(message) == hex(digest))
        var pieces = SHA256()
        for byte in message { pieces.update([byte]) }
        #expect(pieces.finish() == hex(digest))
        var raw = SHA256()
        message.withUnsafeBytes { raw.update($0) }
        #expect(raw.finish() == hex(digest))
    }

    @Test func `a copy of a digest goes on by itself`() {
        var one = SHA256()
        one.update(Array("a".utf8))
        var two = one
        two.update(Array("b".utf8))
        #expect(one.finish() == Digest.sha256(Array("a".utf8)))
        #expect(two.finish() == Digest.sha256(Array("ab".utf8)))
    }

    /// RFC 9530, appendix B.
    @Test(arguments: [
        ("{\"hello\": \"world\"}\n", "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"),
        ("", "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"),
    ])
    func `writes a digest for the Content-Digest header`(content: String, header: String) {
        #expect(Digest.contentDigest(Array(content.utf8)) == header)
    }

    /// RFC 4231, tests 1, 2 and 6, whose key is longer than a block.
    @Test(arguments: [
        ([UInt8](repeating: 0x0b, count: 20), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        (Array("Jefe".utf8), "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        (
            [UInt8](repeating: 0xaa, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func `gives HMAC-SHA-256`(key: [UInt8], message: String, code: String) {
        #expect(HMAC.sha256(key: key, message: Array(message.utf8)) == hex(code))
    }

    @Test func `compares bytes whole`() {
        #expect(ConstantTime.equal([1, 2], [1, 2]))
        #expect(ConstantTime.equal([], []))
        #expect(!ConstantTime.equal([1, 2], [1, 3]))
        #expect(!ConstantTime.equal([1, 2], [1, 2, 3]))
    }

    @Test func `draws random bytes and tokens`() {
        #expect(SecureRandom.bytes(0) == [])
        #expect(SecureRandom.bytes(16).count == 16)
        #expect(SecureRandom.bytes(16) != SecureRandom.bytes(16))
        #expect(SecureRandom.token().utf8.count == 43)
        #expect(Base64.decodeURL(SecureRandom.token(bytes: 9))?.count == 9)
    }
}
