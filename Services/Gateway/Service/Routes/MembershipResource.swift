import Core
import JSON

/// A membership that somebody wants.
struct MembershipRequest: Shape {
    static let shapeName = "MembershipRequest"
    let userID: ID
    let from: Timestamp?
    let until: Timestamp?

    init(_ fields: inout ShapeReader) {
        userID = fields.id("userID")
        (from, until) = fields.wantedPeriod("He belongs to it up to this moment; without end when absent.")
    }
}

extension ShapeReader {
    /// When something that somebody wants is to begin and to end.
    mutating func wantedPeriod(_ doc: String) -> (from: Timestamp?, until: Timestamp?) {
        (optionalTime("from", "Now when absent."), optionalTime("until", doc))
    }
}

/// What is to become of something dated; what is absent stays.
struct PeriodPatch: Shape {
    static let shapeName = "PeriodPatch"
    let edit: PeriodEdit

    init(_ fields: inout ShapeReader) {
        var edit = PeriodEdit()
        edit.from = Edit(fields.optionalTime("from"))
        edit.until = fields.editTime("until", "null for without end.")
        self.edit = edit
    }
}

/// That a user works in a unit, as the API gives it.
struct MembershipResource: Shape, JSONWritable {
    static let shapeName = "Membership"
    let membership: Membership

    init(_ membership: Membership) { self.membership = membership }

    init(_ fields: inout ShapeReader) {
        membership = Membership(
            id: fields.id("id"), unitID: fields.id("unitID"), userID: fields.id("userID"), from: fields.time("from"),
            until: fields.optionalTime("until", "Absent for without end."),
            version: fields.integer("version", in: 1...Int64.max, "Its ETag."))
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", membership.id)
            writer.field("unitID", membership.unitID)
            writer.field("userID", membership.userID)
            writer.field("from", membership.from)
            writer.field("until", membership.until)
            writer.field("version", membership.version)
        }
    }
}
