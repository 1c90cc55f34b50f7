import Core
import Database
import Observability

/// Lets somebody else stand in where somebody who leaves does, or nobody; and lets him again when the off-boarding is undone.
/// Whoever off-boards gives no more by it than by noting the absence himself: what he may not give ends.
struct PassDeputies: Sendable {
    let clock: any WallClock
    let tell: TellOrganization
    let guardGiving: GuardGiving
    let logger: Logger

    /// In absences that are not over. `successor` `nil`: nobody stands in from then on.
    func perform(
        from leaver: ID, to successor: ID?, for reassignment: ID, by giver: Caller, in tx: Transaction
    ) throws {
        try UnitStore().lockTree(in: tx)
        for absence in try AbsenceStore().list(ofDeputy: leaver, endingAfter: clock.now(), in: tx) {
            let next = absence.userID == successor ? nil : successor
            var passed = absence.withDeputy(nil)
            if let next, try give(absence.withDeputy(next), by: giver, in: tx) {
                passed = absence.withDeputy(next)
            } else {
                try update(passed, in: tx)
            }
            try PassedDeputyStore().add(
                .init(absence: absence.id, deputy: leaver, version: passed.version), of: reassignment, in: tx)
            try tell.absence(passed, in: tx)
        }
    }

    /// Where nothing of the absence was changed since, and whoever undoes it could note the deputy himself.
    func putBack(of reassignment: ID, by giver: Caller, in tx: Transaction) throws {
        try UnitStore().lockTree(in: tx)
        for line in try PassedDeputyStore().list(of: reassignment, in: tx) {
            guard let absence = try AbsenceStore().find(line.absence, in: tx), absence.version == line.version else { continue }
            let restored = absence.withDeputy(line.deputy)
            if try give(restored, by: giver, in: tx) { try tell.absence(restored, in: tx) }
        }
        try PassedDeputyStore().remove(of: reassignment, in: tx)
    }

    /// False, and nothing is written, where the deputy cannot be this one or is none that the giver may name.
    private func give(_ absence: Absence, by giver: Caller, in tx: Transaction) throws -> Bool {
        do {
            try tx.savepoint {
                try CreateAbsence.check(absence, at: clock.now(), in: tx)
                try guardGiving(to: [absence.deputyID].compactMap(\.self), owners: [absence.userID], by: giver, in: tx) {
                    try update(absence, in: tx)
                }
            }
            return true
        } catch let refusal as Refusal where refusal.kind.status < 500 {
            logger.warning(
                "A deputy was not passed on as an off-boarding wanted.", ["absence": "\(absence.id)", "reason": refusal.code])
            return false
        }
    }

    private func update(_ absence: Absence, in tx: Transaction) throws {
        guard try AbsenceStore().update(absence, expecting: absence.version - 1, in: tx) else { throw Stale.refusal }
    }
}

extension Absence {
    /// The next version, with somebody else who stands in.
    fileprivate func withDeputy(_ deputy: ID?) -> Absence {
        Absence(
            id: id, userID: userID, deputyID: deputy, firstDay: firstDay, lastDay: lastDay, startsAt: startsAt, endsAt: endsAt,
            version: version + 1)
    }
}
