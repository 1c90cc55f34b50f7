import Core
import Database
import Presentation

/// Makes a user, who belongs to the root and holds no right until he is given some.
struct CreateUser: Sendable {
    let database: any Database
    let clock: any WallClock
    let ids: IdentifierSource
    let tell: TellOrganization

    func callAsFunction(_ wish: NewUser, _ creation: Creation) async throws -> (made: User, isNew: Bool) {
        try await database.write { tx in
            try creation.once(in: tx, find: { try UserStore().find($0, in: tx) }) {
                let user = try perform(wish, in: tx)
                return (user.id, user)
            }
        }
    }

    /// Throws `conflict` when the login or the mail address is somebody's already, and `invalid` for an unknown time zone. He has no
    /// password: he gets one, or signs in through another provider.
    func perform(_ wish: NewUser, passwordHash: String = "", in tx: Transaction) throws -> User {
        try UnitStore().lockTree(in: tx)
        let user = User(
            id: ids.next(), kind: wish.kind, login: wish.login, name: wish.name, mail: wish.mail, passwordHash: passwordHash,
            language: wish.language, timeZone: wish.timeZone)
        guard try UserStore().id(loginKey: SearchKey.folded(user.login), in: tx) == nil else {
            throw Refusal(
                .conflict, "login-taken", "Somebody has this login already, perhaps one who has left. Choose another one.",
                faults: [Fault(pointer: "/login", code: "login-taken", detail: "Somebody has this login already.")])
        }
        try Self.check(user, in: tx)
        try UserStore().insert(user, at: clock.now(), in: tx)
        try tell.user(user.id, in: tx)
        return user
    }

    /// What must hold of a user however he came to be.
    static func check(_ user: User, in tx: Transaction) throws {
        guard Presenter.knows(timeZone: user.timeZone) else {
            throw Refusal(
                .invalid, "out-of-range", "timeZone must be the name of a time zone, such as Europe/Moscow.",
                faults: [Fault(pointer: "/timeZone", code: "out-of-range", detail: "There is no time zone of this name.")])
        }
        if let mail = user.mail, try UserStore().isTaken(mailKey: SearchKey.folded(mail), exceptBy: user.id, in: tx) {
            throw Refusal(
                .conflict, "mail-taken", "Another user has this mail address. Each has his own.",
                faults: [Fault(pointer: "/mail", code: "mail-taken", detail: "Another user has this mail address.")])
        }
    }
}
