import Audit
import ContactsAPI
import Core
import HTTP
import JSON
import ServiceKit

/// Many customers to somebody else: looked at first, then done in the background, and undone.
enum ReassignmentRoutes {
    static func all(_ plan: PlanReassignment, _ begin: BeginReassignment, _ read: ReadReassignments) -> [Route] {
        [
            Route(
                .post, "/v1/reassignments", access: .scope(ContactsScope.assign), audit: .change(.account),
                "Plan that many customers belong to somebody else: who would get how many, what would not move. Nothing moves.",
                headers: [.idempotencyKey], request: ReassignmentRequest.self, response: ReassignmentResource.self, status: 201
            ) { request in
                let (wanted, creation) = try await request.creation(ReassignmentRequest.self, limit: 200_000)
                let planned = try await plan(wanted, under: creation, by: request.caller)
                return .created(planned.reassignment, isNew: planned.isNew)
            },
            Route(
                .get, "/v1/reassignments", access: .scope(ContactsScope.assign), audit: .view(.account),
                "Your reassignments, newest first; everybody's for those who may assign all customers.",
                query: PageQuery.parameters, response: ReassignmentResource.self, list: true
            ) { request in
                let page = try PageQuery.read(request)
                let plans = try await read.list(before: try page.before, limit: page.limit + 1, by: request.caller)
                return .list(page.page(plans, \.id))
            },
            Route(
                .get, "/v1/reassignments/{id}", access: .scope(ContactsScope.assign), audit: .view(.account),
                "A reassignment and how far it is.",
                response: ReassignmentResource.self
            ) { request in
                .json(try await read(id(request), by: request.caller))
            },
            Route(
                .get, "/v1/reassignments/{id}/items", access: .scope(ContactsScope.assign), audit: .view(.account),
                "The customers of a reassignment, and what became of each.",
                query: [QueryParameter("state", "planned, moved, skipped, undone or kept; all when absent.")]
                    + PageQuery.parameters, response: ReassignmentItemResource.self, list: true
            ) { request in
                let page = try PageQuery.read(request)
                let after = try page.cursor.map { cursor in
                    guard let position = Int64(try Cursor.decode(cursor, parts: 1)[0]) else { throw CustomerRoutes.badCursor }
                    return position
                }
                let lines = try await read.items(
                    of: id(request), try state(request.query.first("state")), after: after ?? 0, limit: page.limit + 1,
                    by: request.caller)
                let next = lines.count > page.limit ? Cursor.encode([String(lines[page.limit - 1].position)]) : nil
                return .list(Page(items: lines.prefix(page.limit).map(\.item), next: next))
            },
            Route(
                .post, "/v1/reassignments/{id}/apply", access: .scope(ContactsScope.assign), audit: .change(.account),
                "Move the customers, in the background.", response: ReassignmentResource.self, status: 202
            ) { request in
                .json(try await begin.apply(id(request), by: request.caller), status: 202)
            },
            Route(
                .post, "/v1/reassignments/{id}/undo", access: .scope(ContactsScope.assign), audit: .change(.account),
                "Put back what was given to nobody else since, in the background.", response: ReassignmentResource.self,
                status: 202
            ) { request in
                .json(try await begin.undo(id(request), by: request.caller), status: 202)
            },
        ]
    }

    static func id(_ request: HTTPRequest) throws -> ID {
        guard let id = request.parameters["id"].flatMap({ ID($0) }) else {
            throw Refusal(.notFound, "not-found", "There is nothing with this id.")
        }
        return id
    }

    private static func state(_ text: String?) throws -> ReassignmentItemState? {
        guard let text, !text.isEmpty else { return nil }
        guard let state = ReassignmentItemState(rawValue: text) else {
            throw Refusal(.malformed, "bad-state", "state must be planned, moved, skipped, undone or kept.")
        }
        return state
    }
}
