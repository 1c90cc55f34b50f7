import Core
import Database
import Presentation

/// Users as a directory keeps them, by SCIM. Whom it deletes or switches off is signed out everywhere and holds no right from then
/// on; nothing of what he did is forgotten.
struct KeepDirectoryUsers: Sendable {
    typealias Found = DirectoryUserStore.Found

    let database: any Database
    let clock: any WallClock
    let createUser: CreateUser
    let changeUser: ChangeUser
    let tell: TellOrganization

    func one(_ id: ID) async throws -> Found {
        try await database.read { tx in try Self.known(id, in: tx) }
    }

    func list(_ filter: DirectoryFilter?, from offset: Int, count: Int) async throws -> (found: [Found], total: Int64) {
        try await database.read { tx in try DirectoryUserStore().list(filter, from: offset, count: count, in: tx) }
    }

    /// Whom the directory deleted before comes back as the user he was. `giver` is `nil` for the directory itself.
    func create(_ wish: DirectoryUser, by giver: Caller?) async throws -> Found {
        try await database.write { tx in
            try UnitStore().lockTree(in: tx)
            if let before = try DirectoryUserStore().find(loginKey: SearchKey.folded(wish.userName), in: tx) {
                guard before.isDeleted else {
                    throw DirectoryRefusal(.uniqueness, "There is a user with this userName already.")
                }
                return try save(wish, over: before, by: giver, in: tx)
            }
            let user: User
            do {
                user = try createUser.perform(
                    NewUser(
                        login: wish.userName, name: wish.name, mail: wish.mail, language: Self.language(wish.language),
                        timeZone: Self.zone(wish.timeZone)), in: tx)
            } catch {
                throw Self.translated(error)
            }
            return try save(wish, over: try Self.known(user.id, in: tx), by: giver, in: tx)
        }
    }

    /// `condition` is the ETag that the client read, where it says one.
    func change(
        _ id: ID, condition: String?, by giver: Caller?,
        _ change: @escaping @Sendable (inout DirectoryUser) throws(DirectoryRefusal) -> Void
    ) async throws -> Found {
        try await database.write { tx in
            try UnitStore().lockTree(in: tx)
            let before = try Self.known(id, in: tx)
            if let condition, condition != before.tag { throw Stale.refusal }
            var wish = before.wish
            try change(&wish)
            try wish.check()
            return try save(wish, over: before, by: giver, in: tx)
        }
    }

    func delete(_ id: ID, condition: String?, by giver: Caller?) async throws {
        let now = clock.now()
        try await database.write { tx in
            try UnitStore().lockTree(in: tx)
            let before = try Self.known(id, in: tx)
            if let condition, condition != before.tag { throw Stale.refusal }
            _ = try changeUser.perform(UserEdit(isActive: .set(false)), of: id, by: giver, in: tx)
            // The directory may use its id again.
            var wish = before.wish
            wish.externalID = nil
            try DirectoryUserStore().save(wish, of: id, isDeleted: true, at: now, in: tx)
        }
    }

    private func save(_ wish: DirectoryUser, over before: Found, by giver: Caller?, in tx: Transaction) throws -> Found {
        let id = before.user.id
        let store = DirectoryUserStore()
        if let externalID = wish.externalID, let other = try store.find(externalID: externalID, in: tx), other.user.id != id {
            throw DirectoryRefusal(.uniqueness, "There is a user with this externalId already.")
        }
        try rename(before.user, to: wish.userName, by: giver, in: tx)
        var edit = UserEdit(name: .set(wish.name), mail: .set(wish.mail), isActive: .set(wish.isActive))
        if let language = wish.language { edit.language = .set(Self.language(language)) }
        if let zone = wish.timeZone { edit.timeZone = .set(Self.zone(zone)) }
        do {
            _ = try changeUser.perform(edit, of: id, by: giver, in: tx)
        } catch {
            throw Self.translated(error)
        }
        let same = before.isDeleted == false && before.version > 0
        if !same || wish.kept != before.wish.kept {
            try store.save(wish, of: id, isDeleted: false, at: clock.now(), in: tx)
        }
        return try Self.known(id, in: tx)
    }

    /// Whoever renames an administrator must be one, as with a mail address: the login is what a provider may know him by.
    private func rename(_ user: User, to login: String, by giver: Caller?, in tx: Transaction) throws {
        guard user.login != login else { return }
        if let giver, !giver.scopes.contains("*") {
            throw Refusal(.forbidden, "not-yours-to-give", "Only a directory or an administrator gives a user another userName.")
        }
        if let other = try DirectoryUserStore().find(loginKey: SearchKey.folded(login), in: tx), other.user.id != user.id {
            throw DirectoryRefusal(.uniqueness, "There is a user with this userName already.")
        }
        try DirectoryUserStore().rename(user.id, to: login, in: tx)
        try tell.user(user.id, in: tx)
    }

    private static func known(_ id: ID, in tx: Transaction) throws -> Found {
        let found = try Missing.check(DirectoryUserStore().find(id, in: tx))
        return try Missing.check(found.isDeleted ? nil : found)
    }

    private static func translated(_ error: any Error) -> any Error {
        guard let refusal = error as? Refusal else { return error }
        return switch refusal.code {
        case "login-taken", "mail-taken": DirectoryRefusal(.uniqueness, refusal.detail)
        case "out-of-range": DirectoryRefusal(.invalidValue, refusal.detail)
        default: refusal
        }
    }

    /// The languages that pages speak; others are those of the browser.
    private static func language(_ tag: String?) -> String {
        let language = tag.map { $0.lowercased().prefix { $0 != "-" && $0 != "_" } } ?? ""
        return ["ru", "en"].contains(language) ? String(language) : ""
    }

    private static func zone(_ name: String?) -> String { name.flatMap { Presenter.knows(timeZone: $0) ? $0 : nil } ?? "UTC" }
}

extension DirectoryUserStore.Found {
    /// The ETag: it rises with either part.
    var tag: String { "W/\"\(user.version).\(version)\"" }

    /// As the directory would say it.
    var wish: DirectoryUser {
        var wish = DirectoryUser()
        (wish.userName, wish.externalID, wish.displayName) = (user.login, externalID, user.name)
        (wish.givenName, wish.familyName, wish.mail) = (givenName, familyName, user.mail)
        wish.language = user.language.isEmpty ? nil : user.language
        (wish.timeZone, wish.isActive) = (user.timeZone, user.isActive)
        return wish
    }
}

extension DirectoryUser {
    /// What is kept beside the user himself.
    var kept: [String?] { [externalID, givenName, familyName] }
}
