import Core
import Crypto

/// The keys of the installation for secrets at rest: the first seals, all of them open. Each sealed secret says which one it was.
struct SecretKeys: Sendable {
    private static let markCount = 4

    private let keys: [SecretKey]

    /// `keys` has at least one.
    init(_ keys: [SecretKey]) { self.keys = keys }

    /// A key a line in base64, the newest first; `nil` when that is not what the text is.
    init?(file bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        let keys = lines.compactMap { line in Base64.decode(String(line)).flatMap { try? SecretKey(bytes: $0) } }
        guard !keys.isEmpty, keys.count == lines.count else { return nil }
        self.keys = keys
    }

    static func file(_ key: SecretKey) -> [UInt8] { Array((Base64.encode(key.bytes) + "\n").utf8) }

    func seal(_ secret: [UInt8], context: String) -> [UInt8] {
        Self.mark(keys[0]) + keys[0].seal(secret, context: context)
    }

    /// Throws `secrets-key` when the key is not among these, or the secret is not of this context.
    func open(_ sealed: [UInt8], context: String) throws(Refusal) -> [UInt8] {
        let mark = Array(sealed.prefix(Self.markCount))
        for key in keys where Self.mark(key) == mark {
            if let secret = key.open(Array(sealed.dropFirst(Self.markCount)), context: context) { return secret }
        }
        throw Refusal(
            .failed, "secrets-key", "A kept secret cannot be read. Tell an administrator.",
            cause:
                "The file of CRM_GATEWAY_SECRETS_KEY does not have the key that this secret was sealed with; put it back as a line."
        )
    }

    private static func mark(_ key: SecretKey) -> [UInt8] {
        Array(Digest.sha256(key.bytes).prefix(markCount))
    }
}
