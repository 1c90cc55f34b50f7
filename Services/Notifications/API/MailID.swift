package import Core

/// A message to one customer.
package struct MailID: Identifier {
    package let id: ID

    package init(_ id: ID) {
        self.id = id
    }
}
