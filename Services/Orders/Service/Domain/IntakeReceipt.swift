package import Core
package import Crypto
import JSON
package import OrdersAPI

/// What an event was answered, for the shop to keep: signed, so that both sides can be held to it.
///
/// Everything in it is kept with the event and Ed25519 is deterministic, so the same receipt can be made again at any time and is
/// itself not stored.
package struct IntakeReceipt: Sendable, Hashable {
    package let outcome: IntakeOutcome
    package let source: String
    package let id: String
    package let type: String
    /// SHA-256 of the data as received.
    package let dataDigest: [UInt8]?
    package let sequence: Int64
    package let receivedAt: Timestamp
    package let order: OrderID?
    package let rejection: IntakeRejection?
    /// Which key signs it: its number in the database.
    package let keyNumber: Int64

    package init(
        outcome: IntakeOutcome, source: String, id: String, type: String, dataDigest: [UInt8]?, sequence: Int64,
        receivedAt: Timestamp, order: OrderID?, rejection: IntakeRejection?, keyNumber: Int64
    ) {
        self.outcome = outcome
        self.source = source
        self.id = id
        self.type = type
        self.dataDigest = dataDigest
        self.sequence = sequence
        self.receivedAt = receivedAt
        self.order = order
        self.rejection = rejection
        self.keyNumber = keyNumber
    }

    /// The second receipt of an event that waited, now that it waits no more.
    package func settled(as sequence: Int64, order: OrderID?, rejection: IntakeRejection?) -> IntakeReceipt {
        let outcome: IntakeOutcome = order != nil ? .accepted : rejection?.outcome ?? .duplicate
        return IntakeReceipt(
            outcome: outcome, source: source, id: id, type: type, dataDigest: dataDigest, sequence: sequence,
            receivedAt: receivedAt, order: order, rejection: rejection, keyNumber: keyNumber)
    }

    /// The receipt as JSON in canonical form (RFC 8785), with the signature over the same without it.
    package func signed(with key: SigningKey) -> [UInt8] {
        let signature = key.sign(json(kid: key.keyID, signature: nil))
        return json(kid: key.keyID, signature: Base64.encodeURL(signature))
    }

    /// Members in canonical order.
    private func json(kid: String, signature: String?) -> [UInt8] {
        var writer = JSONWriter(capacity: 640)
        writer.object { writer in
            writer.field("digest", dataDigest.map { "sha-256=:" + Base64.encode($0) + ":" })
            writer.field("id", id)
            writer.field("kid", kid)
            writer.field("order", order)
            writer.field("outcome", outcome.rawValue)
            writer.field("problem", rejection)
            writer.field("receivedAt", receivedAt)
            writer.field("sequence", sequence)
            writer.field("signature", signature)
            writer.field("source", source)
            writer.field("type", type)
        }
        return writer.bytes
    }
}
