import Core
import HTTP
import JSON
import Jobs
import Observability
import ServiceKit

/// The operators' doors of all services as one. A service that does not answer leaves a marked gap; the gateway's own door is asked
/// like the others'.
struct ComposeOperations: Sendable {
    static let services = ComposeAudit.services

    let ask: AskPeer

    /// `desk` is the gateway's own.
    init(_ platform: Platform, desk: OperatorDesk) throws {
        let own = try ServiceHandler.make(
            service: GatewayModule.name, routes: OperationsRoutes.routes(desk), audit: platform.audit, ids: platform.ids,
            logger: platform.logger, metrics: platform.metrics
        ) { $0.caller }
        var peers = platform.peers
        peers.add(GatewayModule.name) { request in
            var request = request
            request.fields["X-Request-ID"] = request.id
            return try await own(request)
        }
        ask = AskPeer(peers: peers, logger: platform.logger)
    }

    struct Overview: Sendable {
        let services: [ServiceStatus]
        let gaps: [Gap]
    }

    func overview(for request: HTTPRequest) async throws -> Overview {
        let replies = try await all(Self.services) { service in
            try await ask.resource(ServiceStatus.self, service, OperationsRoutes.statusPath, for: request)
        }
        return Overview(
            services: replies.compactMap(\.value).sorted { $0.service < $1.service },
            gaps: replies.compactMap(\.gap).sorted { $0.service < $1.service })
    }

    struct Part<Item: Sendable>: Sendable {
        let items: [Item]
        let next: String?
        let gaps: [Gap]
    }

    /// Jobs of these services, the newest first; the request's `state` and `kind` say which.
    func jobs(of services: [String], page: PageRequest, for request: HTTPRequest) async throws -> Part<JobResource> {
        let (state, kind) = try OperationsRoutes.filters(request)
        let target = PercentText.target(
            OperationsRoutes.jobsPath,
            [("state", state?.rawValue), ("kind", kind), ("cursor", page.cursor), ("limit", String(page.limit))])
        let replies = try await all(services) { try await ask.list(JobResource.self, $0, target, for: request) }
        let items = replies.compactMap(\.value).flatMap(\.items).sorted { $0.id > $1.id }
        let shown = Array(items.prefix(page.limit))
        let isMore = items.count > page.limit || replies.contains { $0.value?.next != nil }
        return Part(
            items: shown, next: isMore ? shown.last.map { OperationsRoutes.cursor($0.id) } : nil,
            gaps: replies.compactMap(\.gap).sorted { $0.service < $1.service })
    }

    /// Parked events of these services, the first parked first. The cursor holds how far each service was read.
    func parked(of services: [String], page: PageRequest, for request: HTTPRequest) async throws -> Part<ParkedEventResource> {
        var positions = Array(repeating: "0", count: Self.services.count)
        if let cursor = page.cursor { positions = try Cursor.decode(cursor, parts: positions.count) }
        let asked = zip(Self.services, positions).filter { services.contains($0.0) }
        let replies = try await all(asked) { service, position in
            let target = PercentText.target(
                OperationsRoutes.parkedPath, [("cursor", Cursor.encode([position])), ("limit", String(page.limit))])
            return try await ask.list(ParkedEventResource.self, service, target, for: request)
        }
        let items = replies.compactMap(\.value).flatMap(\.items).sorted {
            ($0.parkedAt, $0.service, $0.id) < ($1.parkedAt, $1.service, $1.id)
        }
        let shown = Array(items.prefix(page.limit))
        let isMore = items.count > page.limit || replies.contains { $0.value?.next != nil }
        for (index, service) in Self.services.enumerated() {
            positions[index] = shown.filter { $0.service == service }.map(\.id).max().map(String.init) ?? positions[index]
        }
        return Part(
            items: shown, next: isMore && !shown.isEmpty ? Cursor.encode(positions) : nil,
            gaps: replies.compactMap(\.gap).sorted { $0.service < $1.service })
    }

    func job(_ id: ID, of service: String, for request: HTTPRequest) async throws -> JobResource {
        let reply = try await ask.resource(JobResource.self, service, "\(OperationsRoutes.jobsPath)/\(id)", for: request)
        switch reply {
        case .value(let job): return job
        case .gap(let gap): throw Refusal(.unavailable, gap.code, gap.detail)
        }
    }

    /// Sends a change to the service and gives what it answered.
    func change(_ path: String, of service: String, body: JSONValue? = nil, for request: HTTPRequest) async throws -> [UInt8] {
        switch try await ask(service, .post, path, body: body, for: request) {
        case .done(let bytes): return bytes
        case .refused(let refusal): throw refusal
        case .gap(let gap): throw Refusal(.unavailable, gap.code, gap.detail)
        }
    }

    private func all<Key: Sendable, Value: Sendable>(
        _ keys: [Key], _ work: @escaping @Sendable (Key) async throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: Value.self) { group in
            for key in keys { group.addTask { try await work(key) } }
            var values: [Value] = []
            for try await value in group { values.append(value) }
            return values
        }
    }
}
