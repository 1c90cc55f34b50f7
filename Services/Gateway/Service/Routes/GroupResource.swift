import Core
import JSON

/// A group that somebody wants, or what is to become of one.
struct GroupRequest: Shape {
    static let shapeName = "GroupRequest"
    let wish: GroupWish

    init(_ fields: inout ShapeReader) {
        let name = fields.text("name", length: 1...200, "As the directory or the claim names it, in any case.")
        let externalID = fields.optionalText(
            "externalID", length: 1...200, "The id of it that a claim may name instead, such as an object id of Entra ID.")
        let texts = fields.texts(
            "roles", count: 0...RightsLimits.roles, length: 36...36, "Ids of the roles that its members hold.")
        let roles = texts.compactMap { ID($0) }
        if roles.count != texts.count || Set(roles).count != roles.count {
            fields.fault(at: "roles", code: "out-of-range", detail: "Must be ids of roles, each once.")
        }
        wish = GroupWish(name: name, externalID: externalID, roles: roles)
    }
}

/// A group as the API gives it.
struct GroupResource: Shape, JSONWritable {
    static let shapeName = "Group"
    let group: Group
    let roles: [ID]

    init(_ found: ManageGroups.Found) { (group, roles) = (found.group, found.roles) }

    init(_ fields: inout ShapeReader) {
        group = Group(
            id: fields.id("id"), name: fields.text("name", length: 1...200),
            externalID: fields.optionalText("externalID", length: 1...200),
            version: fields.integer("version", in: 1...Int64.max, "Its ETag."), createdAt: fields.time("createdAt"),
            changedAt: fields.time("changedAt"))
        roles = fields.texts("roles", count: 0...RightsLimits.roles, length: 36...36).compactMap { ID($0) }
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", group.id)
            writer.field("name", group.name)
            writer.field("externalID", group.externalID)
            writer.field("roles", array: roles)
            writer.field("createdAt", group.createdAt)
            writer.field("changedAt", group.changedAt)
            writer.field("version", group.version)
        }
    }
}
