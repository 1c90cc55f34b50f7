package import Core
import Crypto
import JSON

/// Reads what came through a door into events: one validation for all doors.
package struct IntakeReader: Sendable {
    /// Of one event, with its attributes.
    package static let mostBytes = 512 * 1024
    /// Of an event that is too large.
    package static let keptHead = 64 * 1024
    /// Of all attributes outside the body together.
    private static let mostAttributeBytes = 64 * 1024
    static let placedType = "shop.order.placed.v1"

    package let door: IntakeDoor
    package let receivedAt: Timestamp
    package let recordKey: String?

    package init(door: IntakeDoor, receivedAt: Timestamp, recordKey: String? = nil) {
        self.door = door
        self.receivedAt = receivedAt
        // A key that is no text names nothing; a name beyond any number or SKU is not kept.
        self.recordKey = recordKey.flatMap { $0.utf8.contains(0) || $0.utf8.count > 1024 ? nil : $0 }
    }

    /// The attributes beside the body, as `ce-*` or `ce_*` headers without their prefix; `datacontenttype` is the content type.
    package func binary(_ attributes: [IntakeEvent.Attribute], body: [UInt8]) -> IntakeEvent {
        let size = attributes.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        guard body.count <= Self.mostBytes, size <= Self.mostAttributeBytes else {
            return tooLarge(.binary, attributes, head: body, length: body.count, digest: Digest.sha256(body))
        }
        var draft = Draft(.binary, attributes, body, envelope: envelope(attributes))
        draft.dataDigest = Digest.sha256(body)
        if let type = Self.attribute("datacontenttype", attributes)?.string, !IntakeHeader.isJSON(type) {
            draft.rejection = .notJSON("The data must be JSON, with content type application/json.")
        } else {
            draft.read(body, limits: JSONLimits(depth: 32, bytes: Self.mostBytes))
        }
        return event(draft)
    }

    /// The whole event in CloudEvents' JSON format.
    package func structured(_ body: [UInt8]) -> IntakeEvent {
        guard body.count <= Self.mostBytes else {
            return tooLarge(.structured, [], head: body, length: body.count, digest: Digest.sha256(body))
        }
        let json: JSONValue
        do {
            // One level more than data may have, as the event stands around it.
            json = try JSONValue.parse(body, limits: JSONLimits(depth: 33, bytes: Self.mostBytes))
        } catch {
            return unreadable(body, length: body.count, .notJSON(error.description))
        }
        guard let members = json.object else {
            return unreadable(body, length: body.count, .notACloudEvent("The event must be a JSON object."))
        }
        var draft = Draft(.structured, [], body, envelope: IntakeEnvelope(now: receivedAt) { members[$0] })
        if let type = members["datacontenttype"]?.string, !IntakeHeader.isJSON(type) {
            draft.rejection = .notJSON("The data must be JSON, with datacontenttype application/json.")
        } else if let encoded = members["data_base64"] {
            draft.readEncoded(encoded, hasData: members["data"] != nil)
        } else if let data = members["data"] {
            draft.data = data
            draft.dataDigest = Digest.sha256(IntakeSlices.member("data", of: body).map { Array(body[$0]) } ?? data.json())
        } else {
            draft.rejection = IntakeRejection(
                faults: [Fault(pointer: "/data", code: "missing", detail: "The event has no data.")])
            draft.dataDigest = Digest.sha256([])
        }
        return event(draft)
    }

    /// The data of a placed order plus `source`; `id` is the event's id.
    package func order(_ body: [UInt8], id: String) -> IntakeEvent {
        let envelope = { (source: JSONValue?) in
            IntakeEnvelope(now: receivedAt) { name in
                switch name {
                case "specversion": "1.0"
                case "type": .string(Self.placedType)
                case "id": .string(id)
                case "source": source
                default: nil
                }
            }
        }
        guard body.count <= Self.mostBytes else {
            return tooLarge(.order, [], head: body, length: body.count, digest: Digest.sha256(body))
        }
        var draft = Draft(.order, [], body, envelope: envelope(nil))
        draft.read(body, limits: JSONLimits(depth: 32, bytes: Self.mostBytes))
        draft.dataDigest = Digest.sha256(body)
        if case .object(var members) = draft.data {
            draft.envelope = envelope(members["source"])
            members.remove("source")
            draft.data = .object(members)
        }
        return event(draft)
    }

    /// An event of which only the head is kept. `digest` is of the whole body, where it was read to its end.
    package func tooLarge(
        _ form: IntakeForm, _ attributes: [IntakeEvent.Attribute], head: [UInt8], length: Int, digest: [UInt8]?
    ) -> IntakeEvent {
        let core = attributes.filter { IntakeEnvelope.names.contains($0.name) && $0.value.utf8.count <= 4096 }
        var draft = Draft(form, core, Array(head.prefix(Self.keptHead)), envelope: envelope(core))
        draft.length = length
        draft.dataDigest = digest
        draft.rejection = .tooLarge(
            "An event may have \(Self.mostBytes) bytes; this one has \(digest == nil ? "more than " : "")\(length).")
        return event(draft)
    }

    /// Bytes that are no event at all; of very many, the head is kept.
    package func unreadable(_ body: [UInt8], length: Int, _ rejection: IntakeRejection) -> IntakeEvent {
        var draft = Draft(
            .structured, [], body.count > Self.mostBytes ? Array(body.prefix(Self.keptHead)) : body, envelope: envelope([]))
        draft.length = length
        draft.dataDigest = body.count == length ? Digest.sha256(body) : nil
        draft.rejection = rejection
        return event(draft)
    }

    private func envelope(_ attributes: [IntakeEvent.Attribute]) -> IntakeEnvelope {
        IntakeEnvelope(now: receivedAt) { Self.attribute($0, attributes) }
    }

    /// An attribute given twice is no text.
    private static func attribute(_ name: String, _ attributes: [IntakeEvent.Attribute]) -> JSONValue? {
        var found: JSONValue?
        for attribute in attributes where attribute.name == name {
            found = found == nil ? .string(attribute.value) : .array([])
        }
        return found
    }

    private func event(_ draft: Draft) -> IntakeEvent {
        draft.event(door: door, receivedAt: receivedAt, recordKey: recordKey)
    }
}
