package import Core

/// Rights under a name, which users are given together.
package struct Role: Hashable, Sendable {
    package let id: ID
    package let name: String
    package let description: String
    /// Each says the role's name, for explanations.
    package let grants: [Grant]
    package let version: Int64

    package init(id: ID, name: String, description: String, grants: [Grant], version: Int64) {
        (self.id, self.name, self.description, self.version) = (id, name, description, version)
        self.grants =
            switch id {
            case Self.administrator: Viewer.everything(role: name).grants
            case Self.directory: [Grant(role: name, resource: .organization, actions: [.create], scope: .all)]
            default: grants
            }
    }

    /// The role that holds every right there is, also those that a later version adds. It can be neither changed nor deleted, and
    /// somebody who is active always holds it.
    package static let administrator = Role.builtInID(1)

    /// The role of service accounts with which a directory keeps users and groups by SCIM: what their tokens put into groups gets
    /// the roles that administrators mapped to these. It can be neither changed nor deleted, and only administrators give it.
    static let directory = Role.builtInID(8)

    var isAdministrator: Bool { id == Self.administrator }
    /// Whether it stays as it is.
    var isFixed: Bool { isAdministrator || id == Self.directory }

    /// Throws `forbidden` where only an administrator gives the role or takes it away.
    static func check(_ giver: Caller?, handles role: ID) throws(Refusal) {
        guard role == administrator || role == directory, let giver, !giver.scopes.contains("*") else { return }
        throw Refusal(.forbidden, "not-yours-to-give", "Only an administrator gives this role, or takes it away.")
    }

    /// The same in every installation.
    static func builtInID(_ number: UInt64) -> ID { ID(high: 0x7265_6c61_7461_7000, low: 0x8000_0000_0000_0100 + number) }
}
