import Audit
import Crypto
import GatewayAPI
import HTTP
import ServiceKit

/// The public key that the gateway seals letters with.
struct LetterRoutes: Sendable {
    let key: SealingKey

    var routes: [Route] {
        [
            Route(
                .get, LetterKey.path, access: .open, audit: .none("A public key."),
                "The public key that letters to notifications are sealed with.", response: LetterKey.self
            ) { _ in .json(LetterKey(publicKey: Base64.encodeURL(key.publicKey))) }
        ]
    }
}
