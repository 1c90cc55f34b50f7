import JSON

/// What this server can do, its resource types and their schemas (RFC 7643 §5 to §7).
enum SCIMDescription {
    static func configuration(_ host: String) -> JSONValue {
        [
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
            "documentationUri": .string(host + "/docs"),
            "patch": ["supported": true], "bulk": ["supported": false, "maxOperations": 0, "maxPayloadSize": 0],
            "filter": ["supported": true, "maxResults": 200], "changePassword": ["supported": false],
            "sort": ["supported": false], "etag": ["supported": true],
            "authenticationSchemes": [
                [
                    "type": "oauthbearertoken", "name": "Bearer token", "primary": true,
                    "description": "A token with the right directory:write, in the Authorization header.",
                    "specUri": "https://www.rfc-editor.org/rfc/rfc6750",
                ]
            ], "meta": meta("ServiceProviderConfig", host + SCIMMessage.base + "/ServiceProviderConfig"),
        ]
    }

    static func types(_ host: String) -> [JSONValue] {
        [("User", "/Users", SCIMMessage.userSchema), ("Group", "/Groups", SCIMMessage.groupSchema)].map { name, path, schema in
            [
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"], "id": .string(name), "name": .string(name),
                "endpoint": .string(path), "schema": .string(schema),
                "meta": meta("ResourceType", "\(host)\(SCIMMessage.base)/ResourceTypes/\(name)"),
            ]
        }
    }

    static func schemas(_ host: String) -> [JSONValue] {
        func schema(_ id: String, _ name: String, _ attributes: [JSONValue]) -> JSONValue {
            [
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"], "id": .string(id), "name": .string(name),
                "attributes": .array(attributes), "meta": meta("Schema", "\(host)\(SCIMMessage.base)/Schemas/\(id)"),
            ]
        }
        return [
            schema(
                SCIMMessage.userSchema, "User",
                [
                    attribute("userName", required: true, uniqueness: "server"), attribute("displayName"),
                    attribute(
                        "name", "complex", parts: [attribute("formatted"), attribute("givenName"), attribute("familyName")]),
                    attribute("active", "boolean"), attribute("preferredLanguage"), attribute("timezone"),
                    attribute(
                        "emails", "complex", multiValued: true,
                        parts: [attribute("value", uniqueness: "server"), attribute("type"), attribute("primary", "boolean")]),
                    attribute(
                        "groups", "complex", multiValued: true, mutability: "readOnly",
                        parts: [attribute("value", mutability: "readOnly"), attribute("display", mutability: "readOnly")]),
                ]),
            schema(
                SCIMMessage.groupSchema, "Group",
                [
                    attribute("displayName", required: true, uniqueness: "server"),
                    attribute(
                        "members", "complex", multiValued: true,
                        parts: [attribute("value", mutability: "immutable"), attribute("display", mutability: "readOnly")]),
                ]),
        ]
    }

    private static func attribute(
        _ name: String, _ type: String = "string", multiValued: Bool = false, required: Bool = false,
        mutability: String = "readWrite", uniqueness: String = "none", parts: [JSONValue] = []
    ) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("name", .string(name)), ("type", .string(type)), ("multiValued", .bool(multiValued)), ("required", .bool(required)),
            ("caseExact", false), ("mutability", .string(mutability)), ("returned", "default"),
            ("uniqueness", .string(uniqueness)),
        ]
        if !parts.isEmpty { members.append(("subAttributes", .array(parts))) }
        return .object(JSONObject(members))
    }

    private static func meta(_ type: String, _ location: String) -> JSONValue {
        ["resourceType": .string(type), "location": .string(location)]
    }
}
