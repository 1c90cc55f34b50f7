import Core
import Crypto
import Database
import Events
import HTTP
import JSON
import Orders
import Synchronization
import TestKit
import Testing

/// What differs from door to door.
struct IntakeDoorTests {
    private let order: IntakeExample
    private let batchType = [("content-type", "application/cloudevents-batch+json")]

    init() throws {
        var example = try #require(IntakeCases.all.first).steps[0].example
        example.attributes["source"] = "urn:shop:1"
        order = example
    }

    private func withdrawn(_ id: String, source: String = "urn:shop:1") -> IntakeExample {
        IntakeExample("shop.product.withdrawn.v1", id: id, source: source, data: ["sku": .string(id)])
    }

    private func batch(_ events: [IntakeExample]) -> [UInt8] {
        Array("[".utf8) + events.map(\.structured).joined(separator: Array(",".utf8)) + Array("]".utf8)
    }

    private func received(_ intake: IntakeHarness) async throws -> Int64? {
        let json = try await intake.get("/v1/order-intake")
        #expect(json["balanced"]?.bool == true)
        return json["received"]?.int
    }

    // MARK: Rights

    @Test(arguments: Engine.required) func `without a right nothing is kept`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine, migrations: IntakeHarness.migrations)
        func harness(scopes: Set<String>, sources: [String]) async throws -> IntakeHarness {
            let caller = Caller(
                kind: .token, subject: "t", name: "t", scopes: scopes, sources: sources, viewer: .everything(role: "Test"))
            return try await IntakeHarness(engine, caller: caller, database: database)
        }
        let stranger = try await harness(scopes: ["events:write", "orders:write"], sources: ["urn:shop:2", "urn:shops:*"])
        for door in [IntakeExampleDoor.httpBinary, .httpStructured, .httpBatch, .orders] {
            let reply = try await stranger.send(order, door)
            #expect(reply.problem?["status"]?.int == 403)
            #expect(reply.problem?["code"]?.string == "source-not-allowed")
            #expect(reply.receipt == nil)
        }
        var large = order
        large.data = [UInt8](repeating: 0x20, count: 600_000)
        #expect(try await stranger.send(large, .httpBinary).status == 403)
        let reader = try await harness(scopes: ["intake:read"], sources: ["*"])
        #expect(try await reader.send(order, .httpBinary).status == 403)
        #expect(try await reader.send(order, .orders).status == 403)
        #expect(try await reader.request(.post, "/v1/events", [("X-No-Caller", "1")], order.data).status == 401)
        #expect(try await received(reader) == 0)
        #expect(try await stranger.request(.get, "/v1/order-intake").status == 403)
        #expect(try await reader.request(.post, "/v1/order-intake/rejected/1/retry").status == 403)
        #expect(try await reader.request(.post, "/v1/order-intake/rejected/1/discard").status == 403)

        #expect(try await stranger.send(withdrawn("a", source: "urn:shops:7"), .httpBinary).status == 202)
        let mixed = try await stranger.request(
            .post, "/v1/events", batchType,
            batch([withdrawn("b", source: "urn:shop:2"), order, withdrawn("c", source: "urn:shops:1")]))
        #expect(mixed.status == 200)
        #expect((mixed.json.array ?? []).map { $0["outcome"]?.string } == ["accepted", "forbidden", "accepted"])
        #expect(try await received(reader) == 3)
    }

    // MARK: POST /v1/orders

    @Test(arguments: Engine.required) func `an order is entered once per key and answered alike ever after`(
        engine: Engine
    ) async throws {
        let intake = try await IntakeHarness(engine)
        let first = try await intake.request(.post, "/v1/orders", [("Idempotency-Key", "k 1")], order.order)
        #expect(first.status == 201)
        let id = try #require(first.json["order"]?["id"]?.string)
        #expect(first.fields["Location"] == "/v1/orders/\(id)")
        #expect(first.fields["Idempotent-Replayed"] == nil)
        #expect(first.json["order"]?["number"]?.string == "N-1")
        #expect(first.json["receipt"]?["outcome"]?.string == "accepted")
        #expect(first.json["receipt"]?["order"]?.string == id)
        #expect(first.json["receipt"]?["digest"]?.string == Digest.contentDigest(order.order))

        // What happens to the order later does not change the answer.
        let paid = IntakeExample(
            "shop.order.paid.v1", id: "p", source: "urn:shop:1", data: ["number": "N-1", "amount": 1, "reference": "P"])
        #expect(try await intake.send(paid, .httpBinary).status == 202)
        let again = try await intake.request(.post, "/v1/orders", [("Idempotency-Key", "k 1")], order.order)
        #expect(again.status == 200)
        #expect(again.body == first.body)
        #expect(again.fields["Idempotent-Replayed"] == "true")
        #expect(again.fields["Location"] == first.fields["Location"])

        let other = Array(String(decoding: order.order, as: UTF8.self).replacing("N-1", with: "N-2").utf8)
        let conflict = try await intake.request(.post, "/v1/orders", [("Idempotency-Key", "k 1")], other)
        #expect(conflict.status == 409)
        #expect(conflict.json["code"]?.string == "already-exists-with-other-content")
        let otherKey = try await intake.request(.post, "/v1/orders", [("Idempotency-Key", "k 2")], order.order)
        #expect(otherKey.status == 200)
        #expect(otherKey.fields["Idempotent-Replayed"] == nil)
        #expect(otherKey.json["receipt"]?["outcome"]?.string == "duplicate")
        #expect(otherKey.json["receipt"]?["first"] == first.json["receipt"])
        #expect(otherKey.json["order"]?["paid"]?["amount"]?.int == 1)
        #expect(try await received(intake) == 5)
    }

    @Test(arguments: Engine.required) func `a key belongs to its token, and must be there`(engine: Engine) async throws {
        let intake = try await IntakeHarness(engine)
        let other = try await IntakeHarness(
            engine,
            caller: Caller(
                kind: .token, subject: "t2", name: "t2", scopes: ["*"], sources: ["*"], viewer: .everything(role: "Test")),
            database: intake.database)
        let second = Array(String(decoding: order.order, as: UTF8.self).replacing("N-1", with: "N-2").utf8)
        #expect(try await intake.request(.post, "/v1/orders", [("Idempotency-Key", "k")], order.order).status == 201)
        #expect(try await other.request(.post, "/v1/orders", [("Idempotency-Key", "k")], second).status == 201)
        let refused: [[(String, String)]] = [
            [], [("Idempotency-Key", "")], [("Idempotency-Key", "a"), ("Idempotency-Key", "b")],
            [("Idempotency-Key", String(repeating: "k", count: 254))],
        ]
        for fields in refused {
            let answer = try await intake.request(.post, "/v1/orders", fields, order.order)
            #expect(answer.status == 400)
            #expect(
                answer.json["code"]?.string
                    == (fields.count == 1 && fields[0].1 != "" || fields.count > 1 ? "out-of-range" : "missing"))
        }
        #expect(
            try await intake.request(.post, "/v1/orders", [("Idempotency-Key", "x")], order.data).json["code"]?.string
                == "missing")
        #expect(try await received(intake) == 3)
    }

    // MARK: Batches

    @Test(arguments: Engine.required) func `one bad event never spoils its neighbours`(engine: Engine) async throws {
        let intake = try await IntakeHarness(engine)
        let texts = [
            String(decoding: withdrawn("a").structured, as: UTF8.self), "{\"id\":\"b\",\"id\":\"b\"}", "17", "{\"a\" \"b\"}",
            String(repeating: "[", count: 50) + String(repeating: "]", count: 50),
            "{\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"urn:shop:1\",\"type\":\"t\",\"data\":\""
                + String(repeating: "y", count: 530_000) + "\"}",
            String(decoding: withdrawn("a").structured, as: UTF8.self),
            String(decoding: withdrawn("c").structured, as: UTF8.self),
        ]
        let answer = try await intake.request(
            .post, "/v1/events", batchType, Array("[ \(texts.joined(separator: " ,\n")) ]".utf8))
        #expect(answer.status == 200)
        let receipts = try #require(answer.json.array)
        #expect(
            receipts.map { $0["outcome"]?.string }
                == ["accepted", "rejected", "rejected", "rejected", "rejected", "rejected", "duplicate", "accepted"])
        #expect(
            receipts.compactMap { $0["problem"]?["code"]?.string }
                == ["not-json", "not-a-cloudevent", "not-json", "not-json", "too-large"])
        #expect(receipts[6]["first"] == receipts[0])
        #expect(try await received(intake) == 8)
    }

    @Test(arguments: Engine.required) func `what is no batch is refused whole and kept`(engine: Engine) async throws {
        let intake = try await IntakeHarness(engine)
        #expect(try await intake.request(.post, "/v1/events", batchType, Array("[]".utf8)).body == Array("[]".utf8))
        let many = batch((0...1000).map { withdrawn("w\($0)") })
        let large = Array("[\"".utf8) + [UInt8](repeating: 0x61, count: 8 << 20) + Array("\"]".utf8)
        let cases: [([UInt8], Int, String)] = [
            (Array("{}".utf8), 400, "not-a-cloudevent"), (Array("[{}".utf8), 400, "not-json"),
            (Array("[{},]".utf8), 400, "not-json"),
            (Array("[{}]x".utf8), 400, "not-json"), ([], 400, "not-json"), (many, 413, "too-large"), (large, 413, "too-large"),
        ]
        for (body, status, code) in cases {
            let answer = try await intake.request(.post, "/v1/events", batchType, body)
            #expect(answer.status == status)
            #expect(answer.json["code"]?.string == code)
            #expect(answer.json["receipt"]?["outcome"]?.string == "rejected")
        }
        #expect(try await received(intake) == 7)
        let whole = try await intake.request(.post, "/v1/events", batchType, batch((0..<1000).map { withdrawn("w\($0)") }))
        #expect((whole.json.array ?? []).allSatisfy { $0["outcome"]?.string == "accepted" })
        #expect(try await received(intake) == 1007)
    }

    // MARK: Sizes

    @Test(arguments: Engine.required) func `of what is too large the head, the length and the digest are kept`(
        engine: Engine
    ) async throws {
        let intake = try await IntakeHarness(engine)
        let body = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        func send(_ count: Int, _ id: String) async throws -> JSONValue {
            let part = 10_000
            let source = Parts((0..<count / part).map { Array(body[($0 * part % 700_000)..<($0 * part % 700_000 + part)]) })
            var fields = HTTPFields(order.headers(prefix: "ce-").map { ($0.name, $0.value) })
            fields["ce-id"] = id
            let response = try await intake.handler(
                HTTPRequest(method: .post, target: "/v1/events", fields: fields, body: .stream(HTTPBodyStream(source: source))))
            #expect(response.status == 413)
            return try JSONValue.parse(try await response.body.collect(upTo: 1 << 20))
        }
        let receipt = try #require(try await send(700_000, "a")["receipt"])
        #expect(receipt["digest"]?.string == Digest.contentDigest(body))
        #expect(receipt["id"]?.string == "a")
        let kept = try await intake.get("/v1/order-intake/rejected/\(receipt["sequence"]?.int ?? 0)")["received"]
        #expect(kept?["length"]?.int == 700_000)
        #expect(kept?["bytes"]?.string == Base64.encode(Array(body.prefix(65_536))))
        // Beyond what is read at all there is no digest.
        #expect(try await send(20_000_000, "b")["receipt"]?["digest"] == nil)
        #expect(try await received(intake) == 2)
    }

    // MARK: Kafka

    @Test(arguments: Engine.required) func `garbage on the topic is refused and kept, and never in the way`(engine: Engine)
        async throws
    {
        let intake = try await IntakeHarness(engine)
        let garbage: [([(name: String, value: String)], [UInt8])] = [
            ([], []), ([], [0xff, 0x00, 0xfe]), ([("content-type", "application/cloudevents-batch+json")], Array("[]".utf8)),
            ([("content-type", "application/avro")], [1, 2, 3]), ([("ce_id", "x"), ("ce_id", "y")], Array("{}".utf8)),
            ([("ce_specversion", String(repeating: "1", count: 70_000))], Array("{}".utf8)),
        ]
        for (headers, value) in garbage {
            let reply = try await intake.kafka(headers, value, key: nil)
            #expect(reply.outcome == "rejected")
            #expect(try await intake.kafka(headers, value, key: nil).receipt == reply.receipt)
        }
        #expect(try await intake.send(order, .kafkaBinary).outcome == "accepted")
        // The same event by another door.
        #expect(try await intake.send(order, .httpStructured).outcome == "duplicate")
        let counts = try await intake.get("/v1/order-intake")
        #expect(counts["rejected"]?.int == 6 && counts["duplicates"]?.int == 7 && counts["balanced"]?.bool == true)
    }

    @Test(arguments: Engine.required) func `a catalogue can be enforced`(engine: Engine) async throws {
        let intake = try await IntakeHarness(engine, settings: Settings(["CRM_ORDERS_ENFORCE_CATALOGUE": "true"]))
        let released = IntakeExample(
            "shop.product.released.v1", id: "A", source: "urn:shop:1", data: ["sku": "A", "name": "Anvil"])
        #expect(try await intake.send(released, .httpBinary).status == 202)
        let refused = try await intake.send(order, .httpBinary)
        #expect(refused.status == 422)
        #expect(refused.problem?["code"]?.string == "unknown-product")
        #expect(refused.problem?["errors"]?.array?.compactMap { $0["pointer"]?.string } == ["/lines/1/sku"])
    }

    @Test(arguments: Engine.required) func `without its database it says so and asks to be sent again`(engine: Engine)
        async throws
    {
        let intake = try await IntakeHarness(engine)
        await intake.database.close()
        for door in [IntakeExampleDoor.httpBinary, .httpBatch, .orders] {
            let reply = try await intake.send(order, door)
            #expect(reply.problem?["status"]?.int == 503)
            #expect(reply.receipt == nil)
        }
        let answer = try await intake.request(
            .post, "/v1/events", order.headers(prefix: "ce-").map { ($0.name, $0.value) }, order.data)
        #expect(answer.fields["Retry-After"] != nil)
    }
}

private final class Parts: HTTPBodySource {
    private let parts: Mutex<ArraySlice<[UInt8]>>

    init(_ parts: [[UInt8]]) {
        self.parts = Mutex(parts[...])
    }

    func next() async throws -> [UInt8]? { parts.withLock { $0.popFirst() } }
}
