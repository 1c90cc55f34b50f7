import Audit
import ContactsAPI
import Core
import HTTP
import JSON
import ServiceKit

/// Whose a customer is: giving, claiming, and who it belonged to.
enum OwnerRoutes {
    static func all(_ assign: AssignAccount, _ claim: ClaimAccount, _ owners: ReadOwners) -> [Route] {
        [
            Route(
                .put, "/v1/accounts/{id}/owner", access: .scope(ContactsScope.assign), audit: .change(.account),
                "Give a customer to a user, or into a unit's queue.", headers: [.ifMatch], request: OwnerRequest.self,
                response: OwnershipResource.self
            ) { request in
                let version = try request.expectedVersion()
                let wanted = try await request.decode(OwnerRequest.self, limit: 10_000)
                let given = try await assign(
                    request.id("id", as: AccountID.self), to: wanted.receiver, reason: wanted.reason, by: request.caller,
                    expecting: version)
                return .json(given.entry.resource(until: nil), etag: String(given.version))
            },
            Route(
                .get, "/v1/accounts/{id}/owners", access: .scope(ContactsScope.read), audit: .view(.account),
                "Whom the customer belonged to, newest first.", query: PageQuery.parameters, response: OwnershipResource.self,
                list: true
            ) { request in
                let page = try PageQuery.read(request)
                let before = try page.cursor.map { cursor in
                    guard let version = Int64(try Cursor.decode(cursor, parts: 1)[0]) else { throw CustomerRoutes.badCursor }
                    return version
                }
                let lines = try await owners(
                    of: request.id("id", as: AccountID.self), before: before, limit: page.limit + 1, by: request.caller.viewer)
                let next =
                    lines.count > page.limit ? Cursor.encode([String(lines[page.limit - 1].entry.version)]) : nil
                let items = lines.prefix(page.limit).map { $0.entry.resource(until: $0.until) }
                return .list(Page(items: items, next: next))
            },
            Route(
                .post, "/v1/accounts/{id}/claims", access: .scope(ContactsScope.write), audit: .change(.account),
                "Take a customer from the queue of one of your own units; 409 names who was faster.",
                response: OwnershipResource.self, status: 201
            ) { request in
                let claimed = try await claim(request.id("id", as: AccountID.self), by: request.caller)
                return .json(
                    claimed.entry.resource(until: nil), status: claimed.isNew ? 201 : 200, etag: String(claimed.version))
            },
        ]
    }
}

extension OwnerRequest {
    var receiver: Receiver {
        // The shape has seen to it that there is one of them.
        userID.map { .user($0) } ?? .queue(unitID ?? UnitTree.root)
    }
}

extension OwnerEntry {
    func resource(until: Timestamp?) -> OwnershipResource {
        OwnershipResource(
            holder: holder, from: change.at, until: until, way: change.way, reason: change.reason, by: change.by,
            reassignmentID: change.reassignment)
    }
}
