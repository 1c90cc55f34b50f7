import Core
import JSON

/// A unit that somebody wants.
struct UnitRequest: Shape {
    static let shapeName = "UnitRequest"
    let wish: NewUnit

    init(_ fields: inout ShapeReader) {
        wish = NewUnit(
            name: fields.text("name", length: 1...200), parentID: fields.id("parentID", "The unit above."),
            managerID: fields.optionalID("managerID", "The person who manages it, and counts as one of its members."))
    }
}

/// What is to become of a unit; what is absent stays.
struct UnitPatch: Shape {
    static let shapeName = "UnitPatch"
    let edit: UnitEdit

    init(_ fields: inout ShapeReader) {
        var edit = UnitEdit()
        edit.name = Edit(fields.optionalText("name", length: 1...200))
        edit.parentID = Edit(fields.optionalID("parentID", "Moves it, with all below it, under another unit."))
        edit.managerID = fields.editID("managerID", "The person who manages it; null for nobody.")
        edit.isActive = Edit(
            fields.optionalBoolean("active", "False closes it; it must have no members and no open units below."))
        self.edit = edit
    }
}

/// A unit as the API gives it.
struct UnitResource: Shape, JSONWritable {
    static let shapeName = "Unit"
    let unit: Unit

    init(_ unit: Unit) { self.unit = unit }

    init(_ fields: inout ShapeReader) {
        unit = Unit(
            id: fields.id("id"), parentID: fields.optionalID("parentID", "Absent for the unit at the top alone."),
            name: fields.text("name", length: 1...200), managerID: fields.optionalID("managerID"),
            isActive: fields.boolean("active"), version: fields.integer("version", in: 1...Int64.max, "Its ETag."))
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", unit.id)
            writer.field("parentID", unit.parentID)
            writer.field("name", unit.name)
            writer.field("managerID", unit.managerID)
            writer.field("active", unit.isActive)
            writer.field("version", unit.version)
        }
    }
}
