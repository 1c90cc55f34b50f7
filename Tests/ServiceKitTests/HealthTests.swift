import Core
import HTTP
import JSON
import Observability
import ServiceKit
import Testing

@Suite struct HealthTests {
    private func ask(_ target: String, checks: [String: ServiceModule.Check], metrics: Metrics = Metrics()) async throws -> (
        response: HTTPResponse, body: [UInt8]
    ) {
        let handler = try ServiceHandler.make(
            service: "test", routes: HealthRoutes.routes(checks: checks, metrics: metrics),
            ids: IdentifierSource(clock: SystemClock()), logger: .silent, metrics: metrics
        ) { _ in .anonymous }
        let response = try await handler(HTTPRequest(method: .get, target: target))
        return (response, try await response.body.collect(upTo: 100_000))
    }

    @Test func `readiness names every part that does not work, with what to do`() async throws {
        let checks: [String: ServiceModule.Check] = [
            "b.disk": { throw Refusal(.unavailable, "full", "The disk is full; make room.") }, "a.database": {},
            "a.broker": { throw Refusal(.unavailable, "no-broker", "No broker at b:9092.") },
        ]
        let (response, body) = try await ask("/health/ready", checks: checks)
        #expect(response.status == 503)
        let health = try Shapes.decode(Health.self, from: body)
        #expect(health.status == "not-ready" && health.failures.map(\.name) == ["a.broker", "b.disk"])
        #expect(health.failures.map(\.detail) == ["No broker at b:9092.", "The disk is full; make room."])
        #expect(try await ask("/health/live", checks: checks).response.status == 200)
    }

    @Test func `readiness is 200 when every check passes`() async throws {
        let (response, body) = try await ask("/health/ready", checks: ["a": {}])
        #expect(response.status == 200)
        #expect(body == Array(#"{"status":"ready","failures":[]}"#.utf8))
    }

    @Test func `a check that hangs counts as failed and is cancelled`() async throws {
        let (response, body) = try await ask("/health/ready", checks: ["slow": { try await Task.sleep(for: .seconds(100)) }])
        #expect(response.status == 503)
        #expect(try Shapes.decode(Health.self, from: body).failures.first?.detail == "No answer within 3 s.")
    }

    @Test func `metrics are Prometheus text`() async throws {
        let metrics = Metrics()
        metrics.counter("things_total", "Things.").increment(by: 3)
        let (response, body) = try await ask("/metrics", checks: [:], metrics: metrics)
        #expect(response.fields["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
        #expect(String(decoding: body, as: UTF8.self).contains("things_total 3\n"))
    }
}
