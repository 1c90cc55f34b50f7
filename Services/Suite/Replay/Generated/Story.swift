import JSON

/// A request of the shop for one event, ready to be sent, and what has to come back.
struct PlannedEvent: Hashable, Sendable {
    enum Door: String, CaseIterable, Hashable, Sendable {
        case binary, structured, batch, orders
    }

    let door: Door
    /// The event's id; of an order entered by hand, its idempotency key.
    let id: String
    let type: String
    let fields: [Field]
    let body: [UInt8]
    /// The first time, and once all of the story was sent before.
    let expected: Verdict
    let expectedAgain: Verdict

    struct Field: Hashable, Sendable {
        let name: String
        let value: String
    }
}

/// All that happens to one order, or to the goods, in the order in which it arrives.
struct Story: Sendable {
    let number: String
    let events: [PlannedEvent]
    /// How the order stands in the end.
    let book: OrderBook

    /// What goes into one request: neighbours that go as a batch go together.
    var requests: [ArraySlice<PlannedEvent>] {
        var requests: [ArraySlice<PlannedEvent>] = []
        var start = 0
        for index in events.indices {
            let next = index + 1
            if next == events.count || events[index].door != .batch || events[next].door != .batch {
                requests.append(events[start..<next])
                start = next
            }
        }
        return requests
    }
}
