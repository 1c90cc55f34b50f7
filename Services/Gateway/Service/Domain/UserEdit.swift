import Core

/// A user that somebody wants.
package struct NewUser: Hashable, Sendable {
    let kind: User.Kind
    let login: String
    let name: String
    let mail: String?
    let language: String
    let timeZone: String

    package init(
        kind: User.Kind = .person, login: String, name: String, mail: String? = nil, language: String = "",
        timeZone: String = "UTC"
    ) {
        (self.kind, self.login, self.name, self.mail) = (kind, login, name, mail)
        (self.language, self.timeZone) = (language, timeZone)
    }
}

/// What is to become of a user; the login and the kind stay.
struct UserEdit: Hashable, Sendable {
    var name = Edit<String>.keep
    var mail = Edit<String?>.keep
    var language = Edit<String>.keep
    var timeZone = Edit<String>.keep
    /// False when he leaves.
    var isActive = Edit<Bool>.keep

    /// The same version where nothing is different.
    func applied(to user: User) -> User {
        func edited(version: Int64) -> User {
            User(
                id: user.id, kind: user.kind, login: user.login, name: name.applied(to: user.name),
                mail: mail.applied(to: user.mail), passwordHash: user.passwordHash,
                language: language.applied(to: user.language), timeZone: timeZone.applied(to: user.timeZone),
                isActive: isActive.applied(to: user.isActive), version: version)
        }
        let same = edited(version: user.version)
        return same == user ? user : edited(version: user.version + 1)
    }
}
