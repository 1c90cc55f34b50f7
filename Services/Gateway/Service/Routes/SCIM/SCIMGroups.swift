import Core
import HTTP
import JSON

/// Groups through SCIM.
struct SCIMGroups: SCIMDoor {
    let keep: KeepDirectoryGroups

    func list(
        _ filter: DirectoryFilter?, from offset: Int, count: Int, _ request: HTTPRequest
    ) async throws -> (found: [JSONValue], total: Int64) {
        let withMembers = SCIMMessage.wants("members", request.query)
        let (found, total) = try await keep.list(filter, from: offset, count: count, withMembers: withMembers)
        let host = try request.ownAddress()
        return (found.map { SCIMResources.group($0, withMembers: withMembers, host: host) }, total)
    }

    func one(_ id: ID, _ request: HTTPRequest) async throws -> SCIMResource {
        try resource(try await keep.one(id, withMembers: SCIMMessage.wants("members", request.query)), request)
    }

    func create(_ body: JSONValue, _ request: HTTPRequest) async throws -> SCIMResource {
        try resource(try await keep.create(try DirectoryGroup(resource: body), by: request.giver), request)
    }

    func replace(_ id: ID, _ body: JSONValue, _ request: HTTPRequest) async throws -> SCIMResource {
        let wish = try DirectoryGroup(resource: body)
        return try resource(
            try await keep.change(id, condition: request.condition, by: request.giver) { $0 = wish }, request)
    }

    func change(_ id: ID, _ changes: [DirectoryChange], _ request: HTTPRequest) async throws -> SCIMResource {
        let found = try await keep.change(id, condition: request.condition, by: request.giver) {
            (wish) throws(DirectoryRefusal) in for change in changes { try wish.apply(change) }
        }
        return try resource(found, request)
    }

    func delete(_ id: ID, _ request: HTTPRequest) async throws {
        try await keep.delete(id, condition: request.condition)
    }

    private func resource(_ found: KeepDirectoryGroups.Found, _ request: HTTPRequest) throws -> SCIMResource {
        let host = try request.ownAddress()
        return SCIMResource(
            json: SCIMResources.group(found, withMembers: SCIMMessage.wants("members", request.query), host: host),
            tag: found.tag, location: "\(host)\(SCIMMessage.base)/Groups/\(found.group.id)")
    }
}
