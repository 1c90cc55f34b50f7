import Core
import Database

/// Changes a user, or lets him go and come back.
struct ChangeUser: Sendable {
    let database: any Database
    let clock: any WallClock
    let tell: TellOrganization
    let guardGiving: GuardGiving
    let changeAbsence: ChangeAbsence

    func callAsFunction(_ edit: UserEdit, of id: ID, expecting version: Int64, by giver: Caller) async throws -> User {
        try await database.write { tx in try perform(edit, of: id, expecting: version, by: giver, in: tx) }
    }

    /// `version` is `nil` for who has read none, such as a directory, and `giver` for a directory and the operator of the machine.
    /// Who leaves is signed out everywhere, his tokens end, and his units wait for another manager; nothing of what he did or held
    /// is forgotten. Throws `conflict` when he is the last administrator.
    func perform(
        _ edit: UserEdit, of id: ID, expecting version: Int64? = nil, by giver: Caller?, in tx: Transaction
    ) throws -> User {
        try UnitStore().lockTree(in: tx)
        let before = try Missing.check(UserStore().find(id, in: tx))
        if let version { try Stale.check(before.version, expecting: version) }
        let after = edit.applied(to: before)
        guard after != before else { return before }
        try CreateUser.check(after, in: tx)
        try check(giver, mayMake: after, of: before, in: tx)
        try guardGiving(to: [id], by: giver, in: tx) {
            guard try UserStore().update(after, expecting: before.version, in: tx) else { throw Stale.refusal }
        }
        if after.timeZone != before.timeZone { try changeAbsence.followTimeZone(of: after, in: tx) }
        if before.isActive, !after.isActive { try leave(after, in: tx) }
        try tell.user(id, in: tx)
        return after
    }

    /// Mails let their reader choose a new password, so whoever decides where they go could sign in as the user.
    private func check(_ giver: Caller?, mayMake after: User, of before: User, in tx: Transaction) throws {
        guard let giver, !giver.scopes.contains("*") else { return }
        let isAdministrator = try GuardAdministrators(clock: clock).isHeld(by: before.id, in: tx)
        if isAdministrator, after.isActive != before.isActive || after.mail != before.mail {
            throw Refusal(.forbidden, "not-yours-to-give", "Only an administrator does this with an administrator.")
        }
        guard after.mail != before.mail else { return }
        guard before.isActive else {
            throw Refusal(.forbidden, "not-yours-to-give", "Only an administrator changes the mail address of who has left.")
        }
        try guardGiving.check(giver, holdsRightsOf: before.id, in: tx)
    }

    private func leave(_ user: User, in tx: Transaction) throws {
        let administrators = GuardAdministrators(clock: clock)
        if try administrators.isHeld(by: user.id, in: tx) { try administrators.check(in: tx) }
        try UserStore().endSessionsAndTokens(of: user.id, at: clock.now(), in: tx)
        for unit in try UnitStore().managed(by: user.id, in: tx) {
            let left = UnitEdit(managerID: .set(nil)).applied(to: unit)
            try UnitStore().update(left, in: tx)
            try tell.unit(left, in: tx)
        }
    }
}
