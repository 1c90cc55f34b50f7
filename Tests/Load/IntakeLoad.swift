import Core
import HTTP
import ServiceKit
import Synchronization

/// Sends orders to a door on so many connections, each with its next request as soon as it has its answer.
struct IntakeLoad: Sendable {
    struct Result: Sendable {
        let count: Int
        let perSecond: Double
        /// Seconds.
        let median: Double
        let slow: Double
        /// Microseconds of processor time of the measured program for each order.
        let processor: Double
        /// The same of the database's server, where there is one.
        var server = 0.0

        init(seconds: Double, latencies: [Double], processorSeconds: Double) {
            let sorted = latencies.sorted()
            self.init(
                count: sorted.count, seconds: seconds, median: sorted[sorted.count / 2], slow: sorted[sorted.count * 99 / 100],
                processorSeconds: processorSeconds)
        }

        init(count: Int, seconds: Double, median: Double, slow: Double, processorSeconds: Double) {
            self.count = count
            perSecond = Double(count) / seconds
            self.median = median
            self.slow = slow
            processor = processorSeconds / Double(count) * 1_000_000
        }
    }

    let port: Int
    let connections: Int
    let issuer: InternalTokenIssuer

    private static let caller = Caller(
        kind: .token, subject: "load", name: "load", scopes: ["events:write"], sources: [ShopOrders.source])

    /// `service` is the process behind the door.
    func send(_ orders: ShopOrders, to service: Child) async throws -> Result {
        let group = EventLoopGroup(threads: 1)
        defer { group.shutdown() }
        let client = PeerClient(host: "127.0.0.1", port: port, group: group, maxIdle: connections)
        let next = Cursor()
        let processor = service.processorSeconds
        let started = monotonicMicroseconds()
        let latencies = try await withThrowingTaskGroup(of: [Double].self) { tasks in
            for _ in 0..<connections {
                tasks.addTask {
                    var latencies: [Double] = []
                    while let event = next.take(of: orders) {
                        let start = monotonicMicroseconds()
                        try await send(event, client)
                        latencies.append(Double(monotonicMicroseconds() - start) / 1_000_000)
                    }
                    return latencies
                }
            }
            return try await tasks.reduce(into: []) { $0 += $1 }
        }
        let seconds = Double(monotonicMicroseconds() - started) / 1_000_000
        return Result(seconds: seconds, latencies: latencies, processorSeconds: service.processorSeconds - processor)
    }

    private func send(_ event: ShopOrders.Event, _ client: PeerClient) async throws {
        var request = HTTPRequest(method: .post, target: "/v1/events", fields: event.fields, body: .bytes(event.body))
        request.fields["Authorization"] = "Bearer " + issuer.token(for: Self.caller, service: "orders")
        let response = try await client.send(request)
        let body = try await response.body.collect(upTo: 1 << 20)
        guard response.status == 202 else {
            throw Refusal(
                .failed, "unexpected-answer", "An order was answered \(response.status): \(String(decoding: body, as: UTF8.self))"
            )
        }
    }

    /// Which order is sent next.
    private final class Cursor: Sendable {
        private let place = Atomic<Int>(0)

        func take(of orders: ShopOrders) -> ShopOrders.Event? {
            let index = place.add(1, ordering: .relaxed).oldValue
            return index < orders.events.count ? orders.events[index] : nil
        }
    }
}
