import Access
import ContactsAPI
package import Core
import Database

/// What becomes of teams, shares and open requests of somebody who leaves: they end, his places in teams go to whom the plan names,
/// and teams and shares come back when the off-boarding is undone.
package struct LeaveShares: Sendable {
    static let step = 100

    package let share: ShareAccount
    package let tell: TellAccount
    package let ids: IdentifierSource
    package let clock: any WallClock

    /// Some of it; false when there is nothing left to do, as in a reassignment that is no off-boarding.
    func step(_ plan: Reassignment, in tx: Transaction) throws -> Bool {
        guard let departure = plan.departure else { return false }
        let by = plan.appliedBy ?? plan.by
        if plan.state == .undoing { return try comeBack(plan, by, in: tx) }
        let shares = try ShareStore.standing(ofUser: departure.user, limit: Self.step, in: tx)
        for line in shares.sorted(by: { $0.account.id < $1.account.id }) {
            try ShareStore.leave(line, for: plan.id, in: tx)
            guard let left = try end(line, by, in: tx) else { continue }
            if let successor = departure.teamsTo { try pass(line, on: left, to: successor, plan.id, by, in: tx) }
        }
        let requests = try AccessRequestStore.open(ofRequester: departure.user, limit: Self.step, in: tx)
        for request in requests.sorted(by: { $0.accountID.id < $1.accountID.id }) {
            guard try AccountStore.lock(request.accountID, in: tx) else { continue }
            let withdrawn = request.answered(request.course.answered(.withdrawn, by: by, at: clock.now()))
            if try AccessRequestStore.answer(withdrawn, in: tx) {
                try tell.accessRequest(ContactsEvents.accessAnswered, withdrawn, by: by, in: tx)
            }
        }
        let exports = try ExportRequestStore.open(of: departure.user, limit: Self.step, in: tx)
        for request in exports {
            let withdrawn = request.answered(request.course.answered(.withdrawn, by: by, at: clock.now()))
            if try ExportRequestStore.answer(withdrawn, in: tx) {
                try tell.outbox.tell(ContactsEvents.exportAnswered, withdrawn, by: by, in: tx)
            }
        }
        return !(shares.isEmpty && requests.isEmpty && exports.isEmpty)
    }

    /// The account as it is then; `nil` where there is none any more, and the share ends all the same, or the next step would find
    /// it again.
    private func end(_ line: Share, _ by: ActorResource, in tx: Transaction) throws -> Account? {
        guard let account = try AccountStore.load(line.account, forUpdate: true, in: tx) else {
            try ShareStore.end(line, at: clock.now(), by: by, in: tx)
            return nil
        }
        return try share.end(line, of: account, at: clock.now(), by: by, in: tx)
    }

    /// His place in the team, where whoever applied the plan may give it, to a successor who has no better one.
    private func pass(
        _ line: Share, on account: Account, to successor: ID, _ plan: ID, _ by: ActorResource, in tx: Transaction
    ) throws {
        let now = clock.now()
        guard try ShareStore.passes(line, for: plan, in: tx), !line.isOver(at: now),
            account.access.owner != successor, try OrganizationStore.user(successor, in: tx)?.isActive ?? false,
            try !ShareStore.standing(of: account.id, in: tx).contains(where: { $0.user == successor && $0.role != nil })
        else { return }
        let place = Share(
            id: ids.next(), account: account.id, to: .user(successor), role: line.role, access: line.access, from: line.from,
            until: line.until, reason: line.reason, by: by, createdAt: now)
        try share.add(place, to: account, in: tx)
        try ShareStore.markMade(place, for: plan, in: tx)
    }

    private func comeBack(_ plan: Reassignment, _ by: ActorResource, in tx: Transaction) throws -> Bool {
        let made = try ShareStore.made(for: plan.id, limit: Self.step, in: tx)
        for line in made {
            _ = try end(line, by, in: tx)
        }
        // Each place of a successor ends before the one it came from stands again.
        guard made.isEmpty else { return true }
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
