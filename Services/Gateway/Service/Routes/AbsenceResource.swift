import Core
import JSON

/// An absence that somebody wants.
struct AbsenceRequest: Shape {
    static let shapeName = "AbsenceRequest"
    let days: AbsenceDays

    init(_ fields: inout ShapeReader) {
        let first = fields.day("firstDay", "A day of the user's own time zone, such as 2026-01-31.")
        let last = fields.day("lastDay", "He is away on this day too, up to its midnight.")
        days = AbsenceDays(
            firstDay: first, lastDay: last, deputyID: fields.optionalID("deputyID", "The person who stands in for him."))
    }
}

/// What is to become of an absence; what is absent stays.
struct AbsencePatch: Shape {
    static let shapeName = "AbsencePatch"
    let edit: AbsenceEdit

    init(_ fields: inout ShapeReader) {
        var edit = AbsenceEdit()
        edit.firstDay = Edit(fields.optionalDay("firstDay", "A day of the user's own time zone, such as 2026-01-31."))
        edit.lastDay = Edit(fields.optionalDay("lastDay", "He is away on this day too, up to its midnight."))
        edit.deputyID = fields.editID("deputyID", "The person who stands in for him; null for nobody.")
        self.edit = edit
    }
}

/// An absence as the API gives it.
struct AbsenceResource: Shape, JSONWritable {
    static let shapeName = "Absence"
    let absence: Absence

    init(_ absence: Absence) { self.absence = absence }

    init(_ fields: inout ShapeReader) {
        absence = Absence(
            id: fields.id("id"), userID: fields.id("userID"), deputyID: fields.optionalID("deputyID"),
            firstDay: fields.day("firstDay"), lastDay: fields.day("lastDay"),
            startsAt: fields.time("startsAt", "The midnight with which the first day begins."),
            endsAt: fields.time("endsAt", "From this moment on he is back."),
            version: fields.integer("version", in: 1...Int64.max, "Its ETag."))
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", absence.id)
            writer.field("userID", absence.userID)
            writer.field("deputyID", absence.deputyID)
            writer.field("firstDay", absence.firstDay.description)
            writer.field("lastDay", absence.lastDay.description)
            writer.field("startsAt", absence.startsAt)
            writer.field("endsAt", absence.endsAt)
            writer.field("version", absence.version)
        }
    }
}

extension ShapeReader {
    fileprivate mutating func day(_ key: String, _ doc: String = "") -> CivilDate {
        read(text(key, length: 10...10, doc), key) ?? CivilDate(year: 1970, month: 1, day: 1)
    }

    fileprivate mutating func optionalDay(_ key: String, _ doc: String) -> CivilDate? {
        optionalText(key, length: 10...10, doc).flatMap { read($0, key) }
    }

    private mutating func read(_ text: String, _ key: String) -> CivilDate? {
        let day = CivilDate(text)
        // A text of another length has its fault already.
        if day == nil, text.unicodeScalars.count == 10 {
            fault(at: key, code: "out-of-range", detail: "Must be a day from 1970 on, such as 2026-01-31.")
        }
        return day
    }
}
