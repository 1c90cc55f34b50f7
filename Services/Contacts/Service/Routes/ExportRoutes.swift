import Audit
import ContactsAPI
import Core
import HTTP
import JSON
import Observability
import ServiceKit

/// Customers that leave in bulk: what the caller may see and export, streamed, so that neither side keeps it whole.
struct ExportRoutes: Sendable {
    let begin: BeginExport
    let exports: Counter
    let rows: Counter

    init(_ begin: BeginExport, metrics: Metrics) {
        self.begin = begin
        exports = metrics.counter("contacts_exports_total", "Exports of customers that were begun.")
        rows = metrics.counter("contacts_exported_customers_total", "Customers that left in exports.")
    }

    private static let after = QueryParameter("after", "The id in the last whole line of what came before.")

    var routes: [Route] {
        [
            Route(
                .get, "/v1/customers/export", access: .scope(ContactsScope.export), audit: .export(.account),
                """
                Customers that the caller may see and export, in the order of their ids. X-Export-Count says how many they are, of \
                how many that he sees: 800 of 1000. An export that was cut short goes on behind its last whole line by `after`. \
                Each line names the export (GET /v1/exports/{id}), as does the header Relata-Export-Id. Many customers need \
                approval: POST /v1/export-requests.
                """,
                query: [
                    QueryParameter("format", "csv (when absent) or ndjson, where each line is an Account."),
                    QueryParameter("q", "As of the list of customers."),
                    QueryParameter("columns", "With commas, of \(ExportColumn.names); all when absent."), Self.after,
                ] + CustomerListQuery.filters
            ) { request in
                try await answer(try await begin(try content(request), after: try after(request), by: request.caller), request)
            },
            Route(
                .get, "/v1/export-counts", access: .scope(ContactsScope.export), audit: .none("Counts alone."),
                "How many customers an export would hold, and whether it needs approval; nothing leaves.",
                query: [QueryParameter("q", "As of the list of customers.")] + CustomerListQuery.filters,
                response: ExportCounts.self
            ) { request in
                .json(try await begin.preview(try content(request), by: request.caller))
            },
            Route(
                .get, "/v1/export-requests/{id}/file", access: .scope(ContactsScope.export), audit: .export(.account),
                "What you asked for, once it is approved, for a day; as GET /v1/customers/export gives it.", query: [Self.after]
            ) { request in
                let id = try request.requestID()
                return try await answer(
                    try await begin.approved(id, after: try after(request), by: request.caller), request)
            },
        ]
    }

    private func answer(_ export: ExportResource, _ request: HTTPRequest) async throws -> HTTPResponse {
        let viewer = request.caller.viewer
        let counts = "\(export.leaving) of \(export.seen)"
        let note = AuditNote.current
        note?.about(export.id.description)
        note?.tell("count-at-start", .string(counts))
        note?.tell("format", .string(export.content.format.rawValue))
        if !export.content.filter.isEmpty { note?.tell("filter", .string(export.content.filter.said)) }
        if !export.content.isWhole { note?.tell("columns", .array(export.content.columns.map { .string($0.rawValue) })) }
        exports.increment()
        let body = HTTPBodyStream.writing { writer in
            var count = 0
            do {
                try await write(export, viewer, to: writer, counting: &count)
            } catch {
                // The line of the beginning stands; what cut it short is what the log is told.
                try? await note?.exported(count, "cut-short")
                try? await begin.end(export.id, .cutShort, rows: count)
                throw error
            }
            try await note?.exported(count, "complete")
            try await begin.end(export.id, .complete, rows: count)
        }
        let format = export.content.format
        return HTTPResponse(
            fields: [
                ("Content-Type", format.mediaType),
                ("Content-Disposition", "attachment; filename=\"customers-\(export.id).\(format.rawValue)\""),
                ("X-Export-Count", counts), ("Relata-Export-Id", export.id.description), ("Cache-Control", "no-store"),
            ], body: .stream(body))
    }

    private func write(
        _ export: ExportResource, _ viewer: Viewer, to writer: HTTPBodyWriter, counting count: inout Int
    ) async throws {
        let lines = ExportLines(id: export.id, content: export.content)
        var after = export.after
        if after == nil, let head = lines.head { try await writer.write(head) }
        while true {
            let part = try await begin.export(export.content, after: after, for: viewer)
            var bytes: [UInt8] = []
            for seen in part.customers { bytes += try lines.line(seen.resource) }
            try await writer.write(bytes)
            count += part.customers.count
            rows.increment(by: part.customers.count)
            guard let next = part.next else { return }
            after = next
        }
    }

    private func content(_ request: HTTPRequest) throws -> ExportContent {
        ExportContent(
            text: request.query.first("q"), filter: try CustomerListQuery.filter(request.query), columns: try columns(request),
            format: try format(request))
    }

    private func columns(_ request: HTTPRequest) throws -> Set<ExportColumn>? {
        guard let text = request.query.first("columns"), !text.isEmpty else { return nil }
        return Set(
            try text.split(separator: ",", omittingEmptySubsequences: false).map { name in
                guard let column = ExportColumn(rawValue: String(name)) else {
                    throw Refusal(.malformed, "bad-columns", "columns are of \(ExportColumn.names), with commas.")
                }
                return column
            })
    }

    private func format(_ request: HTTPRequest) throws -> ExportFormat {
        guard let text = request.query.first("format"), !text.isEmpty else { return .csv }
        guard let format = ExportFormat(rawValue: text) else {
            throw Refusal(.malformed, "bad-format", "format must be csv or ndjson.")
        }
        return format
    }

    private func after(_ request: HTTPRequest) throws -> AccountID? {
        guard let text = request.query.first("after"), !text.isEmpty else { return nil }
        guard let id = AccountID(text) else {
            throw Refusal(.malformed, "bad-after", "after must be the id in the last whole line of what came before.")
        }
        return id
    }
}
