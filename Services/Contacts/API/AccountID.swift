package import Core

/// A customer: a company, or a person who buys for himself.
package struct AccountID: Identifier {
    package let id: ID

    package init(_ id: ID) {
        self.id = id
    }
}

/// A human being at an account.
package struct PersonID: Identifier {
    package let id: ID

    package init(_ id: ID) {
        self.id = id
    }
}
