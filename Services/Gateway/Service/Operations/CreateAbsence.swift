import Core
import Database
import Presentation

/// Notes that a user is away on whole days of his own time zone, and lets his deputy in for that time.
struct CreateAbsence: Sendable {
    let database: any Database
    let clock: any WallClock
    let ids: IdentifierSource
    let tell: TellOrganization
    let guardGiving: GuardGiving

    func callAsFunction(
        _ days: AbsenceDays, of user: ID, _ creation: Creation, by giver: Caller
    ) async throws -> (made: Absence, isNew: Bool) {
        try await database.write { tx in
            try creation.once(in: tx, find: { try AbsenceStore().find($0, in: tx) }) {
                let made = try perform(days, of: user, by: giver, in: tx)
                return (made.id, made)
            }
        }
    }

    /// Throws `conflict` when he is away on one of the days already, and `forbidden` when the deputy would come to reach what the
    /// giver does not.
    func perform(_ days: AbsenceDays, of userID: ID, by giver: Caller?, in tx: Transaction) throws -> Absence {
        try UnitStore().lockTree(in: tx)
        let user = try Missing.check(UserStore().find(userID, in: tx))
        let made = try Self.absence(days, of: user, id: ids.next(), version: 1)
        try Self.check(made, at: clock.now(), in: tx)
        try guardGiving(to: [made.deputyID].compactMap(\.self), owners: [userID], by: giver, in: tx) {
            try AbsenceStore().insert(made, in: tx)
        }
        try tell.absence(made, in: tx)
        return made
    }

    /// The days between the midnights of the user's time zone.
    static func absence(_ days: AbsenceDays, of user: User, id: ID, version: Int64) throws(Refusal) -> Absence {
        try days.check(of: user.id)
        return Absence(
            id: id, userID: user.id, deputyID: days.deputyID, firstDay: days.firstDay, lastDay: days.lastDay,
            startsAt: midnight(days.firstDay, of: user), endsAt: midnight(days.lastDay.next, of: user), version: version)
    }

    static func check(_ absence: Absence, at now: Timestamp, in tx: Transaction) throws {
        let others = try AbsenceStore().list(of: absence.userID, in: tx).filter { $0.id != absence.id }
        guard !others.contains(where: { $0.firstDay <= absence.lastDay && absence.firstDay <= $0.lastDay }) else {
            throw Refusal(.conflict, "already-absent", "One of these days is in another absence already. Change that one.")
        }
        guard let deputyID = absence.deputyID else { return }
        let deputy = try Missing.check(UserStore().find(deputyID, in: tx), named: "deputyID")
        guard deputy.isActive, deputy.kind == .person else {
            throw Refusal(
                .invalid, "out-of-range", "A deputy is a person who has not left.",
                faults: [Fault(pointer: "/deputyID", code: "out-of-range", detail: "Must be a person who has not left.")])
        }
        guard absence.endsAt > now else { return }
        let held = try AbsenceStore().list(ofDeputy: deputyID, endingAfter: now, in: tx).filter { $0.id != absence.id }
        try RightsLimits.check(held.count, isBelow: RightsLimits.deputyships, "absences to stand in for")
    }

    /// A user's time zone was known when it was set; one that is no more counts as UTC.
    private static func midnight(_ day: CivilDate, of user: User) -> Timestamp {
        LocalDay.begin(year: day.year, month: day.month, day: day.day, timeZone: user.timeZone)
            ?? CivilTime(year: day.year, month: day.month, day: day.day).timestamp
    }
}
