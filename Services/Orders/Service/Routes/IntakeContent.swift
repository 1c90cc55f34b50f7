import Core
import HTTP

/// The body of a request to the intake, read no further than it may be kept.
struct IntakeContent: Sendable {
    /// The whole body, or its head where it is larger than `most`.
    let bytes: [UInt8]
    let length: Int
    /// Of a body that is too large, where it could be read to its end.
    let sha256: [UInt8]?
    private let isWhole: Bool

    static func read(_ body: HTTPBody, most: Int = IntakeReader.mostBytes) async throws -> IntakeContent {
        if case .bytes(let bytes) = body, bytes.count <= most {
            return IntakeContent(bytes: bytes, length: bytes.count, sha256: nil, isWhole: true)
        }
        let (head, length, complete, sha256) = try await body.collectHead(most)
        let isWhole = complete && length <= most
        return IntakeContent(bytes: head, length: length, sha256: isWhole ? nil : sha256, isWhole: isWhole)
    }

    /// What `whole` reads, or the event that was too large to be read.
    func event(
        _ reader: IntakeReader, _ form: IntakeForm, _ attributes: [IntakeEvent.Attribute], whole: ([UInt8]) -> IntakeEvent
    ) -> IntakeEvent {
        isWhole ? whole(bytes) : reader.tooLarge(form, attributes, head: bytes, length: length, digest: sha256)
    }

    /// Attributes of the binary mode: `ce-*` headers and the content type.
    static func attributes(of fields: HTTPFields) -> [IntakeEvent.Attribute] {
        var attributes: [IntakeEvent.Attribute] = []
        for (name, value) in fields {
            let name = name.lowercased()
            if name.hasPrefix("ce-") {
                attributes.append(IntakeEvent.Attribute(String(name.dropFirst(3)), IntakeHeader.decoded(value)))
            } else if name == "content-type" {
                attributes.append(IntakeEvent.Attribute("datacontenttype", value))
            }
        }
        return attributes
    }
}
