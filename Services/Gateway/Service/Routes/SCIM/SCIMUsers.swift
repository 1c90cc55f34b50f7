import Core
import HTTP
import JSON

/// Users through SCIM.
struct SCIMUsers: SCIMDoor {
    let keep: KeepDirectoryUsers
    let groups: ReadDirectoryGroups

    func list(
        _ filter: DirectoryFilter?, from offset: Int, count: Int, _ request: HTTPRequest
    ) async throws -> (found: [JSONValue], total: Int64) {
        let (found, total) = try await keep.list(filter, from: offset, count: count)
        let host = try request.ownAddress()
        // Groups are told of one user at a time (RFC 7643 §4.1.2 leaves that open).
        return (found.map { SCIMResources.user($0, groups: nil, host: host) }, total)
    }

    func one(_ id: ID, _ request: HTTPRequest) async throws -> SCIMResource {
        try await resource(try await keep.one(id), request)
    }

    func create(_ body: JSONValue, _ request: HTTPRequest) async throws -> SCIMResource {
        try await resource(try await keep.create(try DirectoryUser(resource: body), by: request.giver), request)
    }

    func replace(_ id: ID, _ body: JSONValue, _ request: HTTPRequest) async throws -> SCIMResource {
        let wish = try DirectoryUser(resource: body)
        return try await resource(
            try await keep.change(id, condition: request.condition, by: request.giver) { $0 = wish }, request)
    }

    func change(_ id: ID, _ changes: [DirectoryChange], _ request: HTTPRequest) async throws -> SCIMResource {
        let found = try await keep.change(id, condition: request.condition, by: request.giver) {
            (wish) throws(DirectoryRefusal) in for change in changes { try wish.apply(change) }
        }
        return try await resource(found, request)
    }

    func delete(_ id: ID, _ request: HTTPRequest) async throws {
        try await keep.delete(id, condition: request.condition, by: request.giver)
    }

    private func resource(_ found: DirectoryUserStore.Found, _ request: HTTPRequest) async throws -> SCIMResource {
        let host = try request.ownAddress()
        let groups = SCIMMessage.wants("groups", request.query) ? try await groups(of: found.user.id) : nil
        return SCIMResource(
            json: SCIMResources.user(found, groups: groups, host: host), tag: found.tag,
            location: "\(host)\(SCIMMessage.base)/Users/\(found.user.id)")
    }
}
