import JSON

/// Names, waiting and the state of an order.
extension IntakeCases {
    static let acceptedCases = [
        story("a placed order", doors: anyDoor, [(placed(), .accepted)], ["accepted": 1]),
        story(
            "the whole life of an order",
            [
                (placed(), .accepted), (paid("e2"), .accepted), (cancelled("e3", line: 1), .accepted),
                (shipped("e4", shipment: "S", line: 1, quantity: 2), .accepted), (shipped("e5"), .accepted),
                (delivered("e6", shipment: "S"), .accepted), (delivered("e7"), .accepted),
                (returned("e8", name: "T", line: 1), .accepted), (refunded("e9", 700), .accepted),
            ], ["accepted": 9]),
        story(
            "products",
            [
                (event("product.released", "p1", ["sku": "A", "name": "Anvil", "price": 1000, "currency": "EUR"]), .accepted),
                (event("product.changed", "p2", ["sku": "A", "name": ["en": "Anvil", "ru": "Наковальня"]]), .accepted),
                (event("product.withdrawn", "p3", ["sku": "A"]), .accepted),
            ], ["accepted": 3]),
        story(
            "unknown fields and extensions are kept and ignored",
            [
                (placed("e1", "N-1", [("colour", ["red", 1, true])]).with("traceparent", "00-1"), .accepted)
            ], ["accepted": 1]),
        story("a tie may be rounded down", doors: anyDoor, [(placed("e1", "N-1", tie(301)), .accepted)], ["accepted": 1]),
        story("a tie may be rounded up", doors: anyDoor, [(placed("e1", "N-1", tie(302)), .accepted)], ["accepted": 1]),
        story(
            "an id may have any characters and 256 of them",
            [(placed("ид \"100%\" " + String(repeating: "\u{e9}", count: 246)), .accepted)], ["accepted": 1]),
    ]

    /// 1.5 × 201 is 301.5.
    private static func tie(_ total: Int64) -> [(String, JSONValue)] {
        let line: JSONValue = [
            "line": 1, "sku": "B", "quantity": .number(JSONNumber(units: 15, decimals: 1)), "unitPrice": 201,
            "total": .number(JSONNumber(total)),
        ]
        return [("lines", [line]), ("total", .number(JSONNumber(total + 498)))]
    }

    static let nameCases = [
        story(
            "the same event again is a duplicate", doors: anyDoor,
            [(placed(), .accepted), (placed(), .duplicate(of: 0)), (placed(), .duplicate(of: 0))],
            ["accepted": 1, "duplicates": 2]),
        story(
            "content is the same in any spelling and at any time",
            [
                (placed("e1").with("time", "2025-03-01T10:00:00Z"), .accepted),
                (placed("e1").with(data: respelt).with("time", "2025-03-02T10:00:00+03:00"), .duplicate(of: 0)),
            ], ["accepted": 1, "duplicates": 1]),
        story(
            "the same id with other content is a conflict", doors: anyDoor,
            [
                (placed(), .accepted), (placed("e1", "N-2"), .conflict("/id")),
                (placed("e1", "N-2"), .again(.conflict("/id"), of: 1)), (placed(), .duplicate(of: 0)),
            ], ["accepted": 1, "rejected": 1, "duplicates": 2]),
        story(
            "an order's number under another id", doors: anyDoor,
            [
                (placed("e1"), .accepted), (placed("e2"), .duplicate(of: 0)),
                (placed("e3", "N-1", [("note", "other")]), .conflict("/number")),
            ], ["accepted": 1, "duplicates": 1, "rejected": 1]),
        story(
            "a payment's and a refund's reference under another id",
            [
                (placed(), .accepted), (paid("e2", 900), .accepted), (paid("e3", 900), .duplicate(of: 1)),
                (paid("e4", 901), .conflict("/reference")), (refunded("e5", 100, reference: "P-1"), .accepted),
                (refunded("e6", 100, reference: "P-1"), .duplicate(of: 4)),
                (refunded("e7", 101, reference: "P-1"), .conflict("/reference")),
            ], ["accepted": 3, "duplicates": 2, "rejected": 2]),
        story(
            "a shipment and a return under another id",
            [
                (placed(), .accepted), (shipped("e2", shipment: "S", line: 1), .accepted),
                (shipped("e3", shipment: "S", line: 1), .duplicate(of: 1)),
                (shipped("e4", shipment: "S", line: 1, quantity: 2), .conflict("/shipment")),
                (returned("e5", name: "T"), .accepted), (returned("e6", name: "T"), .duplicate(of: 4)),
                (returned("e7", name: "T", quantity: 2), .conflict("/return")),
            ], ["accepted": 3, "duplicates": 2, "rejected": 2]),
        story(
            "the same number in another shop is another order",
            [(placed().with("source", "urn:shop:one"), .accepted), (placed().with("source", "urn:shop:two"), .accepted)],
            ["accepted": 2]),
    ]

