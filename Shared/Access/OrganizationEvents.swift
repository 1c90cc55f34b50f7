package import Core
package import JSON

/// What the gateway tells of the organization, as far as every service needs it to decide about rights and to show names. It
/// stands here and not in an API, because each service reads it in the same way.
package enum OrganizationEvents {
    package static let topic = "crm.gateway.v1"
    /// Data: `UnitChanged`; key `units`, so that all changes of the tree arrive in the order they were made.
    package static let unitChanged = "crm.gateway.unit.changed.v1"
    package static let unitKey = "units"
    /// Data: `UserChanged`; the key is the user's id.
    package static let userChanged = "crm.gateway.user.changed.v1"
}

/// A unit as it stands after the event.
package struct UnitChanged: Shape, JSONWritable, Hashable {
    package static let shapeName = "UnitChanged"

    package let unitID: ID
    /// `nil` for the root alone.
    package let parentID: ID?
    package let name: String
    package let managerID: ID?
    package let isActive: Bool
    package let version: Int64

    package init(unitID: ID, parentID: ID?, name: String, managerID: ID?, isActive: Bool, version: Int64) {
        (self.unitID, self.parentID, self.name, self.managerID) = (unitID, parentID, name, managerID)
        (self.isActive, self.version) = (isActive, version)
    }

    package init(_ fields: inout ShapeReader) {
        unitID = fields.id("unitID")
        parentID = fields.optionalID("parentID", "The unit above; the root has none.")
        name = fields.text("name")
        managerID = fields.optionalID("managerID", "The user who manages it.")
        isActive = fields.boolean("isActive")
        version = fields.integer("version", in: 0...Int64.max)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("unitID", unitID)
            writer.field("parentID", parentID)
            writer.field("name", name)
            writer.field("managerID", managerID)
            writer.field("isActive", isActive)
            writer.field("version", version)
        }
    }
}

/// A user as he stands after the event.
package struct UserChanged: Shape, JSONWritable, Hashable {
    package static let shapeName = "UserChanged"

    package let userID: ID
    package let name: String
    /// The unit that what he comes to own belongs to: his first membership that holds now.
    package let unitID: ID
    /// False once he has left: he owns nothing new.
    package let isActive: Bool
    package let version: Int64

    package init(userID: ID, name: String, unitID: ID, isActive: Bool, version: Int64) {
        (self.userID, self.name, self.unitID) = (userID, name, unitID)
        (self.isActive, self.version) = (isActive, version)
    }

    package init(_ fields: inout ShapeReader) {
        userID = fields.id("userID")
        name = fields.text("name")
        unitID = fields.id("unitID", "The unit that what he comes to own belongs to.")
        isActive = fields.boolean("isActive")
        version = fields.integer("version", in: 0...Int64.max)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("userID", userID)
            writer.field("name", name)
            writer.field("unitID", unitID)
            writer.field("isActive", isActive)
            writer.field("version", version)
        }
    }
}
