package import Core
package import JSON

/// Who did something, so that a history can name him.
package struct ActorResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "Actor"
    package static let kinds = [Caller.Kind.person, .token, .service].map(\.rawValue)

    package let kind: String
    /// The user's or token's id, or the service's name.
    package let id: String
    /// For people to read.
    package let name: String

    package init(kind: String, id: String, name: String) {
        (self.kind, self.id, self.name) = (kind, id, name)
    }

    package init(_ caller: Caller) {
        self.init(kind: caller.kind.rawValue, id: caller.subject, name: caller.name)
    }

    package init(_ fields: inout ShapeReader) {
        kind = fields.choice("kind", among: Self.kinds)
        id = fields.text("id", "The user's or token's id, or the service's name.")
        name = fields.text("name", "For people to read.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("kind", kind)
            writer.field("id", id)
            writer.field("name", name)
        }
    }
}

/// That an address or number is known to reach the customer, and how it is known.
package struct VerificationResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "Verification"

    package let at: Timestamp
    /// One of `VerificationRequest.bases`.
    package let basis: String
    package let by: ActorResource

    package init(at: Timestamp, basis: String, by: ActorResource) {
        (self.at, self.basis, self.by) = (at, basis, by)
    }

    package init?(_ fields: inout ShapeReader) {
        at = fields.time("at", "When it was verified last.")
        basis = fields.choice("basis", among: VerificationRequest.bases, "How it is known.")
        guard let by = fields.object("by", ActorResource.self, "Who verified it.") else { return nil }
        self.by = by
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("at", at)
            writer.field("basis", basis)
            writer.field("by", by)
        }
    }
}

/// How somebody knows that an address or number reaches the customer.
package struct VerificationRequest: Shape, Hashable {
    package static let shapeName = "VerificationRequest"
    /// The customer said it in a call; a signed paper has it; an answer came from it; a link sent to it was opened.
    package static let bases = ["stated-in-call", "document", "reply-received", "link-confirmed"]

    package let basis: String

    package init(_ fields: inout ShapeReader) {
        basis = fields.choice(
            "basis", among: Self.bases,
            "The customer said it in a call, a document has it, an answer came from it, or a link sent to it was opened.")
    }
}
