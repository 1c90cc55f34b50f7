/// One frozen step of a schema. Its checksum is kept; a changed text of an applied step stops the start.
package struct Migration: Sendable {
    /// Unique within the service, and the order: `orders-0001-intake`.
    package let name: String
    package let statements: [Statement]

    package init(_ name: String, _ statements: [Statement]) {
        self.name = name
        self.statements = statements
    }
}
