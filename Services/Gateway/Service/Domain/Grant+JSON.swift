import Core
import JSON

/// A grant without its role's name, as the API takes and gives it and as it is stored.
struct GrantShape: Shape, JSONWritable, Hashable {
    static let shapeName = "Grant"
    let resource: Resource
    let actions: Set<Action>
    let scope: RowScope
    let level: ViewLevel
    let fields: [FieldGroup: FieldAccess]

    init(_ grant: Grant) {
        (resource, actions, scope) = (grant.resource, grant.actions, grant.scope)
        (level, fields) = (grant.level, grant.fields)
    }

    func grant(role: String) -> Grant {
        Grant(role: role, resource: resource, actions: actions, scope: scope, level: level, fields: fields)
    }

    init?(_ reader: inout ShapeReader) {
        let resource = reader.choice("resource", among: Resource.allCases.map(\.rawValue), "What it is about.")
        let names = reader.texts(
            "actions", count: 1...Action.allCases.count, length: 1...20,
            Action.allCases.map(\.rawValue).joined(separator: ", ") + ".")
        let scope = reader.choice("scope", among: RowScope.allCases.map(\.rawValue), "Which rows it reaches.")
        let level = reader.optionalChoice("level", among: Self.levels, "How much is seen of a row; full when absent.")
        let held = reader.optionalObject("fields", FieldsShape.self, "The groups of fields that are held back.")
        let known = names.compactMap(Action.init(rawValue:))
        for (index, name) in names.enumerated() where Action(rawValue: name) == nil {
            reader.fault(at: "actions/\(index)", code: "out-of-range", detail: "There is no such action.")
        }
        guard let resource = Resource(rawValue: resource), let scope = RowScope(rawValue: scope) else { return nil }
        if !resource.isOwned, scope != .all {
            reader.fault(at: "scope", code: "out-of-range", detail: "Its rows belong to nobody, so the scope must be all.")
        }
        let isFull = level != Self.levels[1]
        if !isFull, Set(known) != [.view] {
            reader.fault(at: "actions", code: "out-of-range", detail: "At the level ownerOnly a row can only be viewed.")
        }
        self.resource = resource
        self.actions = Set(known)
        self.scope = scope
        self.level = isFull ? .full : .ownerOnly
        fields = held?.fields ?? [:]
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("resource", resource.rawValue)
            writer.field("actions", array: Action.allCases.filter(actions.contains).map(\.rawValue))
            writer.field("scope", scope.rawValue)
            writer.field("level", Self.levels[level == .full ? 0 : 1])
            writer.field("fields", FieldsShape(fields: fields))
        }
    }

    private static let levels = ["full", "ownerOnly"]
}

/// An access for each group that is named.
struct FieldsShape: Shape, JSONWritable, Hashable {
    static let shapeName = "FieldRights"
    let fields: [FieldGroup: FieldAccess]

    init(fields: [FieldGroup: FieldAccess]) { self.fields = fields }

    init(_ reader: inout ShapeReader) {
        var fields: [FieldGroup: FieldAccess] = [:]
        for group in FieldGroup.allCases {
            fields[group] = reader.optionalChoice(group.rawValue, among: FieldAccess.allCases.map(\.rawValue))
                .flatMap(FieldAccess.init(rawValue:))
        }
        self.fields = fields
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            for group in FieldGroup.allCases { writer.field(group.rawValue, fields[group]?.rawValue) }
        }
    }
}
