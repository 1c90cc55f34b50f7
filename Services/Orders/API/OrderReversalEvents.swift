package import Core
package import JSON

/// All of an order, or a part of it, was cancelled.
package struct OrderCancelled: Shape, JSONWritable, Hashable {
    package static let shapeName = "OrderCancelled"

    package let head: OrderHead
    package let reason: String?
    package let cancelledAt: Timestamp
    package let lines: [OrderEventLine]
    package let orderState: OrderState
    package let due: Int64

    package init(
        head: OrderHead, reason: String?, cancelledAt: Timestamp, lines: [OrderEventLine], orderState: OrderState, due: Int64
    ) {
        (self.head, self.reason, self.cancelledAt) = (head, reason, cancelledAt)
        (self.lines, self.orderState, self.due) = (lines, orderState, due)
    }

    package init?(_ fields: inout ShapeReader) {
        let head = OrderHead(&fields)
        reason = fields.optionalText("reason")
        cancelledAt = fields.time("cancelledAt")
        lines = fields.objects("lines", OrderEventLine.self, count: 0...2000)
        orderState = fields.state("orderState", "Whether something of it is still open.") ?? .placed
        due = fields.integer("due", "What is to be paid now.")
        guard let head else { return nil }
        self.head = head
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            head.writeMembers(to: &writer)
            writer.field("reason", reason)
            writer.field("cancelledAt", cancelledAt)
            writer.field("lines", array: lines)
            writer.field("orderState", orderState.rawValue)
            writer.field("due", due)
        }
    }
}

/// Something of an order came back.
package struct OrderReturned: Shape, JSONWritable, Hashable {
    package static let shapeName = "OrderReturned"

    package let head: OrderHead
    package let returnName: String
    package let reason: String?
    package let returnedAt: Timestamp
    package let lines: [OrderEventLine]
    package let returnState: ReturnState

    package init(
        head: OrderHead, returnName: String, reason: String?, returnedAt: Timestamp, lines: [OrderEventLine],
        returnState: ReturnState
    ) {
        (self.head, self.returnName, self.reason) = (head, returnName, reason)
        (self.returnedAt, self.lines, self.returnState) = (returnedAt, lines, returnState)
    }

    package init?(_ fields: inout ShapeReader) {
        let head = OrderHead(&fields)
        returnName = fields.text("return")
        reason = fields.optionalText("reason")
        returnedAt = fields.time("returnedAt")
        lines = fields.objects("lines", OrderEventLine.self, count: 0...2000)
        returnState = fields.state("returnState") ?? .none
        guard let head else { return nil }
        self.head = head
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            head.writeMembers(to: &writer)
            writer.field("return", returnName)
            writer.field("reason", reason)
            writer.field("returnedAt", returnedAt)
            writer.field("lines", array: lines)
            writer.field("returnState", returnState.rawValue)
        }
    }
}
