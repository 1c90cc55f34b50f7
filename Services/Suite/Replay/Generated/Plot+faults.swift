import JSON

/// Mistakes of the shop's own programmers, one of each code that content alone can bring about. Corrected events come under other
/// ids: so a second telling finds every mistake where it was.
extension Plot {
    /// Readable events with one thing wrong, then the order as it should be.
    static func faulty(_ story: inout StoryWriter, _ cart: Cart) {
        let right = story.placed(cart)
        var count = 0
        func wrong(_ verdict: Verdict, by door: PlannedEvent.Door? = nil, _ spoil: (inout StoryWriter.Draft) -> Void) {
            var draft = right
            count += 1
            draft.id += "-wrong\(count)"
            spoil(&draft)
            story.send(draft, fault: verdict, by: door)
        }
        let line = JSONPointer.root.appending("lines")
        wrong(.rejected("missing", "/total")) { $0.data.remove("total") }
        wrong(.rejected("missing", "/customer")) { $0.data.set("customer", ["name": "Nobody"]) }
        wrong(.rejected("wrong-type", "/total")) { $0.data.set("total", .string(String(cart.total))) }
        wrong(.rejected("out-of-range", "/shipping")) { $0.data.set("shipping", -1) }
        wrong(.rejected("out-of-range", "/shippingAddress/country")) { $0.data.set("shippingAddress", ["country": "XX"]) }
        wrong(.rejected("unknown-currency", "/currency")) { $0.data.set("currency", "QQQ") }
        wrong(.rejected("sum-mismatch", "/total")) { $0.data.set("total", .number(JSONNumber(cart.total + 1))) }
        wrong(.rejected("duplicate-line", line.appending("1").appending("line").description)) { draft in
            guard var lines = draft.data["lines"]?.array, case .object(var second) = lines[1] else { return }
            second.set("line", 1)
            lines[1] = .object(second)
            draft.data.set("lines", .array(lines))
        }
        wrong(.rejected("out-of-range", line.appending("0").appending("quantity").description)) { draft in
            guard var lines = draft.data["lines"]?.array, case .object(var first) = lines[0] else { return }
            first.set("quantity", 0)
            lines[0] = .object(first)
            draft.data.set("lines", .array(lines))
        }
        wrong(.rejected("time-in-future", "/placedAt")) { $0.data.set("placedAt", "2999-12-31T23:59:59Z") }
        wrong(.rejected("unknown-type", "/type"), by: .structured) { $0.type = "shop.order.teleported.v1" }
        wrong(.rejected("missing", "/currency"), by: .orders) { $0.data.remove("currency") }
        story.send(story.paid(cart.total))
        story.send(right)
    }

    /// What is no event at all, and what is too large for one.
    static func unreadable(_ story: inout StoryWriter, _ cart: Cart) {
        let placed = story.placed(cart)
        func event(_ id: String) -> OutgoingEvent {
            OutgoingEvent(
                source: story.source, id: placed.id + id, type: placed.type, time: nil, data: .object(placed.data),
                key: story.number)
        }
        func binary(_ id: String) -> [PlannedEvent.Field] { StoryWriter.attributes(of: event(id)) }
        func structured(_ id: String, _ change: (inout JSONObject) -> Void) -> [UInt8] {
            var members = JSONObject([
                ("specversion", "1.0"), ("id", .string(placed.id + id)), ("source", .string(story.source)),
                ("type", .string(placed.type)), ("data", .object(placed.data)),
            ])
            change(&members)
            return members.json()
        }
        let text = JSONValue.object(placed.data).json()
        let notJSON = Verdict.rejected("not-json")
        let notAnEvent = Verdict.rejected("not-a-cloudevent")
        let id = placed.id
        story.send(bytes: Array(event("-cut").json().dropLast(9)), id + "-cut", fault: notJSON, by: .structured)
        story.send(bytes: Array(text.dropLast(1)), id + "-short", fields: binary("-short"), fault: notJSON, by: .binary)
        let nested = Array((String(repeating: "[", count: 40) + String(repeating: "]", count: 40)).utf8)
        story.send(bytes: nested, id + "-deep", fields: binary("-deep"), fault: notJSON, by: .binary)
        let doubled = Array("{\"number\":\"\(story.number)\",\"number\":\"\(story.number)\"}".utf8)
        story.send(bytes: doubled, id + "-doubled", fields: binary("-doubled"), fault: notJSON, by: .binary)
        story.send(bytes: structured("-old") { $0.set("specversion", "0.3") }, id + "-old", fault: notAnEvent, by: .structured)
        story.send(bytes: structured("-nameless") { $0.remove("id") }, id + "-nameless", fault: notAnEvent, by: .structured)
        story.send(bytes: structured("-untyped") { $0.remove("type") }, id + "-untyped", fault: notAnEvent, by: .batch)
        let anonymous = binary("-anonymous").filter { $0.name != "ce-id" }
        story.send(bytes: text, id + "-anonymous", fields: anonymous, fault: notAnEvent, by: .binary)
        var large = placed.data
        large.set("note", .string(String(repeating: "Очень длинно. ", count: 26_000)))
        let tooLarge = Verdict.rejected("too-large")
        story.send(bytes: large.json(), id + "-large", fields: binary("-large"), fault: tooLarge, by: .binary)
        story.send(bytes: structured("-huge") { $0.set("data", .object(large)) }, id + "-huge", fault: tooLarge, by: .structured)
        story.send(placed)
    }
}
