import JSON

/// A batch of events in CloudEvents' JSON format, taken apart so that each stands for itself.
package enum IntakeBatch {
    package static let mostBytes = 8 << 20
    package static let mostEvents = 1000

    case events([IntakeEvent])
    /// What was received is no batch, and is kept as one event that was refused.
    case refused(IntakeEvent)

    /// `bytes` is the whole body where it has `length` bytes, else its head.
    package static func read(_ bytes: [UInt8], length: Int, _ reader: IntakeReader) -> IntakeBatch {
        guard bytes.count == length else {
            return refused(bytes, length, .tooLarge("A batch may have \(mostBytes) bytes; send smaller ones."), reader)
        }
        guard let elements = IntakeSlices.elements(of: bytes) else {
            do {
                _ = try JSONValue.parse(bytes, limits: JSONLimits(depth: 34, bytes: mostBytes))
                return refused(bytes, length, .notACloudEvent("A batch must be a JSON array of events."), reader)
            } catch {
                return refused(bytes, length, .notJSON(error.description), reader)
            }
        }
        guard elements.count <= mostEvents else {
            return refused(
                bytes, length, .tooLarge("A batch may have \(mostEvents) events; this one has \(elements.count)."), reader)
        }
        return .events(elements.map { reader.structured(Array(bytes[$0])) })
    }

    private static func refused(
        _ bytes: [UInt8], _ length: Int, _ rejection: IntakeRejection, _ reader: IntakeReader
    ) -> IntakeBatch {
        .refused(reader.unreadable(bytes, length: length, rejection))
    }
}
