import Core
import JSON

/// A viewer in an internal token: short names, because it travels with every request.
extension Viewer {
    var claims: JSONValue {
        .object(
            JSONObject([
                ("u", user.map { .string($0.description) } ?? .null),
                ("n", .array(units.map { .string($0.description) })),
                ("d", .array(deputyFor.map { .string($0.description) })),
                ("g", .array(grants.map(\.claims))),
            ]))
    }

    /// `nil` for what this version does not understand, so that a rule that is new to a service never widens what it allows.
    init?(claims: JSONValue) {
        guard claims.object != nil, let units = claims["n"]?.ids, let deputyFor = claims["d"]?.ids,
            let grants = claims["g"]?.array?.compactMap(Grant.init(claims:)), grants.count == claims["g"]?.array?.count
        else { return nil }
        self.init(user: claims["u"]?.string.flatMap { ID($0) }, units: units, deputyFor: deputyFor, grants: grants)
    }
}

extension Grant {
    fileprivate var claims: JSONValue {
        .array([
            .string(role), .string(resource.rawValue), .array(actions.map(\.rawValue).sorted().map { .string($0) }),
            .string(scope.rawValue), .bool(level == .full),
            .object(
                JSONObject(
                    fields.sorted { $0.key.rawValue < $1.key.rawValue }.map { ($0.key.rawValue, .string($0.value.rawValue)) })),
        ])
    }

    fileprivate init?(claims: JSONValue) {
        guard let parts = claims.array, parts.count == 6, let role = parts[0].string,
            let resource = parts[1].string.flatMap(Resource.init(rawValue:)), let actions = parts[2].array,
            let scope = parts[3].string.flatMap(RowScope.init(rawValue:)), let isFull = parts[4].bool, let held = parts[5].object
        else { return nil }
        let known = actions.compactMap { $0.string.flatMap(Action.init(rawValue:)) }
        var fields: [FieldGroup: FieldAccess] = [:]
        for member in held.members {
            guard let group = FieldGroup(rawValue: member.key),
                let access = member.value.string.flatMap(FieldAccess.init(rawValue:))
            else { return nil }
            fields[group] = access
        }
        guard known.count == actions.count else { return nil }
        self.init(
            role: role, resource: resource, actions: Set(known), scope: scope, level: isFull ? .full : .ownerOnly, fields: fields)
    }
}

extension JSONValue {
    fileprivate var ids: [ID]? {
        guard let texts = array else { return nil }
        let ids = texts.compactMap { $0.string.flatMap { ID($0) } }
        return ids.count == texts.count ? ids : nil
    }
}
