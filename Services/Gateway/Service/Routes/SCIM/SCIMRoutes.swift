import Audit
import Core
import HTTP
import JSON
import ServiceKit

/// SCIM 2.0 (RFC 7643, 7644), by which a directory such as Entra ID or Okta keeps users and groups here.
struct SCIMRoutes: Sendable {
    private static let access = Access.scope(Scope.directory)

    let users: SCIMUsers
    let groups: SCIMGroups

    var routes: [Route] { description + Self.resources(users, "Users") + Self.resources(groups, "Groups") }

    private var description: [Route] {
        let base = SCIMMessage.base
        let described = AuditDuty.none("The same for everybody.")
        return [
            Self.route(.get, base + "/ServiceProviderConfig", "What SCIM can do here.", duty: described) { request in
                SCIMMessage.response(SCIMDescription.configuration(try request.ownAddress()))
            },
            Self.route(.get, base + "/ResourceTypes", "The resource types of SCIM.", duty: described) { request in
                let types = SCIMDescription.types(try request.ownAddress())
                return SCIMMessage.list(types, total: Int64(types.count), start: 1)
            },
            Self.route(.get, base + "/ResourceTypes/{name}", "A resource type of SCIM.", duty: described) { request in
                try Self.named(request, "name", among: SCIMDescription.types(try request.ownAddress()))
            },
            Self.route(.get, base + "/Schemas", "The schemas of SCIM.", duty: described) { request in
                let schemas = SCIMDescription.schemas(try request.ownAddress())
                return SCIMMessage.list(schemas, total: Int64(schemas.count), start: 1)
            },
            Self.route(.get, base + "/Schemas/{name}", "A schema of SCIM.", duty: described) { request in
                try Self.named(request, "name", among: SCIMDescription.schemas(try request.ownAddress()))
            },
        ]
    }

    private static func resources(_ door: some SCIMDoor, _ name: String) -> [Route] {
        let (all, one) = ("\(SCIMMessage.base)/\(name)", "\(SCIMMessage.base)/\(name)/{id}")
        return [
            route(
                .get, all, "\(name) by filter, a page at a time.",
                query: [
                    QueryParameter("filter", "A condition, such as userName eq \"anna\"; with and, or, not, co, sw, ew, pr."),
                    QueryParameter("startIndex", "The first one, from 1."), QueryParameter("count", "How many, at most 200."),
                    QueryParameter("attributes", "Only these."), QueryParameter("excludedAttributes", "All but these."),
                ]
            ) { request in
                let filter = try request.query.first("filter").flatMap { $0.isEmpty ? nil : $0 }.map(DirectoryFilterParser.filter)
                let (start, count) = try SCIMMessage.page(request.query)
                let (found, total) = try await door.list(filter, from: start - 1, count: count, request)
                SCIMMessage.note(found)
                return SCIMMessage.list(found.map { SCIMMessage.cut($0, request.query) }, total: total, start: start)
            },
            route(.post, all, "Make one.", status: 201) { request in
                let made = try await door.create(try await body(request), request)
                SCIMMessage.note([made.json])
                return SCIMMessage.response(
                    SCIMMessage.cut(made.json, request.query), status: 201, tag: made.tag, location: made.location)
            },
            route(.get, one, "One of the \(name).") { request in
                let found = try await door.one(try id(request), request)
                SCIMMessage.note([found.json])
                return SCIMMessage.response(SCIMMessage.cut(found.json, request.query), tag: found.tag)
            },
            route(.put, one, "Replace one; what is absent is taken away.") { request in
                let made = try await door.replace(try id(request), try await body(request), request)
                SCIMMessage.note([made.json])
                return SCIMMessage.response(SCIMMessage.cut(made.json, request.query), tag: made.tag)
            },
            route(.patch, one, "Change one by operations.") { request in
                let changes = try DirectoryChange.read(try await body(request))
                let made = try await door.change(try id(request), changes, request)
                SCIMMessage.note([made.json])
                return SCIMMessage.response(SCIMMessage.cut(made.json, request.query), tag: made.tag)
            },
            route(.delete, one, "Remove one; a user becomes inactive.", status: 204) { request in
                try await door.delete(try id(request), request)
                return .empty()
            },
        ]
    }

    /// Refusals of the handler are told as SCIM tells them; those before it, by the gateway's handler.
    private static func route(
        _ method: HTTPMethod, _ pattern: String, _ summary: String, query: [QueryParameter] = [], status: Int = 200,
        duty: AuditDuty = .view(.organization), _ handler: @escaping Handler
    ) -> Route {
        Route(
            method, pattern, access: access, audit: method == .get ? duty : .change(.organization), summary, query: query,
            status: status, extra: ["responses": responses(summary, status)]
        ) { request in
            do {
                return try await handler(request)
            } catch let problem as any Problem where problem.kind.status < 500 {
                return SCIMMessage.error(problem)
            }
        }
    }

    /// Answers have SCIM's own media type; what the gateway itself refuses before it is known whose door it is has that of the API.
    private static func responses(_ summary: String, _ status: Int) -> JSONValue {
        let message: JSONValue = ["schema": ["type": "object"]]
        let success: JSONValue =
            status == 204
            ? ["description": .string(summary)]
            : ["description": .string(summary), "content": ["application/scim+json": message]]
        let refusal: JSONValue = [
            "description": "A refusal, as RFC 7644 has it.",
            "content": [
                "application/scim+json": message,
                "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]],
            ],
        ]
        return .object(JSONObject([(String(status), success), ("default", refusal)]))
    }

    private static func named(_ request: HTTPRequest, _ name: String, among all: [JSONValue]) throws -> HTTPResponse {
        guard let wanted = request.parameters[name], let found = all.first(where: { $0["id"]?.string == wanted }) else {
            throw Refusal(.notFound, "not-found", "There is nothing of this name.")
        }
        return SCIMMessage.response(found)
    }

    private static func id(_ request: HTTPRequest) throws -> ID { try request.id("id") }

    private static func body(_ request: HTTPRequest) async throws -> JSONValue {
        let limit = 1_000_000
        let bytes = try await request.body.collect(upTo: limit)
        do throws(JSONSyntaxError) {
            return try JSONValue.parse(bytes, limits: JSONLimits(bytes: limit))
        } catch {
            throw Refusal(error)
        }
    }
}

/// A resource as it is given out.
struct SCIMResource: Sendable {
    let json: JSONValue
    let tag: String
    let location: String
}

/// The same doors for users and groups.
protocol SCIMDoor: Sendable {
    func list(
        _ filter: DirectoryFilter?, from offset: Int, count: Int, _ request: HTTPRequest
    ) async throws -> (found: [JSONValue], total: Int64)
    func one(_ id: ID, _ request: HTTPRequest) async throws -> SCIMResource
    func create(_ body: JSONValue, _ request: HTTPRequest) async throws -> SCIMResource
    func replace(_ id: ID, _ body: JSONValue, _ request: HTTPRequest) async throws -> SCIMResource
    func change(_ id: ID, _ changes: [DirectoryChange], _ request: HTTPRequest) async throws -> SCIMResource
    func delete(_ id: ID, _ request: HTTPRequest) async throws
}

extension HTTPRequest {
    /// Who changes something: nobody in particular for a directory's own token, which may give what its groups are mapped to; a
    /// person gives only what he reaches himself.
    var giver: Caller? { caller.viewer.user == nil ? nil : caller }

    /// The ETag that must still hold; SCIM demands none.
    var condition: String? { fields["If-Match"].flatMap { $0 == "*" ? nil : $0 } }
}
