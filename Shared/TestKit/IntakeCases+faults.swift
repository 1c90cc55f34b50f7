import JSON

/// Every code, with the place of what is wrong.
extension IntakeCases {
    private static func line(_ changes: [(String, JSONValue)]) -> JSONValue {
        var line = JSONObject([("line", 1), ("sku", "A"), ("quantity", 1), ("unitPrice", 3700), ("total", 3700)])
        for (key, value) in changes { line.set(key, value) }
        return .object(line)
    }

    /// An order of one line, so that only what is changed is wrong.
    private static func single(_ changes: [(String, JSONValue)], _ lineChanges: [(String, JSONValue)] = []) -> IntakeExample {
        placed("e1", "N-1", [("lines", [line(lineChanges)]), ("shipping", 0), ("discount", 0)] + changes)
    }

    static let contentCases = [
        fault("missing fields", doors: anyDoor, placed().with(data: "{}"), .rejected("missing"), right: nil),
        fault(
            "a missing number", doors: anyDoor, placed("e1", "N-1", [("number", .null)]), .rejected("missing", ["/number"])),
        fault("a customer without any name", doors: anyDoor, single([("customer", ["name": "Ada"])]), .rejected("missing")),
        fault("a number that is no text", doors: anyDoor, single([("number", 5)]), .rejected("wrong-type", ["/number"])),
        fault(
            "an amount with a fraction", doors: anyDoor,
            placed().with(
                data: String(decoding: placed().data, as: UTF8.self).replacing("\"shipping\":500", with: "\"shipping\":500.0")),
            .rejected("wrong-type", ["/shipping"])),
        fault(
            "a time without an offset", doors: anyDoor, single([("placedAt", "2026-01-01T10:00:00")]),
            .rejected("wrong-type", ["/placedAt"])),
        fault("data that is no object", doors: eventDoors, placed().with(data: "[1]"), .rejected("wrong-type", [""])),
        fault("a negative amount", doors: anyDoor, single([("shipping", -1)]), .rejected("out-of-range", ["/shipping"])),
        fault(
            "an amount beyond 2^53", doors: anyDoor, single([("tax", 9_007_199_254_740_992)]), .rejected("out-of-range", ["/tax"])
        ),
        fault(
            "a number of 65 characters", doors: anyDoor, single([("number", .string(String(repeating: "N", count: 65)))]),
            .rejected("out-of-range", ["/number"])),
        fault(
            "a quantity of nothing", doors: anyDoor, single([], [("quantity", 0)]),
            .rejected("out-of-range", ["/lines/0/quantity"])),
        fault(
            "a quantity with four decimals", doors: anyDoor,
            single([], [("quantity", .number(JSONNumber(units: 10001, decimals: 4)))]),
            .rejected("out-of-range", ["/lines/0/quantity"])),
        fault("no lines", doors: anyDoor, single([("lines", [])]), .rejected("out-of-range", ["/lines"])),
        fault(
            "a time before 1990", doors: anyDoor, single([("placedAt", "1989-12-31T23:59:59Z")]),
            .rejected("out-of-range", ["/placedAt"])),
        fault(
            "a time in the future", doors: anyDoor, single([("placedAt", "2999-01-01T00:00:00Z")]),
            .rejected("time-in-future", ["/placedAt"])),
        fault(
            "a country that is none", doors: anyDoor, single([("billingAddress", ["country": "XX"])]),
            .rejected("out-of-range", ["/billingAddress/country"])),
        fault(
            "a currency that is none", doors: anyDoor, single([("currency", "EUX")]), .rejected("unknown-currency", ["/currency"])
        ),
        fault(
            "a line that does not add up", doors: anyDoor, single([("total", 3699)], [("total", 3699)]),
            .rejected("sum-mismatch", ["/lines/0/total"])),
        fault("a total that does not add up", doors: anyDoor, single([("total", 3701)]), .rejected("sum-mismatch", ["/total"])),
        fault(
            "a line given twice", doors: anyDoor, single([("lines", [line([]), line([])]), ("total", 7400)]),
            .rejected("duplicate-line", ["/lines/1/line"])),
        fault(
            "several faults are all told", doors: anyDoor,
            single([("currency", "EUX"), ("number", 1), ("placedAt", "2999-01-01T00:00:00Z")]),
            .rejected("wrong-type", ["/currency", "/number", "/placedAt"])),
        fault("a text with U+0000", doors: anyDoor, single([("note", "a\u{0}b")]), .rejected("out-of-range", ["/note"])),
    ]

