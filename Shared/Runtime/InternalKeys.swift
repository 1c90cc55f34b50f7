package import Core
package import Crypto
import FoundationEssentials
package import Observability

/// The keys of the internal tokens. Made in memory when gateway and services share the process; from files when not, which are
/// read again when they have changed, so that `crm keys rotate` needs no restart.
package struct InternalKeys: Sendable {
    private let key: KeyFile<SigningKey>?
    private let publicKeys: KeyFile<[VerifyingKey]>

    package init(_ settings: Settings, split: Bool, gateway: Bool, logger: Logger) throws {
        func file(_ setting: Setting, _ made: String) throws -> String {
            let path = settings[setting]
            guard !path.isEmpty else {
                throw SettingError(setting: setting.name, expected: "the file that \"crm keys create\" made: \(made)")
            }
            return path
        }
        if split, gateway {
            key = try KeyFile(
                file(RuntimeSettings.internalKey, Self.keyName), of: RuntimeSettings.internalKey, logger: logger, Self.signingKey)
            publicKeys = KeyFile([])
        } else if split {
            key = nil
            publicKeys = try KeyFile(
                file(RuntimeSettings.internalPublicKey, Self.publicName), of: RuntimeSettings.internalPublicKey, logger: logger,
                Self.verifyingKeys)
        } else {
            let made = SigningKey.generate()
            (key, publicKeys) = (KeyFile(made), KeyFile([made.publicKey]))
        }
    }

    package var signs: Bool { key != nil }

    /// The key that signs now. Only the gateway's process has one: `signs`.
    package var signing: SigningKey {
        guard let key else { preconditionFailure("only the gateway signs") }
        return key.value
    }

    package var verifying: [VerifyingKey] { publicKeys.value }

    private static let keyName = "internal.key"
    private static let publicName = "internal.pub"

    /// Writes a new pair: `internal.key` for the gateway and `internal.pub` for the services.
    package static func create(in folder: String) throws {
        try DataFolder.prepare(folder)
        let key = SigningKey.generate()
        try write(key, in: folder)
        try write([key.publicKey], in: folder)
    }

    /// Makes a new key that is known before it signs: the services' file has the new and the present public key once the first
    /// part is done, and `spread` returns when it has reached them all; then the gateway's file has the new key. Tokens of the
    /// present key stay good. The one before the present is no longer known.
    package static func rotate(in folder: String, spread: () async throws -> Void) async throws {
        let (path, setting) = ("\(folder)/\(keyName)", RuntimeSettings.internalKey)
        guard let bytes = try? String(contentsOfFile: path, encoding: .utf8), let present = signingKey(bytes) else {
            throw SettingError(setting: setting.name, expected: "a file with a key that can be read: \(path)")
        }
        let next = SigningKey.generate()
        try write([next.publicKey, present.publicKey], in: folder)
        try await spread()
        try write(next, in: folder)
    }

    private static func write(_ key: SigningKey, in folder: String) throws {
        try WholeFile.write(Array((Base64.encode(key.seed) + "\n").utf8), to: "\(folder)/\(keyName)")
    }

    /// A line each, the newest first.
    private static func write(_ keys: [VerifyingKey], in folder: String) throws {
        let lines = keys.map { Base64.encode($0.bytes) + "\n" }.joined()
        try WholeFile.write(Array(lines.utf8), to: "\(folder)/\(publicName)", readableByAll: true)
    }

    private static func signingKey(_ text: String) -> SigningKey? {
        Base64.decode(String(text.filter { !$0.isWhitespace })).flatMap { try? SigningKey(seed: $0) }
    }

    private static func verifyingKeys(_ text: String) -> [VerifyingKey]? {
        let lines = text.split(whereSeparator: \.isWhitespace)
        let keys = lines.compactMap { line in Base64.decode(String(line)).flatMap { try? VerifyingKey(bytes: $0) } }
        return keys.isEmpty || keys.count != lines.count ? nil : keys
    }
}
