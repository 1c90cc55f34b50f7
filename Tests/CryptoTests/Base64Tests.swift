import Crypto
import Testing

@Suite struct Base64Tests {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", "", ""), ("f", "Zg==", "Zg"), ("fo", "Zm8=", "Zm8"), ("foo", "Zm9v", "Zm9v"), ("foob", "Zm9vYg==", "Zm9vYg"),
        ("fooba", "Zm9vYmE=", "Zm9vYmE"), ("foobar", "Zm9vYmFy", "Zm9vYmFy"),
    ])
    func `encodes and decodes`(text: String, padded: String, url: String) {
        let bytes = Array(text.utf8)
        #expect(Base64.encode(bytes) == padded)
        #expect(Base64.encodeURL(bytes) == url)
        #expect(Base64.decode(padded) == bytes)
        #expect(Base64.decodeURL(url) == bytes)
    }

    @Test func `uses the two alphabets`() {
        #expect(Base64.encode([0xfb, 0xff]) == "+/8=")
        #expect(Base64.encodeURL([0xfb, 0xff]) == "-_8")
        #expect(Base64.decode("-_8=") == nil)
        #expect(Base64.decodeURL("+/8") == nil)
    }

    @Test(arguments: ["Z", "Zg", "Zg=", "Zg===", "Zg== ", " Zg==", "Zm9\nv", "Zh==", "Zm9=", "Zg==Zg==", "Zg\0=", "=", "é"])
    func `refuses all but what encoding gives`(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(arguments: ["Z", "Zg==", "Zh", "Zm9 v", "Zm9v.", "Zm9v\0"])
    func `refuses all but what encoding for URLs gives`(text: String) {
        #expect(Base64.decodeURL(text) == nil)
    }

    @Test func `comes back for every length`() {
        for count in 0..<100 {
            let bytes = SecureRandom.bytes(count)
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            #expect(Base64.decodeURL(Base64.encodeURL(bytes)) == bytes)
        }
    }
}
