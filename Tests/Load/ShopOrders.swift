import HTTP

/// Placed orders of a shop, each with five lines: events by themselves, in the binary and the structured form in turn.
struct ShopOrders: Sendable {
    static let source = "urn:shop:load"

    struct Event: Sendable {
        let fields: HTTPFields
        let body: [UInt8]
    }

    let events: [Event]

    init(count: Int) {
        events = (0..<count).map { Self.event($0) }
    }

    private static func event(_ index: Int) -> Event {
        let id = "placed-\(100_000 + index)"
        let data = data(index)
        guard index % 2 == 0 else {
            let body =
                #"{"specversion":"1.0","id":"\#(id)","source":"\#(source)","type":"shop.order.placed.v1","#
                + #""time":"2026-01-15T10:00:00Z","datacontenttype":"application/json","data":\#(data)}"#
            return Event(fields: [("Content-Type", "application/cloudevents+json")], body: Array(body.utf8))
        }
        let fields: HTTPFields = [
            ("Content-Type", "application/json"), ("ce-specversion", "1.0"), ("ce-id", id), ("ce-source", source),
            ("ce-type", "shop.order.placed.v1"), ("ce-time", "2026-01-15T10:00:00Z"),
        ]
        return Event(fields: fields, body: Array(data.utf8))
    }

    private static func data(_ index: Int) -> String {
        let customer = index * 7 % 4000
        var total = 0
        let lines = (1...5).map { line in
            let (quantity, price) = (1 + (index + line) % 6, 199 + (index * 31 + line * 97) % 4000)
            total += quantity * price
            return
                #"{"line":\#(line),"sku":"SKU-\#(10_000 + (index * 13 + line * 7) % 5000)","name":"Blue enamel mug, \#(line) l","#
                + #""quantity":\#(quantity),"unitPrice":\#(price),"total":\#(quantity * price),"taxRate":20}"#
        }
        let address = #"{"country":"GB","city":"Leeds","postalCode":"LS1 4AP","lines":["\#(1 + index % 90) Park Row"]}"#
        return #"{"number":"\#(100_000 + index)","currency":"GBP","customer":{"shopId":"\#(customer)","#
            + #""email":"customer-\#(customer)@shop.example","phone":"+44113496\#(1000 + customer)","name":"Ada Byron","language":"en"},"#
            + #""lines":[\#(lines.joined(separator: ","))],"total":\#(total + 495),"shipping":495,"#
            + #""billingAddress":\#(address),"shippingAddress":\#(address),"channel":"web"}"#
    }
}
