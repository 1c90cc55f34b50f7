import Core
import JSON

/// A role that somebody wants.
struct RoleRequest: Shape {
    static let shapeName = "RoleRequest"
    let wish: NewRole

    init(_ fields: inout ShapeReader) {
        wish = NewRole(
            name: fields.text("name", length: 1...100),
            description: fields.optionalText("description", length: 0...1000, "What it is for.") ?? "",
            grants: fields.objects(
                "grants", GrantShape.self, count: 0...RoleResource.mostGrants, "Its rules; all count together."))
    }
}

/// What is to become of a role; what is absent stays.
struct RolePatch: Shape {
    static let shapeName = "RolePatch"
    let edit: RoleEdit

    init(_ fields: inout ShapeReader) {
        var edit = RoleEdit()
        edit.name = Edit(fields.optionalText("name", length: 1...100))
        edit.description = Edit(fields.optionalText("description", length: 0...1000))
        edit.grants = Edit(
            fields.optionalObjects("grants", GrantShape.self, count: 0...RoleResource.mostGrants, "All its rules anew."))
        self.edit = edit
    }
}

/// A role as the API gives it.
struct RoleResource: Shape, JSONWritable {
    static let shapeName = "Role"
    static let mostGrants = 40
    let role: Role

    init(_ role: Role) { self.role = role }

    init(_ fields: inout ShapeReader) {
        let name = fields.text("name", length: 1...100)
        let grants = fields.objects("grants", GrantShape.self, count: 0...Self.mostGrants)
        role = Role(
            id: fields.id("id"), name: name, description: fields.text("description", length: 0...1000),
            grants: grants.map { $0.grant(role: name) }, version: fields.integer("version", in: 1...Int64.max, "Its ETag."))
        _ = fields.boolean("fixed", "Whether it can be neither changed nor deleted.")
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", role.id)
            writer.field("name", role.name)
            writer.field("description", role.description)
            writer.field("grants", array: role.grants.map { GrantShape($0) })
            writer.field("fixed", role.isFixed)
            writer.field("version", role.version)
        }
    }
}

/// A role that somebody wants a user to have.
struct RoleAssignmentRequest: Shape {
    static let shapeName = "RoleAssignmentRequest"
    let roleID: ID
    let from: Timestamp?
    let until: Timestamp?

    init(_ fields: inout ShapeReader) {
        roleID = fields.id("roleID")
        (from, until) = fields.wantedPeriod("He holds it up to this moment; without end when absent.")
    }
}

/// That a user holds a role, as the API gives it.
struct RoleAssignmentResource: Shape, JSONWritable {
    static let shapeName = "RoleAssignment"
    let assignment: RoleAssignment

    init(_ assignment: RoleAssignment) { self.assignment = assignment }

    init(_ fields: inout ShapeReader) {
        assignment = RoleAssignment(
            id: fields.id("id"), userID: fields.id("userID"), roleID: fields.id("roleID"), from: fields.time("from"),
            until: fields.optionalTime("until", "Absent for without end."),
            version: fields.integer("version", in: 1...Int64.max, "Its ETag."))
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", assignment.id)
            writer.field("userID", assignment.userID)
            writer.field("roleID", assignment.roleID)
            writer.field("from", assignment.from)
            writer.field("until", assignment.until)
            writer.field("version", assignment.version)
        }
    }
}
