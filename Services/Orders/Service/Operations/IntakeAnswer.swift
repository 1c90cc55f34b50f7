import JSON
import OrdersAPI

/// What an event is answered, before it is signed: signing needs no transaction.
package struct IntakeAnswer: Sendable {
    package enum Kind: Sendable, Hashable {
        /// Accepted or waiting.
        case taken
        /// The receipt is that of the first one.
        case duplicate
        /// The receipt, which holds the reason, is that of the first one when the same event was refused before.
        case refused
    }

    package let kind: Kind
    package let receipt: IntakeReceipt
    /// What the receipt's event is kept under.
    package let sequence: Int64

    package var rejection: IntakeRejection? { receipt.rejection }

    /// As it stands in a batch and on the topic of receipts; `signed` is the signed receipt.
    package func json(signed: [UInt8]) -> [UInt8] {
        guard kind == .duplicate else { return signed }
        var writer = JSONWriter(capacity: signed.count + 48)
        writer.object { writer in
            writer.field("outcome", IntakeOutcome.duplicate.rawValue)
            writer.key("first")
            writer.raw(signed)
        }
        return writer.bytes
    }
}
