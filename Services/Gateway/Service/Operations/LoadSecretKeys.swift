import Core
import Crypto
import Database

/// Reads the keys for secrets at rest from their file, and makes the file where there is nothing yet that a key was lost for.
struct LoadSecretKeys: Sendable {
    let database: any Database
    /// `nil` where no file is named and there is no data folder.
    let path: String?

    /// `nil` where there is no place for a key; then there can be no second factors and no secrets of sign-in providers.
    func callAsFunction() async throws -> SecretKeys? {
        guard let path else { return nil }
        // One process makes it, the others wait and read it.
        return try await database.write { tx in
            try tx.lock(key: "secrets-key")
            if let bytes = try WholeFile.read(path) {
                guard let keys = SecretKeys(file: bytes) else {
                    throw Self.refusal(path, "is no key: a line of base64 of 32 bytes")
                }
                return keys
            }
            guard try !SecondFactorStore().holdsSecrets(in: tx), try !IdentityProviderStore().holdsSecrets(in: tx) else {
                throw Self.refusal(path, "is not there, but the database has secrets that it opens: put it back")
            }
            let key = SecretKey.generate()
            try WholeFile.write(SecretKeys.file(key), to: path)
            return SecretKeys([key])
        }
    }

    private static func refusal(_ path: String, _ reason: String) -> Refusal {
        Refusal(.failed, "secrets-key", "The key for secrets at rest, \(path), \(reason).")
    }
}
