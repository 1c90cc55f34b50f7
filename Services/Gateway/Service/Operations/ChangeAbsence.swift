import Core
import Database

/// Changes the days or the deputy of an absence, or takes it back. The deputy's rights follow within 5 s.
struct ChangeAbsence: Sendable {
    let database: any Database
    let clock: any WallClock
    let tell: TellOrganization
    let guardGiving: GuardGiving

    func callAsFunction(
        _ edit: AbsenceEdit, of id: ID, userID: ID, expecting version: Int64, by giver: Caller
    ) async throws -> Absence {
        try await database.write { tx in
            let (before, user) = try held(id, userID, expecting: version, tx)
            let same = try CreateAbsence.absence(edit.applied(to: before), of: user, id: id, version: version)
            guard same != before else { return before }
            let after = try CreateAbsence.absence(edit.applied(to: before), of: user, id: id, version: version + 1)
            try CreateAbsence.check(after, at: clock.now(), in: tx)
            try guardGiving(to: [after.deputyID].compactMap(\.self), owners: [userID], by: giver, in: tx) {
                guard try AbsenceStore().update(after, expecting: version, in: tx) else { throw Stale.refusal }
            }
            try tell.absence(after, in: tx)
            return after
        }
    }

    func remove(_ id: ID, userID: ID, expecting version: Int64) async throws {
        try await database.write { tx in
            let (absence, _) = try held(id, userID, expecting: version, tx)
            try AbsenceStore().delete(id, in: tx)
            try tell.absence(absence, isDeleted: true, in: tx)
        }
    }

    /// Moves the midnights of absences that are not over to the time zone that the user has now; the days stay.
    func followTimeZone(of user: User, in tx: Transaction) throws {
        let now = clock.now()
        for absence in try AbsenceStore().list(of: user.id, in: tx) where absence.endsAt > now {
            let days = AbsenceEdit().applied(to: absence)
            let moved = try CreateAbsence.absence(days, of: user, id: absence.id, version: absence.version + 1)
            guard try AbsenceStore().update(moved, expecting: absence.version, in: tx) else { throw Stale.refusal }
            try tell.absence(moved, in: tx)
        }
    }

    private func held(
        _ id: ID, _ userID: ID, expecting version: Int64, _ tx: Transaction
    ) throws -> (absence: Absence, user: User) {
        try UnitStore().lockTree(in: tx)
        let found = try Missing.check(AbsenceStore().find(id, in: tx).flatMap { $0.userID == userID ? $0 : nil })
        try Stale.check(found.version, expecting: version)
        return (found, try Missing.check(UserStore().find(userID, in: tx)))
    }
}

/// The absences of a user, in the order of time.
struct ReadAbsences: Sendable {
    let database: any Database

    func callAsFunction(of user: ID) async throws -> [Absence] {
        try await database.read { tx in
            _ = try Missing.check(UserStore().find(user, in: tx))
            return try AbsenceStore().list(of: user, in: tx)
        }
    }
}
