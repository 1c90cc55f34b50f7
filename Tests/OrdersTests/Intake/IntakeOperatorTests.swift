import Core
import Database
import HTTP
import JSON
import Orders
import TestKit
import Testing

/// What people do about rejected events, and what shops read back.
struct IntakeOperatorTests {
    private let wrong = IntakeExample(
        "shop.order.paid.v1", id: "e2", source: "urn:shop:1", data: ["number": "N-1", "amount": -5, "reference": "P"])
    private let right: JSONValue = ["number": "N-1", "amount": 5, "reference": "P"]

    private func placed(_ intake: IntakeHarness, number: String = "N-1", id: String = "e1") async throws {
        let story = try #require(IntakeCases.all.first)
        var example = story.steps[0].example
        example.attributes["source"] = "urn:shop:1"
        example.attributes["id"] = .string(id)
        example.data = Array(String(decoding: example.data, as: UTF8.self).replacing("N-1", with: number).utf8)
        let reply = try await intake.send(example, .httpStructured)
        #expect(reply.status == 202)
    }

    private func rejectedID(_ intake: IntakeHarness) async throws -> String {
        try #require(try await intake.get("/v1/order-intake/rejected")["items"]?.array?.first?["id"]?.string)
    }

    private func counts(_ intake: IntakeHarness) async throws -> [String: Int64] {
        let json = try await intake.get("/v1/order-intake")
        #expect(json["balanced"]?.bool == true)
        var counts: [String: Int64] = [:]
        for member in json.object?.members ?? [] { counts[member.key] = member.value.int.flatMap { $0 == 0 ? nil : $0 } }
        return counts
    }

