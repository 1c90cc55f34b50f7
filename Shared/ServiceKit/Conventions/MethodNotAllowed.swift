package import Core
package import HTTP

/// The address is there, but for other methods, which the answer names in Allow.
package struct MethodNotAllowed: Problem {
    package let allowed: [HTTPMethod]

    package init(_ allowed: [HTTPMethod]) {
        self.allowed = allowed
    }

    package var kind: ProblemKind { .methodNotAllowed }
    package var code: String { "method-not-allowed" }
    package var detail: String { "This address does not take that method." }
}
