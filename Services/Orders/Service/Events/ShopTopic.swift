package import Core
package import Events

/// The shop's topic as a door: CloudEvents in Kafka's binary and structured mode. Whatever else is on it is refused and kept.
package enum ShopTopic {
    package static func subscription(
        _ topic: String, _ receive: ReceiveShopEvents, clock: any WallClock
    ) -> Subscription {
        .records(topic) { record, tx in try receive.perform(event(record, receivedAt: clock.now()), in: tx) }
    }

    package static func event(_ record: Record, receivedAt: Timestamp) -> IntakeEvent {
        let reader = IntakeReader(door: .kafka, receivedAt: receivedAt, recordKey: record.key)
        let contentType = record.headers.first { $0.name.lowercased() == "content-type" }.map(text)
        switch IntakeHeader.mediaType(contentType ?? "") {
        case "application/cloudevents+json": return reader.structured(record.value)
        case let type where type.hasPrefix("application/cloudevents"):
            return reader.unreadable(
                record.value, length: record.value.count,
                .notACloudEvent("A record holds one event, in binary mode or as application/cloudevents+json."))
        default: break
        }
        var attributes = record.headers.compactMap { header -> IntakeEvent.Attribute? in
            let name = header.name.lowercased()
            guard name.hasPrefix("ce_") else { return nil }
            return IntakeEvent.Attribute(String(name.dropFirst(3)), text(header))
        }
        if let contentType { attributes.append(IntakeEvent.Attribute("datacontenttype", contentType)) }
        return reader.binary(attributes, body: record.value)
    }

    /// Bytes that are no UTF-8 show as U+FFFD, which no attribute may have.
    private static func text(_ header: Record.Header) -> String {
        String(decoding: header.value, as: UTF8.self)
    }
}
