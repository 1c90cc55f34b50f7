import Core
import Events
import Testing

@Suite struct EnvelopeTests {
    private static let events = [
        Event(
            id: "1", source: "/orders", type: "a.b.v1", key: "k", time: Timestamp(microseconds: 1_767_614_400_123_456), data: []),
        Event(
            id: "я-2", source: "urn:shop:ü", type: "a.b.v1", key: "заказ", time: Timestamp(microseconds: 0), version: 7,
            traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", data: Array("{\"a\":1}".utf8)),
    ]

    @Test(arguments: events)
    func `an event travels through a record and a column unchanged`(event: Event) {
        let record = Envelope.record(event, topic: "t")
        let stored = Envelope.unpacked(Envelope.packed(record.headers))
        #expect(stored == record.headers)
        #expect(Envelope.event(Record(topic: "t", key: record.key, headers: stored, value: record.value)) == event)
    }

    @Test(arguments: ["ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time"])
    func `a record without a required attribute is no event`(name: String) {
        let record = Envelope.record(Self.events[0], topic: "t")
        let headers = record.headers.filter { $0.name != name }
        #expect(Envelope.event(Record(topic: "t", key: "k", headers: headers, value: [])) == nil)
    }

    @Test func `cut headers end where they are whole`() {
        let packed = Envelope.packed([Record.Header("a", [1, 2]), Record.Header("b", [3])])
        for length in 0..<packed.count { #expect(Envelope.unpacked(Array(packed.prefix(length))).count < 2) }
    }
}
