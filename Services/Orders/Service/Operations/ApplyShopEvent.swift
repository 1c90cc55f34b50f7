package import Core
package import Database
package import Events
import OrdersAPI

/// Applies one event of a shop inside the transaction of its intake: locks the order or product, decides by
/// `OrderStateMachine`, saves, and appends what happened to the outbox.
///
/// An event that waits leaves its order's number locked until the end of the transaction, so that whoever places the order
/// next sees it waiting.
package struct ApplyShopEvent: Sendable {
    private let outbox: Outbox
    private let ids: IdentifierSource
    private let orders = OrderStore()
    private let products: ApplyProductEvent

    package init(outbox: Outbox, ids: IdentifierSource) {
        self.outbox = outbox
        self.ids = ids
        products = ApplyProductEvent(outbox: outbox, ids: ids)
    }

    /// What the caller knows of the number of an order that is placed.
    package enum Number: Sendable {
        case unknown
        /// It has locked the number and looked who placed it before, if anybody did.
        case locked(OrderStore.Holder?)
    }

    package func perform(
        _ event: ShopEvent, _ attributes: ShopEventAttributes, number: Number = .unknown, in tx: Transaction
    ) throws -> ApplyOutcome {
        switch event {
        case .placed(let placed): return try place(placed, attributes, number, in: tx)
        case .productReleased(let notice):
            try products.describe(notice, attributes, isRelease: true, in: tx)
            return .accepted(orderID: nil)
        case .productChanged(let notice):
            try products.describe(notice, attributes, isRelease: false, in: tx)
            return .accepted(orderID: nil)
        case .productWithdrawn(let notice):
            try products.withdraw(notice, attributes, in: tx)
            return .accepted(orderID: nil)
        case .paid(let notice): return try apply(.paid(notice), notice.number, attributes, in: tx)
        case .refunded(let notice): return try apply(.refunded(notice), notice.number, attributes, in: tx)
        case .shipped(let notice): return try apply(.shipped(notice), notice.number, attributes, in: tx)
        case .delivered(let notice): return try apply(.delivered(notice), notice.number, attributes, in: tx)
        case .cancelled(let notice): return try apply(.cancelled(notice), notice.number, attributes, in: tx)
        case .returned(let notice): return try apply(.returned(notice), notice.number, attributes, in: tx)
        }
    }

    private func place(
        _ placed: PlacedOrder, _ attributes: ShopEventAttributes, _ number: Number, in tx: Transaction
    ) throws -> ApplyOutcome {
        var facts = OrderStateMachine.Facts()
        facts.name = .held(by: try holder(of: placed.number, attributes, number, in: tx), attributes)
        let rule = OrderStateMachine.rule(for: .placed, facts)
        guard rule.decision == .accepted else { return outcome(rule, facts, at: "/number") { _ in [] } }
        let order = Order(placed, id: OrderID(ids.next()), attributes: attributes)
        let step = order.placedStep(attributes)
        try orders.insert(order, step, in: tx)
        try tell(order, step, in: tx)
        return .accepted(orderID: order.id)
    }

    private func holder(
        of text: String, _ attributes: ShopEventAttributes, _ number: Number, in tx: Transaction
    ) throws -> OrderStore.Holder? {
        switch number {
        case .locked(let holder): return holder
        case .unknown:
            try orders.lock(source: attributes.source, number: text, in: tx)
            return try orders.placed(source: attributes.source, number: text, in: tx)
        }
    }

    private func apply(
        _ notice: OrderNotice, _ number: String, _ attributes: ShopEventAttributes, in tx: Transaction
    ) throws -> ApplyOutcome {
        guard var order = try find(source: attributes.source, number: number, in: tx) else {
            let facts = OrderStateMachine.Facts()
            return outcome(OrderStateMachine.rule(for: notice.kind, facts), facts, at: "/number") { _ in [] }
        }
        let name = notice.name(eventID: attributes.id)
        let holder = try name.flatMap { try orders.holder(of: $0, notice.kind, in: order.id, tx) }
        let shipments = notice.kind == .delivered ? OrderShipment.of(try orders.shippingSteps(of: order.id, in: tx)) : []
        let facts = order.facts(for: notice, name: .held(by: holder, attributes), shipments: shipments)
        let rule = OrderStateMachine.rule(for: notice.kind, facts)
        guard rule.decision == .accepted else {
            return outcome(rule, facts, at: notice.namePointer) { order.faults(of: notice, facts, code: $0) }
        }
        let before = order
        let step = order.apply(notice, shipments: shipments, attributes: attributes)
        try orders.save(order, was: before, step, in: tx)
        try tell(order, step, in: tx)
        return .accepted(orderID: order.id)
    }

    /// The locked order. Where there is none, the number is locked and looked for once more: it may just have been placed.
    private func find(source: String, number: String, in tx: Transaction) throws -> Order? {
        if let order = try orders.lockedOrder(source: source, number: number, in: tx) { return order }
        try orders.lock(source: source, number: number, in: tx)
        return try orders.lockedOrder(source: source, number: number, in: tx)
    }

    private func outcome(
        _ rule: OrderStateMachine.Rule, _ facts: OrderStateMachine.Facts, at namePointer: String,
        faults: (_ code: String) -> [Fault]
    ) -> ApplyOutcome {
        switch (rule.decision, facts.name) {
        case (.duplicate, .sameContent(let eventID)): .duplicate(ofEventID: eventID)
        case (.waiting(let reason), _): .waiting(reason)
        case (.rejected(let code), _): .rejected(faults(code))
        case (.accepted, _), (.duplicate, _), (.conflict, _):
            .conflict(
                Fault(
                    pointer: namePointer, code: "already-exists-with-other-content",
                    detail: "It was told before with other content. Nothing was changed."))
        }
    }

    private func tell(_ order: Order, _ step: OrderStep, in tx: Transaction) throws {
        let (type, data) = order.told(step)
        try outbox.append(type, key: order.id.description, version: step.version, data: data, in: tx)
    }
}

extension OrderStateMachine.Facts.Name {
    fileprivate static func held(by holder: OrderStore.Holder?, _ attributes: ShopEventAttributes) -> Self {
        guard let holder else { return .free }
        return holder.contentDigest == attributes.contentDigest
            ? .sameContent(eventID: holder.eventID) : .otherContent(eventID: holder.eventID)
    }
}
