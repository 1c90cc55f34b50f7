package import JSON

/// How far the order as a whole is.
package enum OrderState: String, CaseIterable, Sendable {
    case placed, completed, cancelled
}

package enum PaymentState: String, CaseIterable, Sendable {
    case unpaid, paid, overpaid, refunded
    case partlyPaid = "partly-paid"
    case partlyRefunded = "partly-refunded"
}

package enum FulfilmentState: String, CaseIterable, Sendable {
    case unshipped, shipped, delivered
    case partlyShipped = "partly-shipped"
    case partlyDelivered = "partly-delivered"
}

package enum ReturnState: String, CaseIterable, Sendable {
    case none, returned
    case partlyReturned = "partly-returned"
}

/// The four states of an order; each follows from its quantities and amounts alone.
package struct OrderStates: Hashable, Sendable {
    package let order: OrderState
    package let payment: PaymentState
    package let fulfilment: FulfilmentState
    package let returns: ReturnState

    package init(order: OrderState, payment: PaymentState, fulfilment: FulfilmentState, returns: ReturnState) {
        self.order = order
        self.payment = payment
        self.fulfilment = fulfilment
        self.returns = returns
    }
}

/// The states of an order as they are read.
package struct OrderStatesResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "OrderStates"

    package let order: OrderState
    /// Absent where the caller may not see the order's money.
    package internal(set) var payment: PaymentState?
    package let fulfilment: FulfilmentState
    package let returns: ReturnState

    package init(_ states: OrderStates) {
        (order, payment, fulfilment, returns) = (states.order, states.payment, states.fulfilment, states.returns)
    }

    package init(_ fields: inout ShapeReader) {
        order = fields.state("order") ?? .placed
        payment = fields.optionalState("payment")
        fulfilment = fields.state("fulfilment") ?? .unshipped
        returns = fields.state("return") ?? .none
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("order", order.rawValue)
            writer.field("payment", payment?.rawValue)
            writer.field("fulfilment", fulfilment.rawValue)
            writer.field("return", returns.rawValue)
        }
    }
}

extension ShapeReader {
    mutating func state<State: RawRepresentable<String> & CaseIterable>(_ key: String, _ doc: String = "") -> State? {
        State(rawValue: choice(key, among: State.allCases.map(\.rawValue), doc))
    }

    mutating func optionalState<State: RawRepresentable<String> & CaseIterable>(_ key: String) -> State? {
        optionalChoice(key, among: State.allCases.map(\.rawValue)).flatMap { State(rawValue: $0) }
    }
}
