import HTTP
import JSON
import TestKit
import Testing

/// Somebody outside who talks to a gateway.
struct SuiteClient: Sendable {
    static let web = WebClient(userAgent: "relata-tests")

    let address: String
    var token: String?

    struct Unexpected: Error, CustomStringConvertible {
        let description: String
    }

    func request(
        _ method: HTTPMethod, _ target: String, _ fields: [(String, String)] = [], body: [UInt8]? = nil, seconds: Double = 30
    ) async throws -> WebResponse {
        let authorization = token.map { [("Authorization", "Bearer " + $0)] } ?? []
        return try await Self.web.send(
            method, address + target, fields: fields + authorization, body: body, timeoutSeconds: seconds, maxResponse: 16 << 20)
    }

    /// What stands at an address; anything but 200 is thrown. A part of the system that does not answer is asked again, as the
    /// answer says: soon after a kill, on a busy machine, ten seconds may pass without a byte.
    func get(_ target: String) async throws -> JSONValue {
        var answer = try await request(.get, target)
        for _ in 0..<2 where answer.status == 503 { answer = try await request(.get, target) }
        guard answer.status == 200 else {
            throw Unexpected(
                description: "\(target) answered \(answer.status): \(String(decoding: answer.body.prefix(1000), as: UTF8.self))")
        }
        return answer.json
    }

    /// All pages of a list.
    func list(_ target: String) async throws -> [JSONValue] {
        let start = target + (target.contains("?") ? "&" : "?") + "limit=200"
        var items: [JSONValue] = []
        var page = try await get(start)
        while true {
            items += page["items"]?.array ?? []
            guard let next = page["next"]?.string else { return items }
            page = try await get(start + "&cursor=" + next)
        }
    }

    /// Through an HTTP door of the intake.
    func send(_ example: IntakeExample, _ door: IntakeExampleDoor = .httpStructured, seconds: Double = 30) async throws
        -> WebResponse
    {
        switch door {
        case .httpBinary:
            return try await request(
                .post, "/v1/events", example.headers(prefix: "ce-").map { ($0.name, $0.value) }, body: example.data,
                seconds: seconds)
        case .httpStructured:
            return try await request(
                .post, "/v1/events", [("Content-Type", "application/cloudevents+json")], body: example.structured,
                seconds: seconds)
        case .httpBatch:
            return try await request(
                .post, "/v1/events", [("Content-Type", "application/cloudevents-batch+json")],
                body: Array("[".utf8) + example.structured + Array("]".utf8), seconds: seconds)
        case .orders:
            return try await request(
                .post, "/v1/orders", [("Content-Type", "application/json"), ("Idempotency-Key", example.id)],
                body: example.order, seconds: seconds)
        case .kafkaBinary, .kafkaStructured: throw Unexpected(description: "\(door) is no door of HTTP")
        }
    }

    /// The equation of the intake, which must hold.
    func counts() async throws -> [String: Int] {
        let json = try await get("/v1/order-intake")
        #expect(json["balanced"]?.bool == true)
        var counts: [String: Int] = [:]
        for name in ["received", "accepted", "waiting", "rejected", "superseded", "discarded", "duplicates"] {
            counts[name] = Int(try #require(json[name]?.int))
        }
        #expect(counts["received"] == counts.filter { $0.key != "received" }.values.reduce(0, +))
        return counts
    }
}

extension WebResponse {
    /// Null where it is none.
    var json: JSONValue { (try? JSONValue.parse(body, limits: JSONLimits(depth: 64, bytes: 16 << 20))) ?? .null }
    var text: String { String(decoding: body, as: UTF8.self) }
}
