import Core
import Crypto
import Database

/// A wish to make something, under the name that its request gave it: the same name and wish again make nothing.
struct Creation: Sendable {
    /// As `HTTPRequest.idempotencyKey` gives it.
    let key: String
    let digest: [UInt8]

    /// `place` is where it is to be made, such as `/v1/users`.
    init(key: String, place: String, body: [UInt8]) {
        self.key = key
        digest = Digest.sha256(Array(place.utf8) + [0] + body)
    }

    /// What was made under this name, or what `make` makes now. Throws `conflict` when the name stands for another wish, or for
    /// something that is gone since.
    func once<Made>(
        in tx: Transaction, find: (ID) throws -> Made?, make: () throws -> (id: ID, made: Made)
    ) throws -> (made: Made, isNew: Bool) {
        try tx.lock(key: "gateway/creation/" + key)
        if let made = try made(in: tx, find: find) { return (made, false) }
        let (id, made) = try make()
        try CreationStore().insert(key: key, digest: digest, resource: id, in: tx)
        return (made, true)
    }

    /// What was made under this name before. Throws as `once` does.
    func made<Made>(in tx: Transaction, find: (ID) throws -> Made?) throws -> Made? {
        guard let known = try CreationStore().find(key: key, in: tx) else { return nil }
        guard known.digest == digest else {
            throw Refusal(
                .conflict, "already-exists-with-other-content",
                "This Idempotency-Key made something already, from another request. Use a new key.")
        }
        guard let made = try find(known.resource) else {
            throw Refusal(.conflict, "deleted", "What this key made was deleted. Use a new key.")
        }
        return made
    }
}

enum Stale {
    /// Throws `stale` unless the version is the one that the client read.
    static func check(_ version: Int64, expecting expected: Int64) throws(Refusal) {
        guard version == expected else { throw refusal }
    }

    static let refusal = Refusal(
        .stale, "stale", "Somebody changed this meanwhile. Read it again and decide anew.")
}

enum Missing {
    /// Throws `notFound` where there is nothing.
    static func check<Value>(_ value: Value?) throws(Refusal) -> Value {
        guard let value else { throw Refusal(.notFound, "not-found", "There is nothing with this id.") }
        return value
    }

    /// Throws `invalid` where a field of the request names nothing.
    static func check<Value>(_ value: Value?, named field: String) throws(Refusal) -> Value {
        guard let value else {
            throw Refusal(
                .invalid, "unknown-id", "There is nothing with this id: \(field).",
                faults: [Fault(pointer: "/\(field)", code: "unknown-id", detail: "There is nothing with this id.")])
        }
        return value
    }
}
