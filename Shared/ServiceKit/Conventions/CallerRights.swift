import Audit
package import Core
package import HTTP

extension HTTPRequest {
    /// The caller's right to do this with a resource whose rows belong to nobody; throws `missing-right` where he has none.
    @discardableResult
    package func right(to action: Action, _ resource: Resource) throws -> AccessDecision {
        let decision = AccessPolicy.decide(
            action, on: resource, .ownerless, by: caller.viewer, in: UnitTree(), at: Timestamp(microseconds: 0))
        guard decision.isAllowed else {
            throw Refusal(
                .forbidden, "missing-right",
                "This needs the right to \(action.rawValue) \(resource.rawValue). Ask an administrator.")
        }
        AuditNote.current?.decided(decision)
        return decision
    }
}