    static let attributeCases = [
        fault(
            "an unknown type", placed().with("type", "shop.order.burnt.v1"), .rejected("unknown-type", ["/type"])),
        fault(
            "an event's time in the future", placed().with("time", "2999-01-01T00:00:00Z"), .rejected("time-in-future", ["/time"])
        ),
        fault("an event's time before 1990", placed().with("time", "1985-04-12T23:20:50Z"), .rejected("out-of-range", ["/time"])),
        fault("an event's time that is none", placed().with("time", "yesterday"), .rejected("wrong-type", ["/time"])),
        fault(
            "an id of 257 characters", placed(String(repeating: "i", count: 257)), .rejected("out-of-range", ["/id"]), right: nil),
        fault(
            "another version of CloudEvents", placed().with("specversion", "0.3"),
            .malformed("not-a-cloudevent", ["/specversion"])),
        fault("no version", placed().with("specversion", nil), .malformed("not-a-cloudevent", ["/specversion"])),
        fault("no id", placed().with("id", nil), .malformed("not-a-cloudevent", ["/id"]), right: nil),
        fault("an empty id", placed().with("id", ""), .malformed("not-a-cloudevent", ["/id"]), right: nil),
        fault("no type", placed().with("type", nil), .malformed("not-a-cloudevent", ["/type"])),
        fault(
            "an id that is no text", doors: [.httpStructured, .httpBatch, .kafkaStructured], placed().with("id", 7),
            .malformed("not-a-cloudevent", ["/id"]), right: nil),
        fault(
            "an id with a control character", placed("a\u{7}b"), .malformed("not-a-cloudevent", ["/id"]), right: nil),
        fault(
            "no source", placed().with("source", nil), .malformed("not-a-cloudevent", ["/source"]), right: nil),
        fault(
            "a source that is no URI", placed().with("source", "urn:shop:a b"), .malformed("not-a-cloudevent", ["/source"]),
            right: nil),
    ]

    static let unreadableCases = [
        fault(
            "data that is no JSON", doors: [.httpBinary, .kafkaBinary], placed().with(data: "{\"number\":"),
            .malformed("not-json")),
        fault("no data", doors: [.httpBinary, .kafkaBinary], placed().with(data: ""), .malformed("not-json")),
        fault(
            "data with a key twice", doors: [.httpBinary, .kafkaBinary],
            placed().with(data: "{\"number\":\"1\",\"number\":\"1\"}"),
            .malformed("not-json")),
        fault(
            "an event with a key twice", doors: [.httpStructured, .kafkaStructured, .httpBatch],
            placed().with(data: "{\"number\":\"1\",\"number\":\"1\"}"), .malformed("not-json"), right: nil),
        fault(
            "data too deep", doors: [.httpBinary, .kafkaBinary],
            placed().with(data: String(repeating: "[", count: 33) + String(repeating: "]", count: 33)), .malformed("not-json")),
        fault(
            "an event too deep", doors: [.httpStructured, .kafkaStructured, .httpBatch],
            placed().with(data: String(repeating: "[", count: 33) + String(repeating: "]", count: 33)), .malformed("not-json"),
            right: nil),
        fault(
            "garbage", doors: [.httpStructured, .kafkaStructured], placed().with(document: "\u{1}\u{2}not json"),
            .malformed("not-json"), right: nil),
        fault(
            "an event that is no object", doors: [.httpStructured, .httpBatch, .kafkaStructured],
            placed().with(document: "\"event\""),
            .malformed("not-a-cloudevent"), right: nil),
        fault(
            "an empty object", doors: [.httpStructured, .httpBatch, .kafkaStructured], placed().with(document: "{}"),
            .malformed("not-a-cloudevent", ["/id", "/source", "/specversion", "/type"]), right: nil),
        fault(
            "an order that is no JSON", doors: [.orders], placed().with(data: "{\"number\" 1}"), .malformed("not-json"),
            right: nil),
        fault(
            "an event of more than 512 kB", doors: eventDoors,
            placed("e1", "N-1", [("note", .string(String(repeating: "x", count: 530_000)))]), .tooLarge, right: nil),
    ]
}
