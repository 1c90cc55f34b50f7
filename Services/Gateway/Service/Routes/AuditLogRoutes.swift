import Audit
import Core
import HTTP
import JSON
import ServiceKit

/// `GET /v1/audit/entries` and its export: who saw, changed and exported what, over all services.
struct AuditLogRoutes: Sendable {
    let composeAudit: ComposeAudit

    private static let page = 200
    private static let parameters =
        [QueryParameter("service", ComposeAudit.services.joined(separator: ", ") + "; all when absent.")] + AuditRoutes.parameters

    var routes: [Route] {
        [
            Route(
                .get, AuditRoutes.path, access: .scope(AuditRoutes.scope), audit: .view(.audit),
                "Who saw, changed and exported what, the newest first; a service that does not answer is named as a gap.",
                query: Self.parameters + PageQuery.parameters, response: SuitePageResource<AuditEntryResource>.self
            ) { request in
                try request.right(to: .view, .audit)
                let page = try PageQuery.read(request)
                let query = try AuditRoutes.query(request)
                let services = try Self.services(request)
                AuditNote.current?.tell("filter", Self.filter(query, services))
                let part = try await composeAudit(query, of: services, limit: page.limit, for: request)
                return .json(SuitePageResource(items: part.items, next: part.next, gaps: part.gaps))
            },
            Route(
                .get, "/v1/audit/export", access: .scope("audit:export"), audit: .export(.audit), pace: .costly,
                "The same as a file of JSON lines. The last line says how many there are and which services did not answer; "
                    + "without it the file is not whole.", query: Self.parameters, handler: export),
        ]
    }

    @Sendable private func export(_ request: HTTPRequest) async throws -> HTTPResponse {
        try request.right(to: .export, .audit)
        let query = try AuditRoutes.query(request)
        let services = try Self.services(request)
        let note = AuditNote.current
        note?.tell("filter", Self.filter(query, services))
        let asked = Self.alone(request)
        let body = HTTPBodyStream.writing { writer in
            var count = 0
            do {
                try await write(query, services, asked, to: writer, counting: &count)
            } catch {
                try? await note?.exported(count, "cut-short")
                throw error
            }
            try await note?.exported(count, "complete")
        }
        return HTTPResponse(
            fields: [
                ("Content-Type", "application/x-ndjson"), ("Content-Disposition", "attachment; filename=\"audit.ndjson\""),
                ("Cache-Control", "no-store"),
            ], body: .stream(body))
    }

    private func write(
        _ query: AuditQuery, _ services: [String], _ request: HTTPRequest, to writer: HTTPBodyWriter, counting count: inout Int
    ) async throws {
        var query = query
        var services = services
        var gaps: [Gap] = []
        while true {
            let part = try await composeAudit(query, of: services, limit: Self.page, for: request)
            // One that did not answer once is left out from there on: lines that came after a hole would hide it.
            gaps += part.gaps
            services.removeAll { service in part.gaps.contains { $0.service == service } }
            var lines: [UInt8] = []
            for item in part.items {
                lines += item.json()
                lines.append(UInt8(ascii: "\n"))
            }
            try await writer.write(lines)
            count += part.items.count
            guard part.next != nil, let last = part.items.last else { break }
            query.before = last.entry.id
        }
        let end = count
        var closing = JSONWriter()
        closing.object { writer in
            writer.field(
                "end",
                object: { writer in
                    writer.field("count", Int64(end))
                    writer.field("gaps", array: gaps.map { CardResource.GapResource(gap: $0) })
                })
        }
        try await writer.write(closing.bytes + [UInt8(ascii: "\n")])
    }

    /// What services are asked with: the stream outlives the request, whose body and fields it does not need.
    private static func alone(_ request: HTTPRequest) -> HTTPRequest {
        var asked = HTTPRequest(method: .get, target: request.target, remoteAddress: request.remoteAddress)
        (asked.caller, asked.id) = (request.caller, request.id)
        return asked
    }

    private static func services(_ request: HTTPRequest) throws -> [String] {
        guard let name = request.query.first("service"), !name.isEmpty else { return ComposeAudit.services }
        guard ComposeAudit.services.contains(name) else {
            throw Refusal(
                .malformed, "bad-parameter", "service must be one of \(ComposeAudit.services.joined(separator: ", ")).")
        }
        return [name]
    }

    private static func filter(_ query: AuditQuery, _ services: [String]) -> JSONValue {
        let values = [
            ("actor", query.actor), ("record", query.record), ("action", query.action?.rawValue),
            ("resource", query.resource?.rawValue), ("request", query.request), ("from", query.from?.description),
            ("to", query.to?.description), ("service", services.count == 1 ? services[0] : nil),
        ]
        return values.compactMap { name, value in value.map { (name, JSONValue.string($0)) } }.object
    }
}
