package import Core
package import JSON

/// One line of the audit: who did what to which records, when, from where, by which right, and what came of it. It names ids and
/// fields and never holds what stands in them.
package struct AuditEntry: Hashable, Sendable {
    package struct Actor: Hashable, Sendable {
        /// As `Caller.Kind` has it; `service` for what the suite does by itself.
        package let kind: String
        /// The user's or token's id; empty for nobody.
        package let subject: String
        /// The name that he had then.
        package let name: String

        package init(kind: String, subject: String, name: String) {
            (self.kind, self.subject, self.name) = (kind, subject, name)
        }
    }

    /// Of the moment it was written: `at` is its time.
    package let id: ID
    package let actor: Actor
    /// The client's address as the gateway saw it.
    package let address: String
    /// The request id, by which the parts of one request in several services belong together.
    package let request: String
    package let action: String
    package let resource: String
    /// Method and pattern of the route.
    package let door: String
    /// `done`, or the code of the refusal.
    package let outcome: String
    /// Ids of what was shown or changed.
    package let records: [String]
    /// Names of the fields that were changed.
    package let fields: [String]
    /// By which right: the scope that the route asked for and the grants of the roles that reach the resource.
    package let rule: JSONValue
    package let details: JSONValue

    package init(
        id: ID, actor: Actor, address: String, request: String, action: String, resource: String, door: String, outcome: String,
        records: [String], fields: [String], rule: JSONValue, details: JSONValue
    ) {
        (self.id, self.actor, self.address, self.request) = (id, actor, address, request)
        (self.action, self.resource, self.door, self.outcome) = (action, resource, door, outcome)
        (self.records, self.fields, self.rule, self.details) = (records, fields, rule, details)
    }

    /// The milliseconds that an id of version 7 begins with.
    package var at: Timestamp { Timestamp(microseconds: Int64(id.high >> 16) * 1000) }

    /// Every member of the entry, as the chain covers it and as the API shows it.
    package var members: [(String, JSONValue)] {
        [
            ("id", .string(id.description)), ("at", .string(at.description)),
            (
                "actor",
                [("kind", .string(actor.kind)), ("subject", .string(actor.subject)), ("name", .string(actor.name))].object
            ),
            ("address", .string(address)), ("request", .string(request)), ("action", .string(action)),
            ("resource", .string(resource)), ("door", .string(door)), ("outcome", .string(outcome)),
            ("records", .array(records.map { .string($0) })), ("fields", .array(fields.map { .string($0) })), ("rule", rule),
            ("details", details),
        ]
    }
}

/// An entry in its place of the chain.
package struct SealedEntry: Hashable, Sendable {
    package let entry: AuditEntry
    package let number: Int64
    package let hash: [UInt8]
}

extension [(String, JSONValue)] {
    package var object: JSONValue { .object(JSONObject(self)) }
}
