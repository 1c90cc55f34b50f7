package import Core
package import Crypto
import FoundationEssentials

/// The key pair of the internal tokens. Made in memory when gateway and services share the process; from files when not.
package struct InternalKeys: Sendable {
    package let signing: SigningKey?
    package let verifying: [VerifyingKey]

    package init(_ settings: Settings, split: Bool, gateway: Bool) throws {
        let keyFile = settings[RuntimeSettings.internalKey]
        let publicFile = settings[RuntimeSettings.internalPublicKey]
        if split, gateway {
            guard !keyFile.isEmpty else {
                throw SettingError(
                    setting: RuntimeSettings.internalKey.name, expected: "the file that \"crm keys create\" made for the gateway")
            }
            let key = try SigningKey(seed: Self.read(keyFile, RuntimeSettings.internalKey))
            (signing, verifying) = (key, [key.publicKey])
        } else if split {
            guard !publicFile.isEmpty else {
                throw SettingError(
                    setting: RuntimeSettings.internalPublicKey.name,
                    expected: "the file with the public key that \"crm keys create\" made")
            }
            signing = nil
            verifying = [try VerifyingKey(bytes: Self.read(publicFile, RuntimeSettings.internalPublicKey))]
        } else {
            let key = SigningKey.generate()
            (signing, verifying) = (key, [key.publicKey])
        }
    }

    /// Writes a new pair: `internal.key` for the gateway and `internal.pub` for the services.
    package static func create(in folder: String) throws {
        try DataFolder.prepare(folder)
        let key = SigningKey.generate()
        try WholeFile.write(Array((Base64.encode(key.seed) + "\n").utf8), to: folder + "/internal.key")
        try WholeFile.write(
            Array((Base64.encode(key.publicKey.bytes) + "\n").utf8), to: folder + "/internal.pub", readableByAll: true)
    }

    private static func read(_ path: String, _ setting: Setting) throws -> [UInt8] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            let bytes = Base64.decode(String(text.filter { !$0.isWhitespace })), bytes.count == 32
        else { throw SettingError(setting: setting.name, expected: "a file with a key that can be read: \(path)") }
        return bytes
    }
}
