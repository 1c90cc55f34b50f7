package import Core

package struct ProductID: Identifier {
    package let id: ID

    package init(_ id: ID) {
        self.id = id
    }
}
