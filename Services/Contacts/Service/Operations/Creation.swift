package import Core
import Crypto
package import Database

/// A wish to make something, under the name that its request gave it: the same name and wish again make nothing.
package struct Creation: Sendable {
    /// As `HTTPRequest.idempotencyKey` gives it.
    package let key: String
    package let digest: [UInt8]

    /// `place` is where it is to be made, such as `/v1/accounts/…/shares`.
    package init(key: String, place: String, body: [UInt8]) {
        self.key = key
        digest = Digest.sha256(Array(place.utf8) + [0] + body)
    }

    /// What was made under this name, or what `make` makes now. Throws `conflict` when the name stands for another wish, or for
    /// something that is gone since.
    package func once<Made>(
        in tx: Transaction, find: (ID) throws -> Made?, make: () throws -> (id: ID, made: Made)
    ) throws -> (made: Made, isNew: Bool) {
        try tx.lock(key: "contacts/creation/" + key)
        guard let known = try CreationStore.find(key: key, in: tx) else {
            let (id, made) = try make()
            try CreationStore.insert(key: key, digest: digest, resource: id, in: tx)
            return (made, true)
        }
        guard known.digest == digest else {
            throw Refusal(
                .conflict, "already-exists-with-other-content",
                "This Idempotency-Key made something already, from another request. Use a new key.")
        }
        guard let made = try find(known.resource) else {
            throw Refusal(.conflict, "deleted", "What this key made is no longer there. Use a new key.")
        }
        return (made, false)
    }
}
