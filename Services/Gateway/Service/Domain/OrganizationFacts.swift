import Core
import JSON

/// Event data of the gateway beside `UnitChanged` and `UserChanged`, which every service reads; these are for whoever wants to know
/// rights elsewhere, such as an audit or a directory. Each is the state after the event.
protocol OrganizationFact: Shape, JSONWritable {
    static var eventType: String { get }
}

/// Key: the role's id.
struct RoleChanged: OrganizationFact {
    static let shapeName = "RoleChanged"
    static let eventType = "crm.gateway.role.changed.v1"
    let roleID: ID
    let name: String
    let grants: [GrantShape]
    let isDeleted: Bool
    let version: Int64

    init(role: Role, isDeleted: Bool) {
        (roleID, name, version) = (role.id, role.name, role.version)
        grants = role.grants.map { GrantShape($0) }
        self.isDeleted = isDeleted
    }

    init(_ fields: inout ShapeReader) {
        roleID = fields.id("roleID")
        name = fields.text("name")
        grants = fields.objects("grants", GrantShape.self, count: 0...1000)
        isDeleted = fields.boolean("isDeleted")
        version = fields.integer("version", in: 0...Int64.max)
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("roleID", roleID)
            writer.field("name", name)
            writer.field("grants", array: grants)
            writer.field("isDeleted", isDeleted)
            writer.field("version", version)
        }
    }
}

/// Key: the user's id.
struct RoleAssignmentChanged: OrganizationFact {
    static let shapeName = "RoleAssignmentChanged"
    static let eventType = "crm.gateway.role-assignment.changed.v1"
    let assignment: RoleAssignment
    let isDeleted: Bool

    init(assignment: RoleAssignment, isDeleted: Bool) {
        (self.assignment, self.isDeleted) = (assignment, isDeleted)
    }

    init(_ fields: inout ShapeReader) {
        assignment = RoleAssignment(
            id: fields.id("assignmentID"), userID: fields.id("userID"), roleID: fields.id("roleID"), from: fields.time("from"),
            until: fields.optionalTime("until"), version: fields.integer("version", in: 0...Int64.max))
        isDeleted = fields.boolean("isDeleted")
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("assignmentID", assignment.id)
            writer.field("userID", assignment.userID)
            writer.field("roleID", assignment.roleID)
            writer.field("from", assignment.from)
            writer.field("until", assignment.until)
            writer.field("version", assignment.version)
            writer.field("isDeleted", isDeleted)
        }
    }
}

/// Key: the user's id.
struct MembershipChanged: OrganizationFact {
    static let shapeName = "MembershipChanged"
    static let eventType = "crm.gateway.membership.changed.v1"
    let membership: Membership
    let isDeleted: Bool

    init(membership: Membership, isDeleted: Bool) {
        (self.membership, self.isDeleted) = (membership, isDeleted)
    }

    init(_ fields: inout ShapeReader) {
        membership = Membership(
            id: fields.id("membershipID"), unitID: fields.id("unitID"), userID: fields.id("userID"), from: fields.time("from"),
            until: fields.optionalTime("until"), version: fields.integer("version", in: 0...Int64.max))
        isDeleted = fields.boolean("isDeleted")
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("membershipID", membership.id)
            writer.field("unitID", membership.unitID)
            writer.field("userID", membership.userID)
            writer.field("from", membership.from)
            writer.field("until", membership.until)
            writer.field("version", membership.version)
            writer.field("isDeleted", isDeleted)
        }
    }
}

/// Key: the user's id.
struct AbsenceChanged: OrganizationFact {
    static let shapeName = "AbsenceChanged"
    static let eventType = "crm.gateway.absence.changed.v1"
    let absenceID: ID
    let userID: ID
    let deputyID: ID?
    let startsAt: Timestamp
    let endsAt: Timestamp
    let isDeleted: Bool
    let version: Int64

    init(absence: Absence, isDeleted: Bool) {
        (absenceID, userID, deputyID) = (absence.id, absence.userID, absence.deputyID)
        (startsAt, endsAt, version) = (absence.startsAt, absence.endsAt, absence.version)
        self.isDeleted = isDeleted
    }

    init(_ fields: inout ShapeReader) {
        absenceID = fields.id("absenceID")
        userID = fields.id("userID")
        deputyID = fields.optionalID("deputyID")
        startsAt = fields.time("startsAt")
        endsAt = fields.time("endsAt", "From this moment on he is back.")
        isDeleted = fields.boolean("isDeleted")
        version = fields.integer("version", in: 0...Int64.max)
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("absenceID", absenceID)
            writer.field("userID", userID)
            writer.field("deputyID", deputyID)
            writer.field("startsAt", startsAt)
            writer.field("endsAt", endsAt)
            writer.field("isDeleted", isDeleted)
            writer.field("version", version)
        }
    }
}
