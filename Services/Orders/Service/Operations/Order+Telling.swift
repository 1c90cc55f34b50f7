import Core
import JSON
import OrdersAPI

extension Order {
    /// The event that tells the suite of `step`: its type and its data.
    func told(_ step: OrderStep) -> (type: String, data: [UInt8]) {
        let head = OrderHead(
            orderID: id, source: source, number: number, placedAt: placedAt, currency: currency,
            customerRef: CustomerReference(customer, accountID: accountID),
            cause: EventCause(eventSource: source, eventID: step.eventID))
        switch step.kind {
        case .placed: return (OrdersEvents.orderPlaced, placed(head).json())
        case .paid: return (OrdersEvents.orderPaid, moved(head, step).json())
        case .refunded: return (OrdersEvents.orderRefunded, moved(head, step).json())
        case .shipped:
            let data = OrderShipped(
                head: head, shipment: step.details.shipment ?? step.eventID, shippedAt: step.time, carrier: step.details.carrier,
                trackingNumber: step.details.trackingNumber, trackingURL: step.details.trackingURL, lines: eventLines(step),
                fulfilmentState: states.fulfilment)
            return (OrdersEvents.orderShipped, data.json())
        case .delivered:
            let data = OrderDelivered(
                head: head, shipments: step.details.shipments ?? [], deliveredAt: step.time, lines: eventLines(step),
                fulfilmentState: states.fulfilment)
            return (OrdersEvents.orderDelivered, data.json())
        case .cancelled:
            let data = OrderCancelled(
                head: head, reason: step.details.reason, cancelledAt: step.time, lines: eventLines(step),
                orderState: states.order, due: due)
            return (OrdersEvents.orderCancelled, data.json())
        case .returned:
            let data = OrderReturned(
                head: head, returnName: step.details.returnName ?? step.eventID, reason: step.details.reason,
                returnedAt: step.time, lines: eventLines(step), returnState: states.returns)
            return (OrdersEvents.orderReturned, data.json())
        }
    }

    private func placed(_ head: OrderHead) -> OrderPlaced {
        OrderPlaced(
            head: head, receivedAt: receivedAt, total: total, due: due, customer: customer,
            lines: lines.map {
                OrderPlacedLine(
                    line: $0.line, sku: $0.sku, name: $0.name, quantity: $0.quantity, unitPrice: $0.unitPrice, total: $0.total)
            },
            billingAddress: billingAddress, shippingAddress: shippingAddress, channel: channel)
    }

    private func moved(_ head: OrderHead, _ step: OrderStep) -> OrderMoneyMoved {
        OrderMoneyMoved(
            head: head, amount: step.details.amount?.amount ?? 0, reference: step.details.reference ?? "", at: step.time,
            paymentState: states.payment)
    }

    private func eventLines(_ step: OrderStep) -> [OrderEventLine] {
        let places = linePlaces
        return (step.details.lines ?? []).compactMap { part in
            places[part.line].map { place in
                OrderEventLine(line: part.line, sku: lines[place].sku, name: lines[place].name, quantity: part.quantity)
            }
        }
    }
}
