import Core
import Crypto

/// Codes of authenticator apps (RFC 6238): six digits that change every 30 seconds.
enum TimeCode {
    private static let seconds: Int64 = 30
    /// Bytes of a secret, as many as the digest has.
    static let secretCount = 20

    /// The number of the 30 seconds that a moment lies in.
    static func step(at moment: Timestamp) -> Int64 {
        moment.microseconds / 1_000_000 / seconds
    }

    static func code(secret: [UInt8], step: Int64, digits: Int = 6) -> String {
        let message = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }
        let digest = HMAC.sha1(key: secret, message: message)
        let offset = Int(digest[19] & 15)
        let number = digest[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
        let limit = (0..<digits).reduce(UInt32(1)) { power, _ in power * 10 }
        let text = String(number % limit)
        return String(repeating: "0", count: digits - text.utf8.count) + text
    }

    /// The step whose code this is: the present one, or one beside it for clocks that are off; only one later than `used`, so that
    /// a code that was looked at over a shoulder is good for nothing.
    static func match(_ code: String, secret: [UInt8], at now: Timestamp, after used: Int64) -> Int64? {
        let typed = Array(code.utf8)
        let present = step(at: now)
        var found: Int64?
        for step in (present - 1)...(present + 1)
        where ConstantTime.equal(Array(Self.code(secret: secret, step: step).utf8), typed) && step > used {
            found = step
        }
        return found
    }

    /// What an app reads from the picture.
    static func uri(secret: [UInt8], login: String, issuer: String = "Relata") -> String {
        "otpauth://totp/\(PercentText.encoded(issuer)):\(PercentText.encoded(login))?secret=\(Base32.encode(secret))"
            + "&issuer=\(PercentText.encoded(issuer))&algorithm=SHA1&digits=6&period=30"
    }
}
