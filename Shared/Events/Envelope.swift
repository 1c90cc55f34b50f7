import Core

/// CloudEvents 1.0 in Kafka's binary mode: attributes as `ce_*` headers, the data as the value.
package enum Envelope {
    package static func record(_ event: Event, topic: String) -> Record {
        var headers: [Record.Header] = []
        func add(_ name: String, _ value: String?) {
            if let value { headers.append(Record.Header(name, Array(value.utf8))) }
        }
        add("ce_specversion", "1.0")
        add("ce_id", event.id)
        add("ce_source", event.source)
        add("ce_type", event.type)
        add("ce_time", event.time.description)
        add("ce_subject", event.key)
        add("ce_partitionkey", event.key)
        add("ce_aggversion", event.version.map(String.init))
        add("ce_traceparent", event.traceparent)
        add("content-type", "application/json")
        return Record(topic: topic, key: event.key, headers: headers, value: event.data)
    }

    /// The event in a record of the suite's own topics; `nil` when a required attribute is missing.
    package static func event(_ record: Record) -> Event? {
        guard record.header("ce_specversion") == "1.0", let id = record.header("ce_id"), let source = record.header("ce_source"),
            let type = record.header("ce_type"), let time = record.header("ce_time").flatMap({ Timestamp($0) })
        else { return nil }
        return Event(
            id: id, source: source, type: type, key: record.key ?? record.header("ce_subject") ?? id, time: time,
            version: record.header("ce_aggversion").flatMap { Int64($0) }, traceparent: record.header("ce_traceparent"),
            data: record.value)
    }

    /// Headers as one value for a column: length-prefixed, so that nothing needs escaping.
    package static func packed(_ headers: [Record.Header]) -> [UInt8] {
        var out: [UInt8] = []
        func put(_ bytes: some Collection<UInt8>) {
            withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { out.append(contentsOf: $0) }
            out.append(contentsOf: bytes)
        }
        for header in headers {
            put(header.name.utf8)
            put(header.value)
        }
        return out
    }

    package static func unpacked(_ bytes: [UInt8]) -> [Record.Header] {
        var headers: [Record.Header] = []
        var position = 0
        func take() -> ArraySlice<UInt8>? {
            guard position + 4 <= bytes.count else { return nil }
            let count = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
            guard position + 4 + count <= bytes.count else { return nil }
            defer { position += 4 + count }
            return bytes[position + 4..<position + 4 + count]
        }
        while let name = take(), let value = take() {
            headers.append(Record.Header(String(decoding: name, as: UTF8.self), Array(value)))
        }
        return headers
    }
}
