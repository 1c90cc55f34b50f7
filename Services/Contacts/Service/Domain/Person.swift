package import Core

package struct Person: Hashable, Sendable {
    package let id: ID
    package let name: String
    package let createdAt: Timestamp

    package init(id: ID, name: String, createdAt: Timestamp) {
        (self.id, self.name, self.createdAt) = (id, name, createdAt)
    }
}
