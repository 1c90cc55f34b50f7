import Core
import Crypto

/// What opens the door once when the phone with the app is gone: 80 random bits, so that their plain digest gives nothing away.
enum RecoveryCode {
    static let count = 10

    /// In four groups, as it is shown and printed.
    static func make() -> String {
        let text = Base32.encode(SecureRandom.bytes(10)).lowercased()
        var groups: [Substring] = []
        var rest = text[...]
        while !rest.isEmpty {
            groups.append(rest.prefix(4))
            rest = rest.dropFirst(4)
        }
        return groups.joined(separator: "-")
    }

    /// Of a code as somebody typed it, for one user alone; `nil` when it is none.
    static func digest(_ typed: String, of user: ID) -> [UInt8]? {
        let plain = typed.lowercased().filter { $0 != "-" && $0 != " " }
        guard plain.utf8.count == 16, let bytes = Base32.decode(plain) else { return nil }
        return Digest.sha256(Array("\(user)".utf8) + bytes)
    }
}