    /// The order of `placed()` with its members in another order, other spaces and other digits.
    private static let respelt = """
        {"total" : 3700, "shipping":500,"discount":2, "lines":[
         {"discount":100,"total":2900,"sku":"\\u0041","line":1,"quantity":3.0,"unitPrice":1000},
         {"line":2,"sku":"B","quantity":15e-1,"unitPrice":201,"total":302}],
         "customer":{"name":"Ada","email":"ada@example.com"},"currency":"EUR","number":"N-1"}
        """

    static let waitingCases = [
        story(
            "what comes before its order waits and is applied when it comes",
            [
                (returned("e5", name: "T"), .waiting), (delivered("e4", shipment: "S"), .waiting), (paid("e2"), .waiting),
                (shipped("e3", shipment: "S", line: 1, quantity: 3), .waiting), (placed("e1"), .accepted),
                (paid("e2"), .duplicate(of: 2)),
            ], ["accepted": 5, "duplicates": 1]),
        story(
            "a delivery waits for its shipment, a return for enough of it",
            [
                (placed(), .accepted), (delivered("e2", shipment: "S"), .waiting), (returned("e3", quantity: 2), .waiting),
                (shipped("e4", shipment: "R", line: 1), .accepted), (shipped("e5", shipment: "S", line: 1), .accepted),
            ], ["accepted": 5]),
        story(
            "what waits holds its names",
            [
                (paid("e2"), .waiting), (paid("e2"), .duplicate(of: 0)), (paid("e2", 1), .conflict("/id")),
                (paid("e3"), .duplicate(of: 0)), (paid("e4", 1), .conflict("/reference")), (placed(), .accepted),
            ], ["accepted": 2, "duplicates": 2, "rejected": 2]),
        story(
            "what waited in vain is rejected when its order comes",
            [
                (shipped("e2", line: 1, quantity: 9), .waiting), (refunded("e3", 1), .waiting), (placed(), .accepted),
                (shipped("e2", line: 1, quantity: 9), .rejected("quantity-exceeded")),
                (shipped("e2", line: 1, quantity: 2), .accepted),
            ], ["accepted": 2, "rejected": 1, "superseded": 1, "duplicates": 1]),
        story(
            "what follows a rejected order waits for the corrected one",
            [
                (placed("e1", "N-1", [("total", 1)]), .rejected("sum-mismatch", ["/total"])), (paid("e2"), .waiting),
                (placed("e1"), .accepted),
            ], ["accepted": 2, "superseded": 1]),
    ]

    static let stateCases = [
        story(
            "more than is left",
            [
                (placed(), .accepted),
                (shipped("e2", line: 1, quantity: 4), .rejected("quantity-exceeded", ["/lines/0/quantity"])),
                (cancelled("e3", line: 1, quantity: 4), .rejected("quantity-exceeded", ["/lines/0/quantity"])),
                (returned("e4", quantity: 4), .rejected("quantity-exceeded", ["/lines/0/quantity"])),
                (refunded("e5", 1), .rejected("quantity-exceeded", ["/amount"])),
                (shipped("e6", line: 7), .rejected("out-of-range", ["/lines/0/line"])),
            ], ["accepted": 1, "rejected": 5]),
        story(
            "what the state forbids",
            [
                (placed(), .accepted), (cancelled("e2"), .accepted), (shipped("e3"), .rejected("forbidden-by-state")),
                (cancelled("e4"), .rejected("forbidden-by-state")), (delivered("e5"), .rejected("forbidden-by-state")),
                (paid("e6"), .accepted), (refunded("e7", 3700), .accepted),
            ], ["accepted": 4, "rejected": 3]),
        story(
            "a refusal by state stays when sent again unchanged, and gives way when corrected",
            [
                (placed(), .accepted), (refunded("e2", 10), .rejected("quantity-exceeded")), (paid("e3"), .accepted),
                (refunded("e2", 10), .again(.rejected("quantity-exceeded"), of: 1)), (refunded("e2", 20), .accepted),
            ], ["accepted": 3, "duplicates": 1, "superseded": 1]),
        story(
            "a corrected event that is wrong again stands beside the first, and both give way",
            [
                (placed("e1", "N-1", [("total", 1)]), .rejected("sum-mismatch")),
                (placed("e1", "N-1", [("total", 2)]), .rejected("sum-mismatch")),
                (placed("e1", "N-1", [("total", 1)]), .again(.rejected("sum-mismatch"), of: 0)), (placed(), .accepted),
            ], ["accepted": 1, "superseded": 2, "duplicates": 1]),
    ]
}
