import ContactsAPI
import Core
import Database
import Events
import JSON
import OrdersAPI

/// What we do when orders tell something: a placed order finds its customer, everything becomes history.
enum OrderReactions {
    static func subscription(_ link: LinkOrder, _ record: RecordEvent) -> Subscription {
        .events(OrdersEvents.topic) { event, tx in
            guard !OrdersEvents.isOfIntake(event.type) else { return }
            if event.type == OrdersEvents.orderPlaced {
                let placed = try Shapes.decode(OrderPlaced.self, from: event.data)
                try link.perform(ArrivingOrder(placed), event, in: tx)
            } else {
                let order = try JSONValue.parse(event.data)["orderID"]?.string.flatMap { ID($0) }
                try record.perform(event, order: order, in: tx)
            }
        }
    }
}

extension ArrivingOrder {
    init(_ placed: OrderPlaced) {
        var customer = ArrivingCustomer()
        customer.shopID = placed.customer.shopID
        customer.taxID = placed.customer.taxID
        customer.email = placed.customer.email
        customer.phone = placed.customer.phone
        customer.name = placed.customer.name
        customer.company = placed.customer.company.map { ArrivingCustomer.Company(name: $0.name, taxID: $0.taxID) }
        customer.language = placed.customer.language
        customer.consents = placed.customer.consents.map {
            ConsentResource(purpose: $0.purpose, channel: $0.channel, givenAt: $0.givenAt, withdrawnAt: nil)
        }
        customer.interests = placed.customer.interests
        for (type, address) in [("billing", placed.billingAddress), ("shipping", placed.shippingAddress)] {
            if let address { customer.addresses.append(AddressResource(type, address)) }
        }
        self.init(
            id: placed.head.orderID.id, source: placed.head.source, number: placed.head.number, placedAt: placed.head.placedAt,
            customer: customer)
    }
}

extension AddressResource {
    fileprivate init(_ type: String, _ address: OrderAddress) {
        self.init(
            type: type, country: address.country, region: address.region, city: address.city, postalCode: address.postalCode,
            lines: address.lines)
    }
}
