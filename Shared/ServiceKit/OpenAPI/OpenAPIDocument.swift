import HTTP
package import JSON

/// OpenAPI 3.1, generated from the routes' own types and from nothing else.
package enum OpenAPIDocument {
    /// One service's part of it. The gateway merges the parts (`merge`).
    package static func make(title: String, version: String, routes: [Route], components: [String: JSONValue]) -> JSONValue {
        var paths: [String: JSONObject] = [:]
        var schemas: [String: JSONValue] = ["Problem": problemSchema]
        for route in routes.sorted(by: { ($0.pattern, $0.method.rawValue) < ($1.pattern, $1.method.rawValue) }) {
            let path = route.pattern.replacingStar()
            paths[path, default: JSONObject([])].set(route.method.rawValue.lowercased(), operation(route, schemas: &schemas))
        }
        var extensions: [(String, JSONValue)] = []
        for (name, value) in components.sorted(by: { $0.key < $1.key }) {
            if name.hasPrefix("x-") { extensions.append((name, value)) } else { schemas[name] = value }
        }
        let schemes = JSONValue.object(
            JSONObject([
                ("bearer", .object(JSONObject([("type", .string("http")), ("scheme", .string("bearer"))]))),
                (
                    "session",
                    .object(
                        JSONObject([("type", .string("apiKey")), ("in", .string("cookie")), ("name", .string("__Host-session"))]))
                ),
            ]))
        return .object(
            JSONObject(
                [
                    ("openapi", .string("3.1.0")),
                    ("info", .object(JSONObject([("title", .string(title)), ("version", .string(version))]))),
                    ("paths", sorted(paths.mapValues { .object($0) })),
                    (
                        "components",
                        .object(JSONObject([("schemas", sorted(schemas)), ("securitySchemes", schemes)]))
                    ),
                ] + extensions))
    }

    /// The whole suite's document: operations, schemas and `x-` members of every part. On a clash the first part wins.
    package static func merge(title: String, version: String, parts: [JSONValue]) -> JSONValue {
        var paths: [String: JSONObject] = [:]
        var schemas: [String: JSONValue] = [:]
        var extensions: [String: JSONValue] = [:]
        var schemes: JSONValue?
        for part in parts {
            for member in part["paths"]?.object?.members ?? [] {
                for operation in member.value.object?.members ?? [] where paths[member.key]?[operation.key] == nil {
                    paths[member.key, default: JSONObject()].set(operation.key, operation.value)
                }
            }
            for member in part["components"]?["schemas"]?.object?.members ?? [] where schemas[member.key] == nil {
                schemas[member.key] = member.value
            }
            for member in part.object?.members ?? [] where member.key.hasPrefix("x-") && extensions[member.key] == nil {
                extensions[member.key] = member.value
            }
            schemes = schemes ?? part["components"]?["securitySchemes"]
        }
        var components: [(String, JSONValue)] = [("schemas", sorted(schemas))]
        if let schemes { components.append(("securitySchemes", schemes)) }
        return .object(
            JSONObject(
                [
                    ("openapi", .string("3.1.0")),
                    ("info", .object(JSONObject([("title", .string(title)), ("version", .string(version))]))),
                    ("paths", sorted(paths.mapValues { .object($0) })), ("components", .object(JSONObject(components))),
                ] + extensions.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
    }

    private static func operation(_ route: Route, schemas: inout [String: JSONValue]) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("summary", .string(route.summary)), ("operationId", .string(operationID(route))),
        ]
        let parameters =
            pathParameters(route.pattern)
            + route.query.map { parameter($0.name, "query", $0.summary, $0.shape, required: $0.isRequired) }
            + route.headers.map { parameter($0.name, "header", $0.summary, $0.shape, required: true) }
        if !parameters.isEmpty { members.append(("parameters", .array(parameters))) }
        if let request = route.request {
            let body = content("application/json", reference(request, &schemas))
            members.append(("requestBody", .object(JSONObject([("required", .bool(true)), ("content", body)]))))
        }
        members.append(("responses", responses(route, schemas: &schemas)))
        switch route.access {
        case .open: members.append(("security", .array([])))
        case .signedIn: members.append(("security", security(scope: nil)))
        case .scope(let scope):
            members.append(("security", security(scope: scope)))
            members.append(("x-scope", .string(scope)))
        }
        for (name, value) in route.extra.sorted(by: { $0.key < $1.key }) {
            members.removeAll { $0.0 == name }
            members.append((name, value))
        }
        return .object(JSONObject(members))
    }

    private static func responses(_ route: Route, schemas: inout [String: JSONValue]) -> JSONValue {
        var success: [(String, JSONValue)] = [("description", .string(route.summary))]
        if let response = route.response {
            let item = reference(response, &schemas)
            success.append(("content", content("application/json", route.list ? page(of: item) : item)))
        }
        let problem = JSONValue.object(
            JSONObject([
                ("description", .string("A refusal, with a stable code.")),
                ("content", content("application/problem+json", schemaReference("Problem"))),
            ]))
        var answers: [(String, JSONValue)] = [(String(route.status), .object(JSONObject(success))), ("default", problem)]
        if route.status == 201, route.headers.contains(.idempotencyKey) {
            success[0].1 = .string("A repeat of the same Idempotency-Key: what it made before.")
            answers.insert(("200", .object(JSONObject(success))), at: 0)
        }
        return .object(JSONObject(answers))
    }

    private static func page(of item: JSONValue) -> JSONValue {
        let properties = JSONObject([
            ("items", .object(JSONObject([("type", .string("array")), ("items", item)]))),
            ("next", .object(JSONObject([("type", .string("string"))]))),
        ])
        return .object(
            JSONObject([
                ("type", .string("object")), ("properties", .object(properties)), ("required", .array([.string("items")])),
            ]))
    }

    private static func reference(_ type: any Shape.Type, _ schemas: inout [String: JSONValue]) -> JSONValue {
        let schema = Shapes.schema(type)
        schemas[schema.name] = schema.json
        schemas.merge(schema.components) { kept, _ in kept }
        return schemaReference(schema.name)
    }

    private static func schemaReference(_ name: String) -> JSONValue {
        .object(JSONObject([("$ref", .string("#/components/schemas/\(name)"))]))
    }

    private static func content(_ type: String, _ schema: JSONValue) -> JSONValue {
        .object(JSONObject([(type, .object(JSONObject([("schema", schema)])))]))
    }

    private static func security(scope: String?) -> JSONValue {
        // OpenAPI allows role names for schemes of every type since 3.1.
        let scopes = JSONValue.array(scope.map { [.string($0)] } ?? [])
        return .array([.object(JSONObject([("bearer", scopes)])), .object(JSONObject([("session", scopes)]))])
    }

    private static func pathParameters(_ pattern: String) -> [JSONValue] {
        pattern.split(separator: "/").filter { $0.hasPrefix("{") }.map { segment in
            parameter(segment.dropFirst().dropLast().filter { $0 != "*" }, "path", "Part of the address.", .text, required: true)
        }
    }

    private static func parameter(
        _ name: String, _ place: String, _ summary: String, _ shape: ParameterShape, required: Bool
    ) -> JSONValue {
        .object(
            JSONObject([
                ("name", .string(name)), ("in", .string(place)), ("description", .string(summary)), ("required", .bool(required)),
                ("schema", shape.schema),
            ]))
    }

    private static func operationID(_ route: Route) -> String {
        let words = route.pattern.split { "/{}*-.".contains($0) }
        return route.method.rawValue.lowercased() + words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    private static func sorted(_ members: [String: JSONValue]) -> JSONValue {
        .object(JSONObject(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
    }
}

extension String {
    fileprivate func replacingStar() -> String { String(filter { $0 != "*" }) }
}
