import Core
import Database
import HTTP
import JSON
import Orders
import TestKit
import Testing

struct IntakeReceiptTests {
    private let event = IntakeExample(
        "shop.product.withdrawn.v1", id: "e1", source: "urn:shop:1", data: ["sku": "A"])

    private func keys(_ intake: IntakeHarness) async throws -> [UInt8] {
        try await intake.request(.get, "/.well-known/relata-receipts.json", [("X-No-Caller", "1")]).body
    }

    @Test(arguments: Engine.required) func `a receipt is checked offline, and any change of it is found`(engine: Engine)
        async throws
    {
        let intake = try await IntakeHarness(engine)
        let receipt = try #require(try await intake.send(event, .httpBinary).receipt)
        let verifier = try ReceiptVerifier(jwks: try await keys(intake))
        #expect(try verifier.verify(receipt.json()) == [receipt])
        let spaced = Array(String(decoding: receipt.json(), as: UTF8.self).replacing(",", with: " ,\n").utf8)
        #expect(try verifier.verify(spaced) == [receipt])
        let members = try #require(receipt.object)
        for member in members.members {
            var changed = members
            changed.set(member.key, member.value.int.map { .number(JSONNumber($0 + 1)) } ?? "changed")
            #expect(throws: ReceiptFault.self) { try verifier.verify(JSONValue.object(changed).json()) }
            var less = members
            less.remove(member.key)
            #expect(throws: ReceiptFault.self) { try verifier.verify(JSONValue.object(less).json()) }
        }
        let other = try await IntakeHarness(engine)
        let stranger = try ReceiptVerifier(jwks: try await keys(other))
        #expect(throws: ReceiptFault.self) { try stranger.verify(receipt.json()) }
        #expect(throws: ReceiptFault.self) { try verifier.verify(Array("[]".utf8)) }
        #expect(throws: ReceiptFault.self) { try verifier.verify(Array("{}".utf8)) }
        #expect(throws: ReceiptFault.self) { try ReceiptVerifier(jwks: Array(#"{"keys":[]}"#.utf8)) }
    }

    @Test(arguments: Engine.required) func `answers of every kind hold a receipt that can be checked`(engine: Engine) async throws
    {
        let intake = try await IntakeHarness(engine)
        var bad = event
        bad.attributes["id"] = "e2"
        bad.data = Array("{}".utf8)
        let batch = Array("[".utf8) + event.structured + Array(",".utf8) + bad.structured + Array("]".utf8)
        let fields = [("content-type", "application/cloudevents-batch+json")]
        let answer = try await intake.request(.post, "/v1/events", fields, batch)
        let verifier = try ReceiptVerifier(jwks: try await keys(intake))
        #expect(try verifier.verify(answer.body).count == 2)
        #expect(try verifier.verify(try await intake.send(event, .httpBinary).body).count == 1)
        #expect(try verifier.verify(try await intake.send(bad, .httpBinary).body).count == 1)
        let order = try #require(IntakeCases.all.first).steps[0].example
        #expect(try verifier.verify(try await intake.send(order, .orders).body).count == 1)
    }

    @Test(arguments: Engine.required) func `a new key signs from then on, and old receipts stay good and the same`(
        engine: Engine
    ) async throws {
        let intake = try await IntakeHarness(engine)
        let neighbour = try await IntakeHarness(engine, database: intake.database, clock: intake.clock)
        let first = try #require(try await intake.send(event, .httpBinary).receipt)
        #expect(try await keys(neighbour) == keys(intake))
        #expect(try await intake.request(.post, "/v1/order-intake/receipt-keys").status == 201)
        var next = event
        next.attributes["id"] = "e2"
        let second = try #require(try await intake.send(next, .httpBinary).receipt)
        #expect(first["kid"] != second["kid"])
        let verifier = try ReceiptVerifier(jwks: try await keys(intake))
        for receipt in [first, second] { #expect(try verifier.verify(receipt.json()) == [receipt]) }

        // Another instance repeats a receipt of a key that it has not signed with yet, and takes the key up within a minute.
        #expect(try await neighbour.send(next, .kafkaBinary).receipt == second)
        intake.clock.advance(seconds: 61)
        next.attributes["id"] = "e3"
        #expect(try await neighbour.send(next, .httpBinary).receipt?["kid"] == second["kid"])
        #expect(try await neighbour.send(event, .httpBinary).receipt == first)
    }

    @Test(arguments: Engine.required) func `instances that start at one moment make one key`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, migrations: IntakeHarness.migrations)
        let sets = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<6 {
                group.addTask {
                    let intake = try await IntakeHarness(engine, database: database)
                    return try await intake.request(.get, "/.well-known/relata-receipts.json").body
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(sets.count == 1)
        let set = try #require(sets.first)
        let keys = try #require(try JSONValue.parse(set)["keys"]?.array)
        #expect(keys.count == 1)
        #expect(keys[0]["d"] == nil)
    }
}
