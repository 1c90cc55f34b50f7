package import Core

/// Somebody who holds rights: a person who signs in, or a service account, which has tokens only.
package struct User: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case person, service
    }

    package let id: ID
    package let kind: Kind
    package let login: String
    package let name: String
    package let mail: String?
    /// Empty for a service account, and for a person who has none yet.
    package let passwordHash: String
    /// A BCP 47 tag; empty for that of the browser.
    package let language: String
    /// By its IANA name; days of absence are days of this zone.
    package let timeZone: String
    /// False once he has left: no sign-in, no token, no right.
    package let isActive: Bool
    package let version: Int64

    package init(
        id: ID, kind: Kind = .person, login: String, name: String, mail: String? = nil, passwordHash: String = "",
        language: String = "", timeZone: String = "UTC", isActive: Bool = true, version: Int64 = 1
    ) {
        self.id = id
        self.kind = kind
        self.login = login
        self.name = name
        self.mail = mail
        self.passwordHash = passwordHash
        self.language = language
        self.timeZone = timeZone
        self.isActive = isActive
        self.version = version
    }
}
