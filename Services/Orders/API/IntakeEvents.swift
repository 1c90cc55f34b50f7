package import Core
package import JSON

extension OrdersEvents {
    /// Data: `IntakeTold`; the key is the event's number. An event of a shop was rejected, at once or after it waited in vain.
    package static let eventRejected = "crm.orders.intake.rejected.v1"
    /// Data and key: as `eventRejected`. It is not open any more: corrected, tried again with success, or set aside.
    package static let eventSettled = "crm.orders.intake.settled.v1"

    /// Whether it is about the intake, and so about no order that is there.
    package static func isOfIntake(_ type: String) -> Bool { type == eventRejected || type == eventSettled }
}

/// An event of a shop that was not taken, without anything of its data.
package struct IntakeTold: Shape, JSONWritable, Hashable {
    package static let shapeName = "IntakeTold"

    /// As in `/v1/order-intake/rejected/{id}`.
    package let id: String
    /// The shop, as far as it can be read.
    package let source: String
    /// Why it was rejected; absent once it is settled.
    package let code: String?
    package let at: Timestamp

    package init(id: String, source: String, code: String?, at: Timestamp) {
        (self.id, self.source, self.code, self.at) = (id, source, code, at)
    }

    package init(_ fields: inout ShapeReader) {
        id = fields.text("id", "As in /v1/order-intake/rejected/{id}.")
        source = fields.text("source", length: 0...4096, "The shop, as far as it can be read.")
        code = fields.optionalText("code", "Why it was rejected; absent once it is settled.")
        at = fields.time("at")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("source", source)
            writer.field("code", code)
            writer.field("at", at)
        }
    }
}
