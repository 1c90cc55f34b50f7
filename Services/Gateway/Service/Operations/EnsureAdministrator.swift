import Core
import Crypto
import Database
import Glibc
import Observability

/// At the first start there is nobody who could sign in: makes the administrator, with a random password.
struct EnsureAdministrator: Sendable {
    static let login = "admin"

    let database: any Database
    let clock: any WallClock
    let ids: IdentifierSource
    let logger: Logger
    let tell: TellOrganization
    /// Where the file `admin-password` goes.
    let folder: String?

    func callAsFunction() async throws {
        guard try await database.read({ tx in try UserStore().isEmpty(in: tx) }) else { return }
        guard let folder else {
            throw Refusal(
                .failed, "no-data-folder",
                "The first start writes the administrator's password into a file: give --data DIR (or CRM_DATA).")
        }
        let password = SecureRandom.token(bytes: 15)
        let user = User(
            id: ids.next(), login: Self.login, name: "Administrator", passwordHash: await PasswordHash.hash(password))
        let assignment = RoleAssignment(
            id: ids.next(), userID: user.id, roleID: Role.administrator, from: clock.now(), until: nil, version: 1)
        let path = folder + "/admin-password"
        let now = clock.now()
        // The file comes before the commit: a crash between them leaves a useless file, never an unknown password.
        let made = try await database.write { tx in
            try tx.lock(key: "administrator")
            guard try UserStore().isEmpty(in: tx) else { return false }
            try WholeFile.write(Array((password + "\n").utf8), to: path)
            try UserStore().insert(user, at: now, in: tx)
            try AssignmentStore().insert(assignment, in: tx)
            try tell.user(user.id, in: tx)
            return true
        }
        guard made else { return }
        logger.notice(
            "Made the administrator; the password is in the file admin-password of the data folder", ["login": Self.login])
        if isatty(STDOUT_FILENO) == 1 { print("Sign in as \(Self.login) with the password \(password)") }
    }
}
