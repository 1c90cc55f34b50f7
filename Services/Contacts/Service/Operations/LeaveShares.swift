import ContactsAPI
package import Core
import Database

/// What becomes of teams, shares and open requests of somebody who leaves: they end, and teams and shares come back when the
/// off-boarding is undone.
package struct LeaveShares: Sendable {
    static let step = 100

    package let share: ShareAccount
    package let tell: TellAccount
    package let clock: any WallClock

    /// Some of it; false when there is nothing left to do, as in a reassignment that is no off-boarding.
    func step(_ plan: Reassignment, in tx: Transaction) throws -> Bool {
        guard let user = plan.user else { return false }
        let by = plan.appliedBy ?? plan.by
        if plan.state == .undoing { return try comeBack(plan, by, in: tx) }
        let shares = try ShareStore.standing(ofUser: user, limit: Self.step, in: tx)
        for line in shares.sorted(by: { $0.account.id < $1.account.id }) {
            try ShareStore.leave(line, for: plan.id, in: tx)
            if let account = try AccountStore.load(line.account, forUpdate: true, in: tx) {
                try share.end(line, of: account, at: clock.now(), by: by, in: tx)
            }
        }
        let requests = try AccessRequestStore.open(ofRequester: user, limit: Self.step, in: tx)
        for request in requests.sorted(by: { $0.accountID.id < $1.accountID.id }) {
            guard try AccountStore.lock(request.accountID, in: tx) else { continue }
            let withdrawn = request.answered(request.course.answered(.withdrawn, by: by, at: clock.now()))
            if try AccessRequestStore.answer(withdrawn, in: tx) {
                try tell.accessRequest(ContactsEvents.accessAnswered, withdrawn, by: by, in: tx)
            }
        }
        return !(shares.isEmpty && requests.isEmpty)
    }

    private func comeBack(_ plan: Reassignment, _ by: ActorResource, in tx: Transaction) throws -> Bool {
        let shares = try ShareStore.left(for: plan.id, limit: Self.step, in: tx)
        for line in shares {
            try ShareStore.reopen(line, in: tx)
            if let account = try AccountStore.load(line.account, forUpdate: true, in: tx) {
                try share.reopened(line, of: account, at: clock.now(), by: by, in: tx)
            }
        }
        return !shares.isEmpty
    }
}
