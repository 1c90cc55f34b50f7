import Audit
import ContactsAPI
import Core
import HTTP
import JSON
import Observability
import ServiceKit

/// `GET /v1/customers/export`: what the caller may see and export, streamed, so that neither side keeps it whole.
struct ExportRoutes: Sendable {
    let export: ExportCustomers
    let exports: Counter
    let rows: Counter

    init(_ export: ExportCustomers, metrics: Metrics) {
        self.export = export
        exports = metrics.counter("contacts_exports_total", "Exports of customers that were begun.")
        rows = metrics.counter("contacts_exported_customers_total", "Customers that left in exports.")
    }

    var routes: [Route] {
        [
            Route(
                .get, "/v1/customers/export", access: .scope(ContactsScope.export), audit: .export(.account),
                """
                Customers that the caller may see and export, in the order of their ids. X-Export-Count says how many they are, of \
                how many that he sees: 800 of 1000. An export that was cut short goes on behind its last whole line by `after`.
                """,
                query: [
                    QueryParameter("format", "csv (when absent) or ndjson, where each line is an Account."),
                    QueryParameter("q", "As of the list of customers."),
                    QueryParameter("after", "The id in the last whole line of what came before."),
                ], handler: answer)
        ]
    }

    private enum Format: String, CaseIterable {
        case csv, ndjson
    }

    @Sendable private func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
        let format = try format(request)
        let after = try after(request)
        let (text, viewer) = (request.query.first("q"), request.caller.viewer)
        let counts = try await export.counts(text, for: viewer)
        let count = "\(counts.leaving) of \(counts.seen)"
        let note = AuditNote.current
        note?.tell("count-at-start", .string(count))
        exports.increment()
        let body = HTTPBodyStream.writing { writer in
            var count = 0
            do {
                if format == .csv, after == nil { try await writer.write(CustomerSheet.head) }
                try await write(text, format, after, viewer, to: writer, counting: &count)
            } catch {
                try? await note?.exported(count, "cut-short")
                throw error
            }
            try await note?.exported(count, "complete")
        }
        return HTTPResponse(
            fields: [
                ("Content-Type", format == .csv ? "text/csv; charset=utf-8" : "application/x-ndjson"),
                ("Content-Disposition", "attachment; filename=\"customers.\(format.rawValue)\""), ("X-Export-Count", count),
                ("Cache-Control", "no-store"),
            ], body: .stream(body))
    }

    private func write(
        _ text: String?, _ format: Format, _ after: AccountID?, _ viewer: Viewer, to writer: HTTPBodyWriter,
        counting count: inout Int
    ) async throws {
        var after = after
        while true {
            let part = try await export(text, after: after, for: viewer)
            var lines: [UInt8] = []
            for seen in part.customers {
                let account = try seen.resource
                switch format {
                case .csv: lines += Array(CustomerSheet.line(account).utf8)
                case .ndjson: lines += account.json() + [UInt8(ascii: "\n")]
                }
            }
            try await writer.write(lines)
            count += part.customers.count
            rows.increment(by: part.customers.count)
            guard let next = part.next else { return }
            after = next
        }
    }

    private func format(_ request: HTTPRequest) throws -> Format {
        guard let text = request.query.first("format"), !text.isEmpty else { return .csv }
        guard let format = Format(rawValue: text) else {
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
