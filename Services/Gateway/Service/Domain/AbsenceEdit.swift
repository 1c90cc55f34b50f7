import Core

/// An absence that somebody wants, or what one is to become.
struct AbsenceDays: Hashable, Sendable {
    /// Days of one absence, at most.
    static let most = 1100

    let firstDay: CivilDate
    let lastDay: CivilDate
    let deputyID: ID?

    /// Throws `invalid` for days in the wrong order or too many, and for somebody who would be his own deputy.
    func check(of user: ID) throws(Refusal) {
        guard firstDay <= lastDay, lastDay.daysSinceEpoch - firstDay.daysSinceEpoch < Self.most else {
            throw Refusal(
                .invalid, "out-of-range", "lastDay must not be before firstDay, nor \(Self.most) days after it.",
                faults: [Fault(pointer: "/lastDay", code: "out-of-range", detail: "Must follow firstDay, and not that late.")])
        }
        guard deputyID != user else {
            throw Refusal(
                .invalid, "out-of-range", "Nobody is his own deputy.",
                faults: [Fault(pointer: "/deputyID", code: "out-of-range", detail: "Must be somebody else.")])
        }
    }
}

/// What is to become of an absence.
struct AbsenceEdit: Hashable, Sendable {
    var firstDay = Edit<CivilDate>.keep
    var lastDay = Edit<CivilDate>.keep
    var deputyID = Edit<ID?>.keep

    func applied(to absence: Absence) -> AbsenceDays {
        AbsenceDays(
            firstDay: firstDay.applied(to: absence.firstDay), lastDay: lastDay.applied(to: absence.lastDay),
            deputyID: deputyID.applied(to: absence.deputyID))
    }
}

extension CivilDate {
    var daysSinceEpoch: Int { CivilTime(year: year, month: month, day: day).daysSinceEpoch }

    var next: CivilDate {
        let next = CivilTime(year: year, month: month, day: day).timestamp.adding(days: 1).civil
        return CivilDate(year: next.year, month: next.month, day: next.day)
    }
}