    @Test(arguments: Engine.required, [IntakeExampleDoor.httpBinary, .httpStructured, .kafkaBinary])
    func
        `corrected data are taken beside the original, which gives way`(engine: Engine, door: IntakeExampleDoor) async throws
    {
        let intake = try await IntakeHarness(engine)
        try await placed(intake)
        _ = try await intake.send(wrong, door)
        let id = try await rejectedID(intake)
        let plain = try await intake.request(.post, "/v1/order-intake/rejected/\(id)/retry")
        #expect(plain.status == 422)
        #expect(plain.json["code"]?.string == "out-of-range")
        #expect(try await counts(intake) == ["received": 2, "accepted": 1, "rejected": 1])

        let body = JSONValue.object(JSONObject([("data", right)])).json()
        let retried = try await intake.request(.post, "/v1/order-intake/rejected/\(id)/retry", [], body)
        #expect(retried.status == 200)
        #expect(retried.json["outcome"]?.string == "accepted")
        #expect(try await counts(intake) == ["received": 3, "accepted": 2, "superseded": 1])

        let original = try await intake.get("/v1/order-intake/rejected/\(id)")
        #expect(original["state"]?.string == "superseded")
        #expect(original["settledBy"]?.string == "shop")
        let bytes = door == .httpStructured ? wrong.structured : wrong.data
        #expect(original["received"]?["text"]?.string == String(decoding: bytes, as: UTF8.self))
        let next = try #require(original["supersededBy"]?.string)
        let corrected = try await intake.get("/v1/order-intake/rejected/\(next)")
        #expect(corrected["retryOf"]?.string == id)
        #expect(try JSONValue.parse(Array((corrected["received"]?["text"]?.string ?? "").utf8)).canonical() == right.canonical())
        let again = try await intake.request(.post, "/v1/order-intake/rejected/\(id)/retry", [], body)
        #expect(again.status == 409)
        if door.isKafka { #expect(try await intake.receiptRecords().count == 2) }
    }

    @Test(arguments: Engine.required) func `a retry is taken as it was received once what it needs is there`(
        engine: Engine
    ) async throws {
        let intake = try await IntakeHarness(engine)
        try await placed(intake)
        let refund = IntakeExample(
            "shop.order.refunded.v1", id: "e3", source: "urn:shop:1", data: ["number": "N-1", "amount": 5, "reference": "R"])
        let refused = try await intake.send(refund, .httpBinary)
        #expect(refused.status == 422)
        _ = try await intake.send(
            IntakeExample("shop.order.paid.v1", id: "e2", source: "urn:shop:1", data: right), .httpBinary)
        let id = try await rejectedID(intake)
        let retried = try await intake.request(.post, "/v1/order-intake/rejected/\(id)/retry")
        #expect(retried.json["outcome"]?.string == "accepted")
        let shopsOwn = try await intake.send(refund, .httpStructured)
        #expect(shopsOwn.outcome == "duplicate")
        #expect(try await counts(intake) == ["received": 5, "accepted": 3, "superseded": 1, "duplicates": 1])
    }

    @Test(arguments: Engine.required) func `a discarded event keeps its reason, and does not come back when sent again`(
        engine: Engine
    ) async throws {
        let intake = try await IntakeHarness(engine)
        let first = try await intake.send(wrong, .httpBinary)
        let id = try await rejectedID(intake)
        #expect(try await intake.request(.post, "/v1/order-intake/rejected/\(id)/discard", [], Array("{}".utf8)).status == 422)
        let reason = Array(#"{"reason":"a test of theirs"}"#.utf8)
        let discarded = try await intake.request(.post, "/v1/order-intake/rejected/\(id)/discard", [], reason)
        #expect(discarded.json["state"]?.string == "discarded")
        #expect(discarded.json["reason"]?.string == "a test of theirs")
        #expect(try await intake.request(.post, "/v1/order-intake/rejected/\(id)/discard", [], reason).status == 409)
        #expect(try await intake.request(.post, "/v1/order-intake/rejected/1/discard", [], reason).status == 404)
        let again = try await intake.send(wrong, .httpBinary)
        #expect(again.body.count == first.body.count)
        #expect(again.receipt == first.receipt)
        #expect(try await counts(intake) == ["received": 2, "discarded": 1, "duplicates": 1])
    }

    @Test(arguments: Engine.required) func `lists go page by page and by code`(engine: Engine) async throws {
        let intake = try await IntakeHarness(engine)
        for index in 0..<5 {
            var example = wrong
            example.attributes["id"] = .string("w\(index)")
            if index == 4 { example.data = Array("{}".utf8) }
            _ = try await intake.send(example, .httpStructured)
            example.attributes["id"] = .string("q\(index)")
            example.data = right.json()
            _ = try await intake.send(example, .httpStructured)
        }
        for list in ["rejected", "waiting"] {
            var seen: [String] = []
            var cursor = ""
            repeat {
                let page = try await intake.get("/v1/order-intake/\(list)?limit=2&cursor=\(cursor)")
                seen += (page["items"]?.array ?? []).compactMap { $0["eventId"]?.string }
                cursor = page["next"]?.string ?? ""
            } while !cursor.isEmpty
            // The five payments share a reference: one waits, the others repeat it.
            #expect(seen == (list == "rejected" ? ["w4", "w3", "w2", "w1", "w0"] : ["q0"]))
        }
        let missing = try await intake.get("/v1/order-intake/rejected?code=missing")["items"]?.array ?? []
        #expect(missing.compactMap { $0["eventId"]?.string } == ["w4"])
        let waiting = try await intake.get("/v1/order-intake/waiting")["items"]?.array?.first
        #expect(waiting?["waitsFor"]?.string == "order-not-placed")
        #expect(waiting?["waitsUntil"]?.string == "2026-02-04T12:00:00Z")
        #expect(try await intake.request(.get, "/v1/order-intake/rejected?cursor=xx").status == 400)
    }

    @Test(arguments: Engine.required) func `every receipt of a name is there to read, byte for byte as it was given`(
        engine: Engine
    ) async throws {
        let intake = try await IntakeHarness(engine)
        let bad = try await intake.send(wrong, .kafkaBinary)
        var example = wrong
        example.data = right.json()
        let waits = try await intake.send(example, .kafkaBinary)
        #expect(waits.outcome == "waiting")
        _ = try await intake.send(example, .kafkaBinary)
        try await placed(intake)
        let records = try await intake.receiptRecords()
        // Rejected, waiting, duplicate, and accepted once the order was there.
        #expect(records.count == 4)
        #expect(records.allSatisfy { $0.key == "N-1" })
        let receipts = try await intake.get("/v1/order-intake/receipts?source=urn:shop:1&id=e2")["items"]?.array ?? []
        #expect(receipts.compactMap { $0["outcome"]?.string } == ["rejected", "waiting", "accepted"])
        #expect(receipts.map { $0.json() } == [bad.body, waits.body, records[3].value])
        #expect(receipts[2]["order"]?.string != nil)
        let sequences = receipts.compactMap { $0["sequence"]?.int }
        #expect(sequences == sequences.sorted() && Set(sequences).count == 3)
        #expect(try await intake.get("/v1/order-intake/receipts?source=urn:shop:1&id=none")["items"]?.array == [])
        #expect(try await intake.request(.get, "/v1/order-intake/receipts?source=urn:shop:1").status == 400)
    }
}
