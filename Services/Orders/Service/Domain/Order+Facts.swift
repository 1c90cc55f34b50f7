package import Core
import OrdersAPI

extension Order {
    /// What the state machine asks about this notice. `shipments` matter for deliveries alone.
    package func facts(
        for notice: OrderNotice, name: OrderStateMachine.Facts.Name, shipments: [OrderShipment]
    ) -> OrderStateMachine.Facts {
        var facts = OrderStateMachine.Facts()
        facts.orderIsKnown = true
        facts.name = name
        facts.nothingIsOpen = !lines.contains { $0.open > .zero }
        let nothingIsLeft = !lines.contains { $0.left > .zero }
        switch notice {
        case .paid(let notice): facts.paymentsExceedAmounts = notice.amount > Amount.most - paid
        case .refunded(let notice): facts.refundsExceedPayments = notice.amount > paid - refunded
        case .shipped, .cancelled:
            if let named = notice.lines {
                look(at: named, &facts)
            } else {
                facts.nothingIsLeft = nothingIsLeft
            }
        case .returned(let notice): look(at: notice.lines, &facts)
        case .delivered(let notice):
            if let name = notice.shipment {
                let shipment = shipments.first { $0.name == name }
                facts.shipmentIsUnknown = shipment == nil
                facts.everythingIsDelivered = shipment?.isDelivered ?? false
            } else if shipments.allSatisfy(\.isDelivered) {
                facts.deliveryIsEarly = !nothingIsLeft
                facts.everythingIsDelivered = nothingIsLeft
            }
        }
        return facts
    }

    private func look(at named: [LineQuantity], _ facts: inout OrderStateMachine.Facts) {
        let places = linePlaces
        for (index, part) in named.enumerated() {
            guard let place = places[part.line] else {
                facts.unknownLines.append(index)
                continue
            }
            let line = lines[place]
            if part.quantity > line.left { facts.beyondLeft.append(index) }
            if part.quantity > line.open - line.returned { facts.beyondOpen.append(index) }
            if part.quantity > line.shipped - line.returned { facts.beyondShipped.append(index) }
        }
    }

    /// Where each line number stands in `lines`.
    var linePlaces: [Int64: Int] {
        Dictionary(lines.enumerated().map { ($1.line, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// What is wrong with a notice that the state machine rejected, each fault where it stands in the event's data.
    package func faults(of notice: OrderNotice, _ facts: OrderStateMachine.Facts, code: String) -> [Fault] {
        if code == "forbidden-by-state" {
            return [Fault(pointer: "", code: code, detail: forbidden(notice, facts))]
        }
        if !facts.unknownLines.isEmpty {
            return facts.unknownLines.map {
                Fault(pointer: "/lines/\($0)/line", code: code, detail: "The order has no such line.")
            }
        }
        switch notice {
        case .paid:
            return [Fault(pointer: "/amount", code: code, detail: "All payments together would exceed \(Amount.most).")]
        case .refunded:
            return [Fault(pointer: "/amount", code: code, detail: "At most \(paid - refunded) of what was paid can be refunded.")]
        case .returned: return exceeded(facts.beyondOpen, notice, code) { $0.open - $0.returned }
        case .shipped, .cancelled, .delivered: return exceeded(facts.beyondLeft, notice, code) { $0.left }
        }
    }

    private func exceeded(
        _ indices: [Int], _ notice: OrderNotice, _ code: String, most: (OrderLine) -> Quantity
    ) -> [Fault] {
        let places = linePlaces
        return indices.compactMap { index in
            guard let number = notice.lines?[index].line, let place = places[number] else { return nil }
            return Fault(
                pointer: "/lines/\(index)/quantity", code: code, detail: "Line \(number) allows at most \(most(lines[place])).")
        }
    }

    private func forbidden(_ notice: OrderNotice, _ facts: OrderStateMachine.Facts) -> String {
        if facts.nothingIsOpen { return "All of the order is cancelled." }
        switch notice {
        case .delivered(let delivery):
            return delivery.shipment == nil ? "All that was shipped is delivered already." : "The shipment is delivered already."
        case .paid, .refunded, .shipped, .cancelled, .returned: return "Nothing is left to ship or to cancel."
        }
    }
}
