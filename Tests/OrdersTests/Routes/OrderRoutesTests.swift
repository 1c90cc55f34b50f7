import ContactsAPI
import Core
import Database
import Events
import HTTP
import JSON
import Observability
import OrdersAPI
import ServiceKit
import TestKit
import Testing

@testable import Orders

@Suite struct OrderRoutesTests {
    struct Door: Sendable {
        let bench: OrderBench
        let handler: Handler

        init(_ engine: Engine, scopes: Set<String> = ["orders:read", "products:read"]) async throws {
            bench = try await OrderBench(engine)
            let routes =
                OrderRoutes.routes(bench.lookup)
                + ProductRoutes.routes(ProductLookup(database: bench.database))
            handler = try ServiceHandler.make(
                service: "orders", routes: routes, ids: IdentifierSource(clock: SystemClock()), logger: .silent,
                metrics: Metrics()
            ) { _ in Caller(kind: .token, subject: "t", name: "test", scopes: scopes, viewer: .everything(role: "Test")) }
        }

        func get(_ target: String) async throws -> (status: Int, body: JSONValue, etag: String?) {
            let response = try await handler(HTTPRequest(method: .get, target: target))
            let body = try JSONValue.parse(try await response.body.collect(upTo: 1 << 20))
            return (response.status, body, response.fields["ETag"])
        }

        /// Places N1 … N5 on five days, with totals 500, 100, 400, 100, 300.
        func fill() async throws {
            for (index, total) in [500, 100, 400, 100, 300].enumerated() {
                guard case .object(var data) = ShopWords.placed(["1@\(total)"], number: "N\(index + 1)") else { continue }
                data.set("placedAt", .string("2026-04-0\(index + 1)T00:00:00Z"))
                #expect(try await bench.tell("shop.order.placed.v1", .object(data)).isAccepted)
            }
        }

        func numbers(_ query: String) async throws -> [String] {
            var numbers: [String] = []
            var cursor = ""
            while true {
                let (status, body, _) = try await get("/v1/orders?limit=2&\(query)\(cursor)")
                #expect(status == 200)
                let items = body["items"]?.array ?? []
                #expect(items.count <= 2)
                numbers += items.compactMap { $0["number"]?.string }
                guard let next = body["next"]?.string else { return numbers }
                cursor = "&cursor=\(next)"
            }
        }
    }

