import Audit
import ContactsAPI
import Core
import HTTP
import JSON
import ServiceKit

/// Large exports that somebody else has to approve, and the record of all exports.
enum ExportRequestRoutes {
    static func all(_ ask: AskForExport, _ answer: AnswerExportRequest, _ read: ReadExports) -> [Route] {
        [
            Route(
                .post, "/v1/export-requests", access: .scope(ContactsScope.export), audit: .change(.account),
                "Ask for an export of more customers than you may take along without approval.", headers: [.idempotencyKey],
                request: ExportRequestRequest.self, response: ExportRequestResource.self, status: 201
            ) { request in
                let (wanted, creation) = try await request.creation(ExportRequestRequest.self)
                let asked = try await ask(wanted.content, reason: wanted.reason, under: creation, by: request.caller)
                return .created(asked.request, isNew: asked.isNew)
            },
            Route(
                .get, "/v1/export-requests", access: .scope(ContactsScope.read), audit: .view(.account),
                "Your requests for large exports, and everybody's where you administer customers, newest first.",
                query: [.requestState] + PageQuery.parameters, response: ExportRequestResource.self, list: true
            ) { request in
                let page = try PageQuery.read(request)
                let requests = try await read.requests(
                    state: try request.requestState(), before: try page.before, limit: page.limit + 1, by: request.caller)
                return .list(page.page(requests, \.id))
            },
            Route(
                .get, "/v1/export-requests/{id}", access: .scope(ContactsScope.read), audit: .view(.account),
                "A request for a large export.", response: ExportRequestResource.self
            ) { request in
                .json(try await read.request(request.requestID(), by: request.caller))
            },
            Route(
                .post, "/v1/export-requests/{id}/approval", access: .scope(ContactsScope.administer), audit: .change(.account),
                "Approve an export that somebody else asked for; he can fetch it for a day.",
                response: ExportRequestResource.self
            ) { request in
                .json(try await answer.approve(request.requestID(), by: request.caller))
            },
            Route(
                .post, "/v1/export-requests/{id}/refusal", access: .scope(ContactsScope.administer), audit: .change(.account),
                "Decline an export that somebody else asked for, with a reason.", request: RequestRefusal.self,
                response: ExportRequestResource.self
            ) { request in
                let wanted = try await request.decode(RequestRefusal.self, limit: 10_000)
                return .json(try await answer.refuse(request.requestID(), reason: wanted.reason, by: request.caller))
            },
            Route(
                .post, "/v1/export-requests/{id}/revocation", access: .scope(ContactsScope.administer), audit: .change(.account),
                "Take an approval back, with a reason: the file can be fetched no more.", request: RequestRefusal.self,
                response: ExportRequestResource.self
            ) { request in
                let wanted = try await request.decode(RequestRefusal.self, limit: 10_000)
                return .json(try await answer.revoke(request.requestID(), reason: wanted.reason, by: request.caller))
            },
            Route(
                .post, "/v1/export-requests/{id}/withdrawal", access: .scope(ContactsScope.export), audit: .change(.account),
                "Take your own request back.", response: ExportRequestResource.self
            ) { request in
                .json(try await answer.withdraw(request.requestID(), by: request.caller))
            },
            Route(
                .get, "/v1/exports", access: .scope(ContactsScope.read), audit: .view(.account),
                "Your exports, and everybody's where you administer customers, newest first.", query: PageQuery.parameters,
                response: ExportResource.self, list: true
            ) { request in
                let page = try PageQuery.read(request)
                let exports = try await read(before: try page.before, limit: page.limit + 1, by: request.caller)
                return .list(page.page(exports, \.id))
            },
            Route(
                .get, "/v1/exports/{id}", access: .scope(ContactsScope.read), audit: .view(.account),
                "Whose a file is that turned up: the export whose id stands in its lines.", response: ExportResource.self
            ) { request in
                .json(try await read.one(ReassignmentRoutes.id(request), by: request.caller))
            },
        ]
    }
}
