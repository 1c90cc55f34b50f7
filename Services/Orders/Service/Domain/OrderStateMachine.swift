package import JSON
import OrdersAPI

/// What may happen to an order, and what its states are: one table, which decides and which is published.
///
/// Of the rules of an event the first whose condition holds decides.
package enum OrderStateMachine {
    /// What is known about an event and its order when it is decided.
    package struct Facts: Hashable, Sendable {
        package enum Name: Hashable, Sendable {
            /// Nobody has it, or events of this kind have none.
            case free
            case sameContent(eventID: String)
            case otherContent(eventID: String)
        }

        var orderIsKnown = false
        var name = Name.free
        var nothingIsOpen = false
        /// Places in the event's lines.
        var unknownLines: [Int] = []
        var beyondLeft: [Int] = []
        var beyondOpen: [Int] = []
        var beyondShipped: [Int] = []
        var nothingIsLeft = false
        var shipmentIsUnknown = false
        var deliveryIsEarly = false
        var everythingIsDelivered = false
        var refundsExceedPayments = false
        var paymentsExceedAmounts = false
    }

    package enum Decision: Hashable, Sendable {
        case accepted, duplicate, conflict
        case waiting(WaitReason)
        case rejected(code: String)
    }

    struct Condition: Sendable {
        let name: String
        let meaning: String
        let holds: @Sendable (Facts) -> Bool

        init(_ name: String, _ meaning: String, _ holds: @escaping @Sendable (Facts) -> Bool) {
            self.name = name
            self.meaning = meaning
            self.holds = holds
        }
    }

    struct Rule: Sendable {
        let condition: Condition
        let decision: Decision

        init(_ condition: Condition, _ decision: Decision) {
            self.condition = condition
            self.decision = decision
        }
    }

    /// The sums that the states follow from.
    struct Totals: Hashable, Sendable {
        var open = Quantity.zero
        var shipped = Quantity.zero
        var delivered = Quantity.zero
        var returned = Quantity.zero
        let due: Int64
        let paid: Int64
        let refunded: Int64

        init(due: Int64, paid: Int64, refunded: Int64) {
            self.due = due
            self.paid = paid
            self.refunded = refunded
        }
    }

    struct StateRule<State: Sendable>: Sendable {
        let state: State
        let meaning: String
        let holds: @Sendable (Totals) -> Bool

        init(_ state: State, _ meaning: String, _ holds: @escaping @Sendable (Totals) -> Bool) {
            self.state = state
            self.meaning = meaning
            self.holds = holds
        }
    }

    static func rule(for kind: OrderStepKind, _ facts: Facts) -> Rule {
        table[kind]?.first { $0.condition.holds(facts) } ?? Rule(otherwise, .accepted)
    }

    // MARK: The table

    static let table: [OrderStepKind: [Rule]] = [
        .placed: named + [Rule(otherwise, .accepted)],
        .paid: known + named + [Rule(tooMuchPaid, .rejected(code: "out-of-range")), Rule(otherwise, .accepted)],
        .refunded: known + named + [Rule(moreThanPaid, .rejected(code: "quantity-exceeded")), Rule(otherwise, .accepted)],
        .shipped: known + named + leftToTake,
        .cancelled: known + leftToTake,
        .delivered: known + [
            Rule(cancelled, .rejected(code: "forbidden-by-state")), Rule(unknownShipment, .waiting(.shipmentUnknown)),
            Rule(earlyDelivery, .waiting(.notShippedYet)), Rule(allDelivered, .rejected(code: "forbidden-by-state")),
            Rule(otherwise, .accepted),
        ],
        .returned: known + named + [
            Rule(cancelled, .rejected(code: "forbidden-by-state")), Rule(unknownLine, .rejected(code: "out-of-range")),
            Rule(moreThanOpen, .rejected(code: "quantity-exceeded")), Rule(moreThanShipped, .waiting(.notShippedYet)),
            Rule(otherwise, .accepted),
        ],
    ]

    private static let known: [Rule] = [Rule(unknownOrder, .waiting(.orderNotPlaced))]
    private static let named: [Rule] = [Rule(sameContent, .duplicate), Rule(otherContent, .conflict)]
    private static let leftToTake: [Rule] = [
        Rule(cancelled, .rejected(code: "forbidden-by-state")), Rule(unknownLine, .rejected(code: "out-of-range")),
        Rule(moreThanLeft, .rejected(code: "quantity-exceeded")), Rule(nothingLeft, .rejected(code: "forbidden-by-state")),
        Rule(otherwise, .accepted),
    ]

    private static let unknownOrder = Condition("order-unknown", "No order of this number was placed yet.") { !$0.orderIsKnown }
    private static let sameContent = Condition(
        "same-content", "The number, reference, shipment or return is there with the same content."
    ) { if case .sameContent = $0.name { true } else { false } }
    private static let otherContent = Condition(
        "other-content", "The number, reference, shipment or return is there with other content."
    ) { if case .otherContent = $0.name { true } else { false } }
    private static let cancelled = Condition("order-cancelled", "All of the order is cancelled.") { $0.nothingIsOpen }
    private static let unknownLine = Condition("line-unknown", "The order has no such line.") { !$0.unknownLines.isEmpty }
    private static let moreThanLeft = Condition("more-than-left", "More than is neither shipped nor cancelled yet.") {
        !$0.beyondLeft.isEmpty
    }
    private static let nothingLeft = Condition("nothing-left", "No lines are named, and nothing is left to ship or to cancel.") {
        $0.nothingIsLeft
    }
    private static let unknownShipment = Condition("shipment-unknown", "The shipment is not known yet.") { $0.shipmentIsUnknown }
    private static let earlyDelivery = Condition(
        "not-shipped-yet", "No shipment is named, all that was shipped is delivered, and something is left to ship."
    ) { $0.deliveryIsEarly }
    private static let allDelivered = Condition("delivered-already", "It was delivered already.") { $0.everythingIsDelivered }
    private static let moreThanOpen = Condition(
        "more-than-open", "With what came back before, more than was ordered and not cancelled."
    ) { !$0.beyondOpen.isEmpty }
    private static let moreThanShipped = Condition("more-than-shipped", "With what came back before, more than is shipped yet.") {
        !$0.beyondShipped.isEmpty
    }
    private static let moreThanPaid = Condition("more-than-paid", "All refunds together exceed what was paid.") {
        $0.refundsExceedPayments
    }
    private static let tooMuchPaid = Condition("too-large", "All payments together exceed 2^53 − 1.") { $0.paymentsExceedAmounts }
    private static let otherwise = Condition("otherwise", "In every other case.") { _ in true }

    // MARK: The states

    static func states(of totals: Totals) -> OrderStates {
        OrderStates(
            order: state(orderRules, totals, .placed), payment: state(paymentRules, totals, .unpaid),
            fulfilment: state(fulfilmentRules, totals, .unshipped), returns: state(returnRules, totals, .none))
    }

    private static func state<State>(_ rules: [StateRule<State>], _ totals: Totals, _ initial: State) -> State {
        rules.first { $0.holds(totals) }?.state ?? initial
    }

    private static let orderRules: [StateRule<OrderState>] = [
        StateRule(.cancelled, "Nothing is open.") { $0.open == .zero },
        StateRule(.completed, "All that is open is delivered.") { $0.delivered == $0.open },
        StateRule(.placed, "In every other case.") { _ in true },
    ]
    private static let paymentRules: [StateRule<PaymentState>] = [
        StateRule(.refunded, "All that was paid is refunded.") { $0.refunded > 0 && $0.refunded == $0.paid },
        StateRule(.partlyRefunded, "Something is refunded.") { $0.refunded > 0 },
        StateRule(.unpaid, "Nothing is paid.") { $0.paid == 0 },
        StateRule(.partlyPaid, "Less is paid than is due.") { $0.paid < $0.due },
        StateRule(.paid, "As much is paid as is due.") { $0.paid == $0.due },
        StateRule(.overpaid, "More is paid than is due.") { _ in true },
    ]
    private static let fulfilmentRules: [StateRule<FulfilmentState>] = [
        StateRule(.unshipped, "Nothing is shipped.") { $0.shipped == .zero },
        StateRule(.delivered, "All that is open is delivered.") { $0.delivered == $0.open },
        StateRule(.partlyDelivered, "Something is delivered.") { $0.delivered > .zero },
        StateRule(.shipped, "All that is open is shipped.") { $0.shipped == $0.open },
        StateRule(.partlyShipped, "In every other case.") { _ in true },
    ]
    private static let returnRules: [StateRule<ReturnState>] = [
        StateRule(.none, "Nothing came back.") { $0.returned == .zero },
        StateRule(.returned, "All that was shipped came back.") { $0.returned == $0.shipped },
        StateRule(.partlyReturned, "In every other case.") { _ in true },
    ]

    // MARK: Publishing

    /// The rules and the states as a document for the API's description.
    package static var published: JSONValue {
        let events = OrderStepKind.allCases.map { kind in
            JSONValue.object(
                JSONObject([
                    ("type", .string(kind.eventType)), ("rules", .array((table[kind] ?? []).map(\.published))),
                ]))
        }
        return .object(
            JSONObject([
                ("reading", "Of the rules of an event the first whose condition holds decides; so does the first of a state's."),
                ("events", .array(events)),
                (
                    "states",
                    .object(
                        JSONObject([
                            ("order", .array(orderRules.map(\.published))),
                            ("payment", .array(paymentRules.map(\.published))),
                            ("fulfilment", .array(fulfilmentRules.map(\.published))),
                            ("return", .array(returnRules.map(\.published))),
                        ]))
                ),
            ]))
    }
}

extension OrderStateMachine.Rule {
    fileprivate var published: JSONValue {
        var members = JSONObject([("when", .string(condition.name)), ("meaning", .string(condition.meaning))])
        switch decision {
        case .accepted: members.set("outcome", "accepted")
        case .duplicate: members.set("outcome", "duplicate")
        case .conflict:
            members.set("outcome", "conflict")
            members.set("code", "already-exists-with-other-content")
        case .waiting(let reason):
            members.set("outcome", "waiting")
            members.set("for", .string(reason.rawValue))
        case .rejected(let code):
            members.set("outcome", "rejected")
            members.set("code", .string(code))
        }
        return .object(members)
    }
}

extension OrderStateMachine.StateRule where State: RawRepresentable<String> {
    fileprivate var published: JSONValue {
        .object(JSONObject([("state", .string(state.rawValue)), ("meaning", .string(meaning))]))
    }
}
