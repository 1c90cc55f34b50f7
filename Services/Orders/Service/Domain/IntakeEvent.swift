package import Core

/// One event as it came through a door, read and judged by itself: everything but what was there before it.
package struct IntakeEvent: Sendable {
    /// An attribute as it was written: a header, or a member of the event beside its data.
    package struct Attribute: Sendable, Hashable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What is to be said of it by itself.
    package enum Verdict: Sendable {
        case readable(ShopEvent)
        /// It cannot be taken, whatever was there before.
        case rejected(IntakeRejection)
    }

    package let door: IntakeDoor
    package let form: IntakeForm
    /// Of the binary form: the attributes as received.
    package let attributes: [Attribute]
    /// As received; of an event too large to keep, its head.
    package let body: [UInt8]
    /// Bytes of the whole body, which may be more than were kept.
    package let length: Int
    /// Empty where the attribute is missing or cannot be kept as it is.
    package let source: String
    package let id: String
    package let type: String
    package let time: Timestamp?
    package let receivedAt: Timestamp
    /// SHA-256 of the data as received; `nil` where the body was not read to its end.
    package let dataDigest: [UInt8]?
    /// SHA-256 of type and data in canonical form, without `time` and extensions: what "the same content" means.
    package let contentDigest: [UInt8]
    /// What "the same rejected event, unchanged" means: the content, or the whole event where an attribute is wrong.
    package let rejectionDigest: [UInt8]
    package let verdict: Verdict
    /// The key of the record it came in.
    package let recordKey: String?

    package var content: ShopEvent? {
        if case .readable(let content) = verdict { content } else { nil }
    }

    package var hasName: Bool { !source.isEmpty && !id.isEmpty }

    /// Why it is rejected, where it has no name or cannot be read: then nothing that was there before matters.
    package var namelessRejection: IntakeRejection? {
        guard case .rejected(let rejection) = verdict, rejection.isUnreadable || !hasName else { return nil }
        return rejection
    }

    /// The name, besides (source, id), that it holds among the events of its order; the same name again is the same thing.
    package var heldName: String? {
        switch content {
        case .paid(let notice): "paid \(notice.reference)"
        case .refunded(let notice): "refunded \(notice.reference)"
        case .shipped(let notice): "shipped \(notice.shipment ?? id)"
        case .returned(let notice): "returned \(notice.returnName ?? id)"
        default: nil
        }
    }

    package var shopAttributes: ShopEventAttributes {
        ShopEventAttributes(
            source: source, id: id, type: type, time: time, receivedAt: receivedAt, contentDigest: contentDigest)
    }
}

/// The bytes an event came in, as they were kept.
package struct IntakeBody: Sendable, Hashable {
    package let form: IntakeForm
    package let attributes: [IntakeEvent.Attribute]
    /// Of an event that was too large, its head.
    package let bytes: [UInt8]
    /// Of the whole.
    package let length: Int

    package init(form: IntakeForm, attributes: [IntakeEvent.Attribute], bytes: [UInt8], length: Int) {
        self.form = form
        self.attributes = attributes
        self.bytes = bytes
        self.length = length
    }
}
