package import Core
package import JSON

/// What one event of a shop says, once everything that needs the event alone was checked.
package enum ShopEvent: Sendable {
    case placed(PlacedOrder)
    case paid(PaymentNotice)
    case refunded(RefundNotice)
    case shipped(ShipmentNotice)
    case delivered(DeliveryNotice)
    case cancelled(CancellationNotice)
    case returned(ReturnNotice)
    case productReleased(ProductNotice)
    case productChanged(ProductNotice)
    case productWithdrawn(WithdrawalNotice)

    /// Every type that is understood, in the order of the contract.
    package static let types = readers.map(\.type)

    /// How the data of `type` looks; `nil` for a type that is not understood.
    package static func shape(of type: String) -> (any Shape.Type)? {
        readers.first { $0.type == type }?.shape
    }

    /// Reads `data` and collects every fault: shapes, ranges, currency, sums, lines given twice, times that cannot be.
    /// The event is there exactly when there is no fault. Of a type that is not understood there are neither.
    package static func read(type: String, data: JSONValue, now: Timestamp) -> (event: ShopEvent?, faults: [Fault]) {
        guard let reader = readers.first(where: { $0.type == type }) else { return (nil, []) }
        let (event, faults) = reader.read(data)
        let times = EventTime.faults(of: data, now: now)
        return faults.isEmpty && times.isEmpty ? (event, []) : (nil, faults + times)
    }

    /// The order it speaks of.
    package var orderNumber: String? {
        switch self {
        case .placed(let order): order.number
        case .paid(let notice): notice.number
        case .refunded(let notice): notice.number
        case .shipped(let notice): notice.number
        case .delivered(let notice): notice.number
        case .cancelled(let notice): notice.number
        case .returned(let notice): notice.number
        case .productReleased, .productChanged, .productWithdrawn: nil
        }
    }

    /// The product it speaks of.
    package var sku: String? {
        switch self {
        case .productReleased(let notice), .productChanged(let notice): notice.sku
        case .productWithdrawn(let notice): notice.sku
        default: nil
        }
    }

    private struct Reader: Sendable {
        let type: String
        let shape: any Shape.Type
        let read: @Sendable (JSONValue) -> (event: ShopEvent?, faults: [Fault])
    }

    private static func reader<T: Shape>(
        _ type: String, _ shape: T.Type, _ event: @escaping @Sendable (T) -> ShopEvent
    ) -> Reader {
        Reader(type: type, shape: shape) { data in
            let (value, faults) = Shapes.read(shape, from: data)
            return (value.map(event), faults)
        }
    }

    private static let readers: [Reader] = [
        reader("shop.order.placed.v1", PlacedOrder.self) { .placed($0) },
        reader("shop.order.paid.v1", PaymentNotice.self) { .paid($0) },
        reader("shop.order.refunded.v1", RefundNotice.self) { .refunded($0) },
        reader("shop.order.shipped.v1", ShipmentNotice.self) { .shipped($0) },
        reader("shop.order.delivered.v1", DeliveryNotice.self) { .delivered($0) },
        reader("shop.order.cancelled.v1", CancellationNotice.self) { .cancelled($0) },
        reader("shop.order.returned.v1", ReturnNotice.self) { .returned($0) },
        reader("shop.product.released.v1", ProductNotice.self) { .productReleased($0) },
        reader("shop.product.changed.v1", ProductNotice.self) { .productChanged($0) },
        reader("shop.product.withdrawn.v1", WithdrawalNotice.self) { .productWithdrawn($0) },
    ]
}
