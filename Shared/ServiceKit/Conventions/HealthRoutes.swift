import Audit
import Core
import HTTP
package import JSON
package import Observability

/// Liveness, readiness and metrics, which every process has.
package enum HealthRoutes {
    /// Seconds a check may take before it counts as failed.
    private static let patience = 3.0
    private static let silent = AuditDuty.none("Tells of no record.")

    /// Behind the gateway metrics are open, as the network is ours; at the gateway itself they need a right.
    /// Readiness answers 200 when every check passes and 503 with the sentence of each that does not.
    package static func routes(
        checks: [String: ServiceModule.Check], metrics: Metrics, metricsAccess: Access = .open
    ) -> [Route] {
        [
            Route(.get, "/health/live", access: .open, audit: silent, "Whether the process runs.", response: Health.self) { _ in
                .json(Health(status: "live", failures: []))
            },
            Route(.get, "/health/ready", access: .open, audit: silent, "Whether it can do its work now.", response: Health.self) {
                _ in
                let failures = await failures(of: checks)
                return .json(
                    Health(status: failures.isEmpty ? "ready" : "not-ready", failures: failures),
                    status: failures.isEmpty ? 200 : 503)
            },
            Route(.get, "/metrics", access: metricsAccess, audit: silent, "Metrics in Prometheus text.") { _ in
                var response = HTTPResponse.text(metrics.text())
                response.fields["Content-Type"] = "text/plain; version=0.0.4; charset=utf-8"
                return response
            },
        ]
    }

    /// What does not work now, each part with a sentence; a check that takes longer than `patience` seconds counts as failed.
    static func failures(
        of checks: [String: ServiceModule.Check], patience: Double = patience
    ) async -> [Health.Failure] {
        await withTaskGroup(of: Health.Failure?.self) { group in
            for (name, check) in checks {
                group.addTask {
                    do {
                        try await withPatience(patience, check)
                        return nil
                    } catch {
                        return Health.Failure(name: name, detail: (error as? any Problem)?.detail ?? "\(error)")
                    }
                }
            }
            var failures: [Health.Failure] = []
            for await failure in group {
                if let failure { failures.append(failure) }
            }
            return failures.sorted { $0.name < $1.name }
        }
    }

    private static func withPatience(_ seconds: Double, _ check: @escaping ServiceModule.Check) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await check() }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                throw Refusal(.unavailable, "timeout", "No answer within \(Int(seconds)) s.")
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}

package struct Health: Shape, JSONWritable, Hashable {
    package struct Failure: Shape, JSONWritable, Hashable {
        package static let shapeName = "HealthFailure"
        package let name: String
        package let detail: String

        init(name: String, detail: String) {
            self.name = name
            self.detail = detail
        }

        package init(_ fields: inout ShapeReader) {
            name = fields.text("name", "Which part.")
            detail = fields.text("detail", "What is wrong and what to do.")
        }

        package func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.field("name", name)
                writer.field("detail", detail)
            }
        }
    }

    package static let shapeName = "Health"
    package let status: String
    package let failures: [Failure]

    init(status: String, failures: [Failure]) {
        self.status = status
        self.failures = failures
    }

    package init(_ fields: inout ShapeReader) {
        status = fields.choice("status", among: ["live", "ready", "not-ready"])
        failures = fields.objects("failures", Failure.self, count: 0...100)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("status", status)
            writer.field("failures", array: failures)
        }
    }
}
