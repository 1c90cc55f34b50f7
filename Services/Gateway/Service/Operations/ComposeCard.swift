import Core
import HTTP
import JSON
import ServiceKit

/// The client card, put together from several services in parallel, with the caller's own rights. A service that does not
/// answer leaves a marked gap; the others' blocks are shown all the same.
struct ComposeCard: Sendable {
    /// Seconds that one block may take.
    static let patience = 3.0

    struct Block: Sendable {
        let name: String
        let asOf: Timestamp
        let content: Content

        enum Content: Sendable {
            /// JSON as the service answered.
            case data([UInt8])
            case gap(code: String, detail: String)
        }
    }

    let peers: Peers
    let clock: any WallClock

    /// Throws `notFound` when contacts says that there is no such account, and what contacts refuses.
    func callAsFunction(_ id: String, for request: HTTPRequest) async throws -> [Block] {
        let sources: [(name: String, service: String, target: String)] = [
            ("facts", "contacts", "/v1/accounts/\(id)"),
            ("people", "contacts", "/v1/accounts/\(id)/people"),
            ("timeline", "contacts", "/v1/customers/\(id)/timeline?limit=20"),
            ("money", "orders", "/v1/order-summaries?customer=\(id)"),
            ("orders", "orders", "/v1/orders?customer=\(id)&limit=5"),
            ("mails", "notifications", "/v1/mails?account=\(id)&limit=5"),
        ]
        return try await withThrowingTaskGroup(of: (Int, Block).self) { group in
            for (index, source) in sources.enumerated() {
                group.addTask { (index, try await block(source.name, source.service, source.target, request)) }
            }
            var blocks: [(Int, Block)] = []
            for try await block in group { blocks.append(block) }
            return blocks.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func block(_ name: String, _ service: String, _ target: String, _ request: HTTPRequest) async throws -> Block {
        func gap(_ code: String, _ detail: String) -> Block {
            Block(name: name, asOf: clock.now(), content: .gap(code: code, detail: detail))
        }
        guard let peer = peers[service] else { return gap("no-service", "The service \(service) is not configured.") }
        var asked = HTTPRequest(method: .get, target: target)
        asked.caller = request.caller
        asked.id = request.id
        let question = asked
        let status: Int
        let bytes: [UInt8]
        do {
            (status, bytes) = try await Deadline.run(seconds: Self.patience) {
                let response = try await peer(question)
                return (response.status, try await response.body.collect(upTo: 4_000_000))
            }
        } catch let refusal as Refusal {
            return gap(refusal.code, refusal.detail)
        }
        if status == 200 { return Block(name: name, asOf: clock.now(), content: .data(bytes)) }
        if name == "facts", status == 404 {
            throw Refusal(.notFound, "not-found", "There is no customer with this id.")
        }
        if status == 403 { return gap("missing-scope", "This needs a right that you do not hold.") }
        return gap("service-answered-\(status)", "The service \(service) could not answer now.")
    }
}

/// Runs work with a limit of time; then it is cancelled and `Refusal(.unavailable, "timeout")` thrown.
enum Deadline {
    static func run<T: Sendable>(seconds: Double, _ work: @escaping @Sendable () async throws -> T) async throws -> T {
        try await withThrowingTaskGroup(of: T.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                throw Refusal(.unavailable, "timeout", "No answer within \(Int(seconds)) s.")
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }
}
