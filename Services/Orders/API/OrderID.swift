package import Core

package struct OrderID: Identifier {
    package let id: ID

    package init(_ id: ID) {
        self.id = id
    }
}
