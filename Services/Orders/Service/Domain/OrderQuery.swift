package import Core
package import OrdersAPI

/// Which orders are asked for, and in which order.
package struct OrderQuery: Hashable, Sendable {
    package var source: String?
    package var number: String?
    /// The account.
    package var customer: ID?
    package var state: State?
    /// From this moment on.
    package var placedFrom: Timestamp?
    /// Before this moment.
    package var placedTo: Timestamp?
    /// Totals in this currency, in its minor units: from this one on, and up to this one. They go with the sort by total.
    package var currency: Currency?
    package var totalFrom: Int64?
    package var totalTo: Int64?
    /// Of customers that belong to this user, and not those of whom that is not known.
    package var owner: ID?
    package var sort = Sort(key: .placedAt, descending: true)

    package init() {}

    /// The groups of fields that the question is about: only rows that show them are its answer.
    package var groups: Set<FieldGroup> {
        if sort.key == .total || currency != nil { return [.money] }
        if case .payment = state { return [.money] }
        return []
    }

    /// A value of one of the four states; no two of them share a name.
    package enum State: Hashable, Sendable {
        case order(OrderState)
        case payment(PaymentState)
        case fulfilment(FulfilmentState)
        case returns(ReturnState)

        package init?(_ name: String) {
            if let state = OrderState(rawValue: name) {
                self = .order(state)
            } else if let state = PaymentState(rawValue: name) {
                self = .payment(state)
            } else if let state = FulfilmentState(rawValue: name) {
                self = .fulfilment(state)
            } else if let state = ReturnState(rawValue: name) {
                self = .returns(state)
            } else {
                return nil
            }
        }

        package var name: String {
            switch self {
            case .order(let state): state.rawValue
            case .payment(let state): state.rawValue
            case .fulfilment(let state): state.rawValue
            case .returns(let state): state.rawValue
            }
        }
    }

    /// `placedAt`, `-placedAt` for the newest first, and so on.
    package struct Sort: Hashable, Sendable {
        package enum Key: String, CaseIterable, Sendable {
            case placedAt, number, total
        }

        package let key: Key
        package let descending: Bool

        package init(key: Key, descending: Bool) {
            self.key = key
            self.descending = descending
        }

        package init?(_ text: String) {
            descending = text.hasPrefix("-")
            guard let key = Key(rawValue: String(descending ? text.dropFirst() : text[...])) else { return nil }
            self.key = key
        }

        package var text: String { (descending ? "-" : "") + key.rawValue }
    }

    /// Where a page ended: the key it is sorted by, then the id.
    package struct Place: Hashable, Sendable {
        package enum Key: Hashable, Sendable {
            case time(Timestamp)
            case text(String)
            case amount(Int64)
        }

        package let key: Key
        package let id: ID

        package init(key: Key, id: ID) {
            self.key = key
            self.id = id
        }
    }

    package func place(of order: Order) -> Place {
        switch sort.key {
        case .placedAt: Place(key: .time(order.placedAt), id: order.id.id)
        case .number: Place(key: .text(order.number), id: order.id.id)
        case .total: Place(key: .amount(order.total), id: order.id.id)
        }
    }
}
