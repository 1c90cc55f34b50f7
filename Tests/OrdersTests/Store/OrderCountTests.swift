import Core
import Database
import HTTP
import JSON
import ServiceKit
import TestKit
import Testing

@testable import Orders

/// Orders counted by spans of time.
@Suite struct OrderCountTests {
    @Test(arguments: Engine.required) func `each order is counted in its span, and none outside`(engine: Engine) async throws {
        let door = try await OrderRoutesTests.Door(engine)
        try await door.fill()
        func counts(_ bounds: String) async throws -> [Int64] {
            let spans = try await door.get("/v1/order-counts?bounds=\(bounds)").body["spans"]?.array ?? []
            return spans.compactMap { $0["count"]?.int }
        }
        let days = (1...6).map { "2026-04-0\($0)T00:00:00Z" }
        #expect(try await counts(days.joined(separator: ",")) == [1, 1, 1, 1, 1])
        #expect(try await counts("2026-04-02T00:00:00Z,2026-04-04T00:00:00Z,2026-04-04T00:00:01Z") == [2, 1])
        #expect(try await counts("2026-04-01T00:00:01Z,2026-04-02T00:00:00Z") == [0])
    }

    @Test(arguments: Engine.required) func `who sees some of the orders is told of these alone`(engine: Engine) async throws {
        let room = try await OrderRightsTests.Room(engine)
        for viewer in RightsMatrix.viewers(of: .order) {
            let door = try room.door(viewer)
            func get(_ target: String) async throws -> JSONValue {
                try JSONValue.parse(
                    try await door(HTTPRequest(method: .get, target: target)).body.collect(upTo: 1 << 22),
                    limits: JSONLimits(depth: 40, bytes: 1 << 22))
            }
            let listed = try await get("/v1/orders?limit=200")["items"]?.array?.count ?? 0
            let bounds = "2000-01-01T00:00:00Z,2020-01-01T00:00:00Z,2100-01-01T00:00:00Z"
            let spans = try await get("/v1/order-counts?bounds=\(bounds)")["spans"]?.array ?? []
            #expect(spans.reduce(0) { $0 + ($1["count"]?.int ?? 0) } == Int64(listed), "\(viewer)")
        }
    }

    @Test(arguments: ["", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z,2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z,", "a,b"])
    func `bounds that are no rising times are refused`(_ text: String) {
        #expect(throws: Refusal.self) { try TimeBounds.read(HTTPRequest(method: .get, target: "/x?bounds=\(text)")) }
    }

    @Test func `no more bounds are taken than a quarter has days`() throws {
        func request(_ count: Int) -> HTTPRequest {
            let start = CivilTime(year: 2026, month: 1, day: 1).timestamp
            let bounds = (0..<count).map { start.adding(days: $0).description }.joined(separator: ",")
            return HTTPRequest(method: .get, target: "/x?bounds=\(bounds)")
        }
        #expect(try TimeBounds.read(request(93)).count == 93)
        #expect(throws: Refusal.self) { try TimeBounds.read(request(94)) }
    }
}
