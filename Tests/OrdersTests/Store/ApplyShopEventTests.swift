import Core
import Database
import Events
import JSON
import OrdersAPI
import TestKit
import Testing

@testable import Orders

@Suite struct ApplyShopEventTests {
    @Test(arguments: Engine.required)
    func `keeps an order whole and gives it back as it was told`(_ engine: Engine) async throws {
        let bench = try await OrderBench(engine)
        let data = try JSONValue.parse(Array(Self.full.utf8))
        let id = try #require(try await bench.tell("shop.order.placed.v1", data, id: "placed-1").orderID)
        #expect(try await bench.tell("pay=P1 100", number: "Ü 1/2", id: "paid-1").isAccepted)
        let ship: JSONValue = [
            "number": "Ü 1/2", "shipment": "S1", "carrier": "DHL", "trackingNumber": "JD01",
            "trackingUrl": "https://dhl.example/JD01",
            "shippedAt": "2026-05-03T10:00:00+03:00", "lines": [["line": 7, "quantity": 1]],
        ]
        #expect(try await bench.tell("shop.order.shipped.v1", ship, id: "shipped-1").isAccepted)
        #expect(try await bench.tell("deliver=S1", number: "Ü 1/2", id: "delivered-1").isAccepted)

        let order = try #require(try await bench.lookup.order(id, for: .everything(role: "Test")))
        #expect(order.number == "Ü 1/2" && order.source == OrderBench.source && order.customer == nil)
        #expect(order.placedAt.description == "2026-05-02T08:30:00Z" && order.receivedAt == OrderBench.now)
        #expect(order.total?.amount == 1085 && order.due?.amount == 1085 && order.paid?.amount == 100 && order.tax?.amount == 90)
        #expect(order.buyer.shopID == "17850" && order.buyer.consents?.count == 1 && order.buyer.company?.name == "Müller & Co")
        #expect(order.shippingAddress?.country == "DE" && order.billingAddress == nil && order.campaign?.source == "mail")
        #expect(order.note == "ring\ntwice" && order.channel == "phone" && order.taxIncluded == false)
        #expect(order.lines.map(\.line) == [7, 2])
        let line = try #require(order.lines.first)
        #expect(line.quantity.description == "1.5" && line.shipped.description == "1" && line.delivered.description == "1")
        #expect(line.unitPrice?.amount == 700 && line.discount?.amount == 50 && line.total?.amount == 1000)
        #expect(line.tax?.amount == 90 && line.taxRate?.text == "0.090" && line.name == "Tea, green")
        #expect(order.states.fulfilment == .partlyDelivered && order.states.payment == .partlyPaid)
        let shipment = try #require(order.shipments.first)
        #expect(shipment.shippedAt.description == "2026-05-03T07:00:00Z" && shipment.trackingNumber == "JD01")
        #expect(shipment.deliveredAt == OrderBench.now && shipment.carrier == "DHL")
        #expect(order.history?.map(\.kind) == ["placed", "paid", "shipped", "delivered"])
        #expect(order.history?.map(\.eventID) == ["placed-1", "paid-1", "shipped-1", "delivered-1"])
        #expect(order.history?.map(\.version) == [1, 2, 3, 4] && order.version == 4)
        #expect(order.history?[3].what.shipments == ["S1"] && order.history?[1].what.reference == "P1")
        #expect(try Shapes.decode(OrderResource.self, from: order.json()) == order)
    }

