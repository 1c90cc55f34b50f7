import Core
import Database
import Events
import JSON
import OrdersAPI
import TestKit
import Testing

@testable import Orders

@Suite struct ProductStoreTests {
    @Test(arguments: Engine.required)
    func `keeps what the newest event says and tells only changes`(_ engine: Engine) async throws {
        let bench = try await OrderBench(engine)
        func tell(_ kind: String, day: Int, _ data: JSONValue) async throws {
            let time = CivilTime(year: 2026, month: 5, day: day).timestamp
            #expect(try await bench.tell("shop.product.\(kind).v1", data, time: time) == .accepted(orderID: nil))
        }
        try await tell("changed", day: 3, ["sku": "T-1", "name": ["ru": "Чай", "en": "Tea"], "price": 350, "currency": "EUR"])
        try await tell("changed", day: 3, ["sku": "T-1", "name": ["ru": "Чай", "en": "Tea"], "price": 350, "currency": "EUR"])
        try await tell("changed", day: 2, ["sku": "T-1", "name": "Old tea"])
        try await tell("released", day: 1, ["sku": "T-1", "name": "Oldest tea", "releasedAt": "2026-04-30T00:00:00Z"])
        try await tell("withdrawn", day: 4, ["sku": "T-1"])
        let told = try await bench.told()
        #expect(
            told.map(\.type) == [OrdersEvents.productChanged, OrdersEvents.productReleased, OrdersEvents.productWithdrawn])
        #expect(told.compactMap(\.version) == [1, 2, 3])
        let last = try Shapes.decode(ProductTold.self, from: told[2].data)
        #expect(last.name == ["ru": "Чай", "en": "Tea"] && last.price?.amount == 350 && last.withdrawnAt != nil)

        let lookup = ProductLookup(database: bench.database)
        let product = try #require(try await lookup.product(last.productID))
        #expect(product.releasedAt?.description == "2026-04-30T00:00:00Z" && product.version == 3)
        #expect(try Shapes.decode(ProductResource.self, from: product.json()) == product)
    }

    @Test(arguments: Engine.required)
    func `finds products by any part of a name, page by page`(_ engine: Engine) async throws {
        let bench = try await OrderBench(engine)
        for index in 1...7 {
            let data: JSONValue = [
                "sku": .string("T-\(index)"), "name": .string(index == 5 ? "Чай «Ёлка» 100%" : "Tea \(index)"),
            ]
            #expect(try await bench.tell("shop.product.released.v1", data).isAccepted)
        }
        let lookup = ProductLookup(database: bench.database)
        func skus(_ query: ProductQuery) async throws -> [String] {
            var skus: [String] = []
            var place: ProductQuery.Place?
            repeat {
                let (items, next) = try await lookup.products(query, after: place, limit: 2)
                #expect(items.count <= 2)
                skus += items.map(\.sku)
                place = next
            } while place != nil
            return skus
        }
        #expect(try await skus(ProductQuery()) == (1...7).map { "T-\($0)" })
        #expect(try await skus(ProductQuery(search: "елк")) == ["T-5"])
        #expect(try await skus(ProductQuery(search: "%")) == ["T-5"])
        #expect(try await skus(ProductQuery(search: "T-3")) == ["T-3"])
        #expect(try await skus(ProductQuery(sku: "T-2")) == ["T-2"])
        #expect(try await skus(ProductQuery(source: "urn:shop:other")).isEmpty)
    }
}
