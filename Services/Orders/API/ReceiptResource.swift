package import Core
package import JSON

/// A signed receipt. It is written by the intake itself; this is how it reads.
package struct ReceiptResource: Shape, Hashable {
    package static let shapeName = "Receipt"

    package let outcome: String
    package let source: String
    package let id: String
    package let type: String
    package let digest: String?
    package let sequence: Int64
    package let receivedAt: Timestamp
    package let order: ID?
    package let problem: JSONValue?
    package let kid: String
    package let signature: String

    package init(_ fields: inout ShapeReader) {
        outcome = fields.choice("outcome", among: ["accepted", "waiting", "conflict", "rejected", "duplicate"])
        source = fields.text("source", length: 0...1024, "Empty where the event had none that could be read.")
        id = fields.text("id", length: 0...256, "As source.")
        type = fields.text("type", length: 0...1024, "As source.")
        digest = fields.optionalText(
            "digest", "RFC 9530, of the data as received: sha-256=:…:. Absent where the body was not read to its end.")
        sequence = fields.integer("sequence", in: 0...9_007_199_254_740_991, "Rising, with gaps.")
        receivedAt = fields.time("receivedAt")
        order = fields.optionalID("order")
        problem = fields.any("problem", "Why it was refused.")
        kid = fields.text("kid", "Which of the keys at /.well-known/relata-receipts.json.")
        signature = fields.text("signature", "base64url Ed25519 over the receipt's canonical JSON (RFC 8785) without signature.")
    }
}

/// A JSON Web Key Set, RFC 7517.
package struct ReceiptKeysResource: Shape, Hashable {
    package static let shapeName = "ReceiptKeys"

    package let keys: JSONValue?

    package init(_ fields: inout ShapeReader) {
        keys = fields.any("keys", "Ed25519 keys as JWKs (RFC 8037), the newest first.")
    }
}

/// An order that was entered, with its receipt.
package struct PlacedOrderResource: Shape, Hashable {
    package static let shapeName = "PlacedOrder"

    package let order: OrderResource?
    package let receipt: JSONValue?

    package init?(_ fields: inout ShapeReader) {
        order = fields.object("order", OrderResource.self)
        receipt = fields.any("receipt", "A Receipt; where the order was there before under another key, {outcome, first}.")
    }
}
