import Crypto
import Database

/// The key pair for letters that only notifications reads, such as the token of a new password.
enum LetterKeys {
    /// Made once, so that every instance and every later start opens what was sealed before.
    static func load(_ database: any Database) async throws -> SealingKey {
        let fresh = SecureRandom.bytes(32)
        return try SealingKey(
            seed: try await database.write { tx in try UnsubscribeKeyStore().keep(fresh, as: .letters, in: tx) })
    }
}
