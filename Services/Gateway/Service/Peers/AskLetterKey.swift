import Core
import Crypto
import GatewayAPI
import HTTP
import JSON
import ServiceKit

/// Asks notifications for the key that letters to it are sealed with. It is public, so nobody's rights are needed.
struct AskLetterKey: Sendable {
    let peers: Peers

    /// Throws when notifications does not answer now.
    func callAsFunction() async throws -> [UInt8] {
        guard let peer = peers["notifications"] else {
            throw Refusal(.unavailable, "no-service", "The service notifications is not part of this installation.")
        }
        let bytes = try await Deadline.run(seconds: AskPeer.patience) {
            let response = try await peer(HTTPRequest(method: .get, target: LetterKey.path))
            guard response.status == 200 else {
                throw Refusal(.unavailable, "no-letter-key", "Notifications gives no key now.")
            }
            return try await response.body.collect(upTo: 10_000)
        }
        let key = try Shapes.decode(LetterKey.self, from: bytes)
        guard let publicKey = Base64.decodeURL(key.publicKey) else {
            throw Refusal(.unavailable, "no-letter-key", "Notifications gives a key that cannot be read.")
        }
        return publicKey
    }
}