    @Test(arguments: Engine.required)
    func `answers names told again`(_ engine: Engine) async throws {
        let bench = try await OrderBench(engine)
        #expect(try await bench.place(id: "first").isAccepted)
        #expect(try await bench.place(id: "second") == .duplicate(ofEventID: "first"))
        let conflict = try await bench.place(["1@1"], id: "third")
        guard case .conflict(let fault) = conflict else { return #expect(Bool(false), "\(conflict)") }
        #expect(fault.code == "already-exists-with-other-content" && fault.pointer == "/number")
        #expect(try await bench.tell("ship=S1 1:1", id: "ship-1").isAccepted)
        #expect(try await bench.tell("ship=S1 1:1", id: "ship-2") == .duplicate(ofEventID: "ship-1"))
        #expect(try await bench.tell("pay=P1 1", id: "pay-1").isAccepted)
        #expect(try await bench.tell("pay=P1 1", id: "pay-2") == .duplicate(ofEventID: "pay-1"))
        #expect(try await bench.tell("refund=P1 1", id: "refund-1").isAccepted)
        #expect(try await bench.told().count == 4)
    }

    @Test(arguments: Engine.required)
    func `another shop's number is another order`(_ engine: Engine) async throws {
        let bench = try await OrderBench(engine)
        let data = ShopWords.placed(["1@1"])
        let one = try await bench.tell("shop.order.placed.v1", data)
        let other = try await bench.tell("shop.order.placed.v1", data, source: "urn:shop:other")
        #expect(one.isAccepted && other.isAccepted && one.orderID != other.orderID)
    }

    @Test(arguments: Engine.required)
    func `lets what comes early wait, and refuses what cannot be`(_ engine: Engine) async throws {
        let bench = try await OrderBench(engine)
        #expect(try await bench.tell("pay=P1 1") == .waiting(.orderNotPlaced))
        #expect(try await bench.place().isAccepted)
        #expect(try await bench.tell("deliver=S1") == .waiting(.shipmentUnknown))
        #expect(try await bench.tell("return=R1 1:1") == .waiting(.notShippedYet))
        guard case .rejected(let faults) = try await bench.tell("ship 1:2.001") else { return #expect(Bool(false)) }
        #expect(faults.map(\.pointer) == ["/lines/0/quantity"] && faults.map(\.code) == ["quantity-exceeded"])
        #expect(try await bench.told().count == 1)
    }

    @Test(arguments: Engine.required)
    func `tells each step with the order's version and its cause`(_ engine: Engine) async throws {
        let bench = try await OrderBench(engine)
        for words in ["", "pay=P1 350", "ship=S1", "deliver=S1", "return=R1 1:1", "refund=F1 100"] {
            #expect(try await (words.isEmpty ? bench.place(id: "placed") : bench.tell(words, id: words)).isAccepted)
        }
        #expect(try await bench.place(number: "N2").isAccepted)
        #expect(try await bench.tell("cancel 1:1", number: "N2").isAccepted)
        let told = try await bench.told()
        #expect(
            told.map(\.type) == [
                OrdersEvents.orderPlaced, OrdersEvents.orderPaid, OrdersEvents.orderShipped, OrdersEvents.orderDelivered,
                OrdersEvents.orderReturned, OrdersEvents.orderRefunded, OrdersEvents.orderPlaced, OrdersEvents.orderCancelled,
            ])
        #expect(told.compactMap(\.version) == [1, 2, 3, 4, 5, 6, 1, 2] && Set(told.map(\.key)).count == 2)
        let placed = try Shapes.decode(OrderPlaced.self, from: told[0].data)
        #expect(placed.head.cause == EventCause(eventSource: OrderBench.source, eventID: "placed"))
        #expect(placed.lines.map(\.quantity) == ["2", "1.5"] && placed.due == 350 && placed.head.number == "N1")
        let paid = try Shapes.decode(OrderMoneyMoved.self, from: told[1].data)
        #expect(paid.amount == 350 && paid.paymentState == .paid && paid.head.customerRef.email == "a@example.com")
        let shipped = try Shapes.decode(OrderShipped.self, from: told[2].data)
        #expect(shipped.lines.map(\.sku) == ["SKU-1", "SKU-2"] && shipped.fulfilmentState == .shipped)
        #expect(try Shapes.decode(OrderDelivered.self, from: told[3].data).shipments == ["S1"])
        #expect(try Shapes.decode(OrderReturned.self, from: told[4].data).returnState == .partlyReturned)
        #expect(try Shapes.decode(OrderMoneyMoved.self, from: told[5].data).paymentState == .partlyRefunded)
        let cancelled = try Shapes.decode(OrderCancelled.self, from: told[7].data)
        #expect(cancelled.due == 250 && cancelled.orderState == .placed && cancelled.lines.map(\.quantity) == ["1"])
    }

    @Test(arguments: Engine.required)
    func `places an order once however many tell it at the same time`(_ engine: Engine) async throws {
        let bench = try await OrderBench(engine)
        let outcomes = try await withThrowingTaskGroup(of: ApplyOutcome.self) { group in
            for index in 0..<16 { group.addTask { try await bench.place(id: "racer-\(index)") } }
            for index in 0..<16 { group.addTask { try await bench.tell("pay=P\(index) 1", id: "pay-\(index)") } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { if case .duplicate = $0 { true } else { false } }.count == 15)
        let waited = outcomes.filter { $0 == .waiting(.orderNotPlaced) }.count
        let told = try await bench.told()
        #expect(told.count == 1 + 16 - waited)
        #expect(told.compactMap(\.version) == (1...Int64(told.count)).map { $0 })
    }

    private static let full = """
        {"number": "Ü 1/2", "currency": "EUR", "placedAt": "2026-05-02T10:30:00+02:00", "channel": "phone", "taxIncluded": false,
        "customer": {"shopId": "17850", "email": "a@example.com", "company": {"name": "Müller & Co", "taxId": "DE1"},
        "language": "de", "interests": ["tea"],
        "consents": [{"purpose": "news", "channel": "email", "givenAt": "2026-01-01T00:00:00Z"}]},
        "lines": [{"line": 7, "sku": "T-1", "name": "Tea, green", "quantity": 1.500, "unitPrice": 700, "discount": 50,
        "total": 1000, "tax": 90, "taxRate": 0.090}, {"line": 2, "sku": "T-2", "quantity": 1, "unitPrice": 5, "total": 5}],
        "shipping": 20, "discount": 30, "tax": 90, "total": 1085, "note": "ring\\ntwice", "utm": {"source": "mail"},
        "shippingAddress": {"country": "DE", "city": "Köln", "lines": ["Ring 1"]}, "gift": true}
        """
}
