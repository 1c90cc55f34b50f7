package import Core
package import JSON

/// A CloudEvent as a shop sends it.
///
/// Times that a player makes up stand in `time` and not in the data: the contract leaves `time` out of what "the same content"
/// means, so that the same event played on another day is a duplicate and no conflict.
package struct OutgoingEvent: Hashable, Sendable {
    package let source: String
    package let id: String
    package let type: String
    package let time: Timestamp?
    package let data: JSONValue
    /// The order's number or the SKU: events of one key keep their order.
    package let key: String

    package init(source: String, id: String, type: String, time: Timestamp?, data: JSONValue, key: String) {
        (self.source, self.id, self.type) = (source, id, type)
        (self.time, self.data, self.key) = (time, data, key)
    }
}

/// CloudEvents' JSON format.
extension OutgoingEvent: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("specversion", "1.0")
            writer.field("id", id)
            writer.field("source", source)
            writer.field("type", type)
            writer.field("time", time)
            writer.field("datacontenttype", "application/json")
            writer.field("data", data)
        }
    }
}
