import Audit
import Core
import Database
import HTTP
import ServiceKit

/// The audits of all services as one list, the newest first. A service that does not answer leaves a marked gap.
struct ComposeAudit: Sendable {
    struct Part: Sendable {
        let items: [AuditEntryResource]
        let next: String?
        let gaps: [Gap]
    }

    let ask: AskPeer
    let database: any Database

    /// The gateway and the services whose audits there are.
    static let services = (["gateway"] + Upstream.services).sorted()

    /// `services` are those whose lines are wanted; the request's own parameters say which lines.
    func callAsFunction(
        _ query: AuditQuery, of services: [String], limit: Int, for request: HTTPRequest
    ) async throws -> Part {
        let target = Self.target(query, limit)
        return try await withThrowingTaskGroup(of: Reply<Page<AuditEntryResource>>.self) { group in
            for service in services {
                group.addTask {
                    guard service != GatewayModule.name else {
                        return .value(try await AuditRoutes.page(query, limit, of: service, database))
                    }
                    return try await ask.list(AuditEntryResource.self, service, target, for: request)
                }
            }
            var items: [AuditEntryResource] = []
            var gaps: [Gap] = []
            var isMore = false
            for try await reply in group {
                switch reply {
                case .value(let page):
                    items += page.items
                    isMore = isMore || page.next != nil
                case .gap(let gap): gaps.append(gap)
                }
            }
            items.sort { $0.entry.id > $1.entry.id }
            let shown = Array(items.prefix(limit))
            isMore = isMore || items.count > limit
            return Part(
                items: shown, next: isMore ? shown.last.map { AuditRoutes.cursor($0.entry.id) } : nil,
                gaps: gaps.sorted { $0.service < $1.service })
        }
    }

    private static func target(_ query: AuditQuery, _ limit: Int) -> String {
        PercentText.target(
            AuditRoutes.path,
            [
                ("actor", query.actor), ("record", query.record), ("action", query.action?.rawValue),
                ("resource", query.resource?.rawValue), ("request", query.request), ("from", query.from?.description),
                ("to", query.to?.description), ("cursor", query.before.map { AuditRoutes.cursor($0) }), ("limit", String(limit)),
            ])
    }
}