    @Test(arguments: Engine.required)
    func `shows an order in the contract's shape`(_ engine: Engine) async throws {
        let door = try await Door(engine)
        let id = try #require(try await door.bench.place(id: "placed").orderID)
        #expect(try await door.bench.tell("ship=S1 1:0.5", id: "shipped").isAccepted)
        let (status, order, etag) = try await door.get("/v1/orders/\(id)")
        #expect(status == 200 && etag == "\"2\"")
        #expect(order["number"] == "N1" && order["customer"] == nil)
        #expect(order["total"] == ["amount": 350, "currency": "EUR"] && order["due"]?["amount"] == 350)
        #expect(order["paid"]?["amount"] == 0 && order["refunded"]?["amount"] == 0)
        #expect(
            order["states"]
                == ["order": "placed", "payment": "unpaid", "fulfilment": "partly-shipped", "return": "none"])
        let line = order["lines"]?.array?.first
        #expect(line?["quantity"] == 2 && line?["shipped"] == .number(JSONNumber(units: 500, decimals: 3)))
        #expect(line?["delivered"] == 0 && line?["cancelled"] == 0 && line?["returned"] == 0)
        let step = order["history"]?.array?.last
        #expect(step?["kind"] == "shipped" && step?["eventId"] == "shipped" && step?["source"] == .string(OrderBench.source))
        #expect(step?["time"] == .string(OrderBench.now.description) && step?["what"]?["shipment"] == "S1")
        #expect(try await door.get("/v1/orders/\(ID(high: 1, low: 2))").status == 404)
        #expect(try await door.get("/v1/orders/none").status == 404)
    }

    @Test(arguments: Engine.required)
    func `lists orders in every order, page by page`(_ engine: Engine) async throws {
        let door = try await Door(engine)
        try await door.fill()
        #expect(try await door.numbers("") == ["N5", "N4", "N3", "N2", "N1"])
        #expect(try await door.numbers("sort=placedAt") == ["N1", "N2", "N3", "N4", "N5"])
        #expect(try await door.numbers("sort=-number") == ["N5", "N4", "N3", "N2", "N1"])
        #expect(try await door.numbers("sort=number") == ["N1", "N2", "N3", "N4", "N5"])
        #expect(try await door.numbers("sort=total") == ["N2", "N4", "N5", "N3", "N1"])
        #expect(try await door.numbers("sort=-total") == ["N1", "N3", "N5", "N4", "N2"])
    }

    @Test(arguments: Engine.required)
    func `lists the orders that are asked for`(_ engine: Engine) async throws {
        let door = try await Door(engine)
        try await door.fill()
        #expect(try await door.bench.tell("pay=P1 100", number: "N2").isAccepted)
        #expect(try await door.bench.tell("cancel", number: "N3").isAccepted)
        #expect(try await door.bench.tell("ship", number: "N4").isAccepted)
        #expect(try await door.numbers("number=N3") == ["N3"])
        #expect(try await door.numbers("source=urn:shop:other").isEmpty)
        #expect(try await door.numbers("source=urn:shop:test&number=N1") == ["N1"])
        #expect(try await door.numbers("state=paid") == ["N2"])
        #expect(try await door.numbers("state=cancelled") == ["N3"])
        #expect(try await door.numbers("state=shipped") == ["N4"])
        #expect(try await door.numbers("placedFrom=2026-04-02T00:00:00Z&placedTo=2026-04-04T00:00:00Z") == ["N3", "N2"])
        #expect(try await door.numbers("customer=\(ID(high: 7, low: 7))").isEmpty)
        #expect(try await door.numbers("currency=EUR&sort=total&totalFrom=100&totalTo=400") == ["N2", "N4", "N5", "N3"])
        #expect(try await door.numbers("currency=EUR&sort=-total&totalFrom=400") == ["N1", "N3"])
        #expect(try await door.numbers("currency=USD").isEmpty)
    }

    @Test(arguments: [
        "state=lost", "number=%00", "sort=weight", "customer=me", "placedFrom=yesterday", "cursor=xxx", "limit=0", "limit=201",
        "currency=EURO", "totalFrom=1&sort=total", "totalFrom=1&currency=EUR", "totalTo=x&currency=EUR&sort=total", "owner=1",
        "owner=me",
        "sort=total&cursor=\(Cursor.encode(["number", "N1", ID(high: 1, low: 1).description]))",
    ])
    func `says what is wrong with a question`(_ query: String) async throws {
        let door = try await Door(.sqlite)
        let (status, body, _) = try await door.get("/v1/orders?\(query)")
        #expect(status == 400 && body["code"]?.string?.hasPrefix("bad-") == true)
    }

    @Test(arguments: Engine.required)
    func `sums a customer's orders up once contacts said whose they are`(_ engine: Engine) async throws {
        let door = try await Door(engine)
        try await door.fill()
        let account = AccountID(ID(high: 7, low: 7))
        let page = try await door.bench.lookup.orders(OrderQuery(), limit: 3, for: .everything(role: "Test"))
        for order in page.items {
            let linked = OrderLinked(orderID: order.id.id, source: order.source, number: order.number, accountID: account)
            let event = Event(
                id: order.number, source: ContactsEvents.source, type: ContactsEvents.orderLinked, key: account.description,
                time: OrderBench.now, data: linked.json())
            guard case .events(_, let body) = ContactReactions.subscription().handling else { return #expect(Bool(false)) }
            try await door.bench.database.write { tx in try body(event, tx) }
        }
        #expect(try await door.bench.tell("pay=P1 250", number: "N5").isAccepted)
        #expect(try await door.bench.tell("cancel", number: "N4").isAccepted)
        #expect(try await door.numbers("customer=\(account)") == ["N5", "N4", "N3"])
        let (status, summary, _) = try await door.get("/v1/order-summaries?customer=\(account)")
        #expect(status == 200 && summary["orders"] == 3 && summary["last"]?["number"] == "N5")
        #expect(summary["totals"] == [["amount": 700, "currency": "EUR"]])
        #expect(summary["unpaid"] == [["amount": 450, "currency": "EUR"]])
        let linked = try await door.get("/v1/orders/\(page.items[2].id)")
        #expect(linked.body["customer"]?.string == account.description && linked.etag == "\"1-\(account)\"")
        let nobody = try await door.get("/v1/order-summaries?customer=\(ID(high: 8, low: 8))").body
        #expect(nobody["orders"] == 0 && nobody["totals"] == [] && nobody["last"] == nil)
        #expect(try await door.get("/v1/order-summaries").status == 400)
    }

    @Test(arguments: Engine.required)
    func `shows products`(_ engine: Engine) async throws {
        let door = try await Door(engine)
        let data: JSONValue = ["sku": "T-1", "name": ["en": "Tea", "ru": "Чай"], "price": 350, "currency": "EUR", "unit": "kg"]
        #expect(try await door.bench.tell("shop.product.released.v1", data).isAccepted)
        let list = try await door.get("/v1/products?q=%D1%87%D0%B0%D0%B9").body["items"]?.array
        let id = try #require(list?.first?["id"]?.string)
        let (status, product, etag) = try await door.get("/v1/products/\(id)")
        #expect(status == 200 && etag == "\"1\"" && product == list?.first)
        #expect(product["name"]?["ru"] == "Чай" && product["price"]?["amount"] == 350 && product["unit"] == "kg")
        #expect(try await door.get("/v1/products/\(ID(high: 1, low: 2))").status == 404)
    }

    @Test func `opens to those with the right alone`() async throws {
        let door = try await Door(.sqlite, scopes: ["mails:read"])
        for target in ["/v1/orders", "/v1/orders/\(ID(high: 1, low: 2))", "/v1/order-summaries", "/v1/products"] {
            #expect(try await door.get(target).status == 403)
        }
    }
}
