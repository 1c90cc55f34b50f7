import Core
package import JSON

/// An entry as the API shows it.
package struct AuditEntryResource: Shape, JSONWritable, Hashable {
    package struct ActorResource: Shape, JSONWritable, Hashable {
        package static let shapeName = "AuditActor"
        let actor: AuditEntry.Actor

        init(_ actor: AuditEntry.Actor) {
            self.actor = actor
        }

        package init(_ fields: inout ShapeReader) {
            actor = AuditEntry.Actor(
                kind: fields.text("kind", length: 0...100, "person, token, service or anonymous."),
                subject: fields.text("subject", length: 0...1000, "The user's or token's id."),
                name: fields.text("name", length: 0...4096, "The name that he had then."))
        }

        package func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.field("kind", actor.kind)
                writer.field("subject", actor.subject)
                writer.field("name", actor.name)
            }
        }
    }

    package static let shapeName = "AuditEntry"

    package let service: String
    package let number: Int64?
    package let entry: AuditEntry

    package init(service: String, number: Int64?, entry: AuditEntry) {
        (self.service, self.number, self.entry) = (service, number, entry)
    }

    package init(_ fields: inout ShapeReader) {
        service = fields.text("service", length: 1...100, "Whose audit it stands in.")
        number = fields.optionalInteger("number", "Its place in the service's chain; nothing while it is not sealed.")
        let id = fields.id("id")
        _ = fields.time("at", "When; the moment that the id begins with.")
        let actor = fields.object("actor", ActorResource.self, "Who.")
        let address = fields.text("address", length: 0...100, "From where.")
        let request = fields.text("request", length: 0...100, "The request id; parts of one request share it.")
        let action = fields.text("action", length: 1...100, "view, change, export, sign-in, sign-out, alarm or retention.")
        let resource = fields.text("resource", length: 1...100, "Of what.")
        let door = fields.text("door", length: 0...300, "Method and address of the route.")
        let outcome = fields.text("outcome", length: 1...100, "done, or the code of the refusal.")
        let records = fields.texts("records", count: 0...2000, length: 1...1000, "Ids of what was shown or changed.")
        let changed = fields.texts("fields", count: 0...2000, length: 1...1000, "Names of the fields that were to be changed.")
        let rule = fields.any("rule", "By which right: the scope, and the grants of roles that reach the resource.")
        let details = fields.any("details")
        entry = AuditEntry(
            id: id, actor: actor?.actor ?? AuditEntry.Actor(kind: "", subject: "", name: ""), address: address, request: request,
            action: action, resource: resource, door: door, outcome: outcome, records: records, fields: changed,
            rule: rule ?? .null, details: details ?? .null)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("service", service)
            writer.field("number", number)
            writer.field("id", entry.id)
            writer.field("at", entry.at)
            writer.field("actor", ActorResource(entry.actor))
            writer.field("address", entry.address)
            writer.field("request", entry.request)
            writer.field("action", entry.action)
            writer.field("resource", entry.resource)
            writer.field("door", entry.door)
            writer.field("outcome", entry.outcome)
            writer.field("records", array: entry.records)
            writer.field("fields", array: entry.fields)
            writer.key("rule")
            writer.raw(entry.rule.json())
            writer.key("details")
            writer.raw(entry.details.json())
        }
    }
}
