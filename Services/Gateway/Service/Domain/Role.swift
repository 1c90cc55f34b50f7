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
        self.grants = id == Self.administrator ? Viewer.everything(role: name).grants : grants
    }

    /// The role that holds every right there is, also those that a later version adds. It can be neither changed nor deleted, and
    /// somebody who is active always holds it.
    package static let administrator = Role.builtInID(1)

    var isAdministrator: Bool { id == Self.administrator }

    /// The same in every installation.
    static func builtInID(_ number: UInt64) -> ID { ID(high: 0x7265_6c61_7461_7000, low: 0x8000_0000_0000_0100 + number) }
}
