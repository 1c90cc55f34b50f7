import Core
import JSON

/// A signed-in browser, without anything that would let somebody act as it.
struct SessionResource: Shape, JSONWritable {
    static let shapeName = "Session"
    let id: ID
    let address: String
    let agent: String
    let createdAt: Timestamp
    let seenAt: Timestamp
    let current: Bool

    init(_ session: Session, current: Session?) {
        (id, address, agent) = (session.id, session.origin.address, session.origin.agent)
        (createdAt, seenAt, self.current) = (session.createdAt, session.seenAt, session.id == current?.id)
    }

    init(_ fields: inout ShapeReader) {
        id = fields.id("id")
        address = fields.text("address", length: 0...100, "Where it signed in from.")
        agent = fields.text("agent", length: 0...200, "The browser in a few words.")
        createdAt = fields.time("createdAt", "When it signed in.")
        seenAt = fields.time("seenAt", "Its last request, to about a minute.")
        current = fields.optionalBoolean("current", "Whether it is the one that asks.") ?? false
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("address", address)
            writer.field("agent", agent)
            writer.field("createdAt", createdAt)
            writer.field("seenAt", seenAt)
            writer.field("current", current)
        }
    }
}
