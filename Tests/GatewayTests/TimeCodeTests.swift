import Core
import Testing

@testable import Gateway

@Suite struct TimeCodeTests {
    private static let secret = Array("12345678901234567890".utf8)

    /// RFC 6238, appendix B, SHA-1.
    @Test(
        arguments: [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ] as [(Int64, String)])
    func `codes are those of RFC 6238`(seconds: Int64, code: String) {
        let step = TimeCode.step(at: Timestamp(microseconds: seconds * 1_000_000))
        #expect(TimeCode.code(secret: Self.secret, step: step, digits: 8) == code)
        #expect(TimeCode.code(secret: Self.secret, step: step) == String(code.suffix(6)))
    }

    @Test(arguments: [(-2, false), (-1, true), (0, true), (1, true), (2, false)] as [(Int64, Bool)])
    func `a clock may be off by one step`(off: Int64, isGood: Bool) {
        let now = Timestamp(microseconds: 1_111_111_111_000_000)
        let step = TimeCode.step(at: now) + off
        let code = TimeCode.code(secret: Self.secret, step: step)
        #expect(TimeCode.match(code, secret: Self.secret, at: now, after: 0) == (isGood ? step : nil))
        #expect(TimeCode.match(code, secret: Self.secret, at: now, after: step) == nil)
    }

    @Test(arguments: ["", "12345", "1234567", "abcdef", "００００００"])
    func `anything else is no code`(text: String) {
        #expect(TimeCode.match(text, secret: Self.secret, at: Timestamp(microseconds: 0), after: -9) == nil)
    }

    @Test func `the address for apps escapes the login`() {
        #expect(
            TimeCode.uri(secret: [0x66, 0x6f, 0x6f], login: "анна&x")
                == "otpauth://totp/Relata:%D0%B0%D0%BD%D0%BD%D0%B0%26x?secret=MZXW6&issuer=Relata&algorithm=SHA1&digits=6&period=30"
        )
    }

    @Test func `a recovery code is read however it is typed, and belongs to one person`() throws {
        let user = ID(high: 1, low: 2)
        let code = RecoveryCode.make()
        #expect(code.wholeMatch(of: #/([a-z2-7]{4}-){3}[a-z2-7]{4}/#) != nil)
        let digest = try #require(RecoveryCode.digest(code, of: user))
        #expect(RecoveryCode.digest(code.uppercased().replacing("-", with: " "), of: user) == digest)
        #expect(RecoveryCode.digest(code, of: ID(high: 1, low: 3)) != digest)
        for other in ["", "123456", code + "a", String(code.dropLast()), "1111-1111-1111-1111"] {
            #expect(RecoveryCode.digest(other, of: user) == nil)
        }
    }
}
