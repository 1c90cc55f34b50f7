import JSON

/// The table. Sources differ from case to case, so that they can share a database.
package enum IntakeCases {
    package static let all: [IntakeCase] =
        acceptedCases + nameCases + waitingCases + contentCases + stateCases + attributeCases + unreadableCases

    /// Everywhere a single event can be put into words alike.
    static let eventDoors: [IntakeExampleDoor] = [.httpBinary, .httpStructured, .httpBatch, .kafkaBinary, .kafkaStructured]
    static let anyDoor = IntakeExampleDoor.allCases

    // MARK: Saying it

    static let placedType = "shop.order.placed.v1"

    /// An order of 3 × 10.00 and 1.5 × 2.01 EUR, with everything that has a sum.
    static func orderData(_ number: String = "N-1", _ changes: [(String, JSONValue)] = []) -> JSONValue {
        var data = JSONObject([
            ("number", .string(number)), ("currency", "EUR"),
            ("customer", ["email": "ada@example.com", "name": "Ada"]),
            (
                "lines",
                [
                    ["line": 1, "sku": "A", "quantity": 3, "unitPrice": 1000, "total": 2900, "discount": 100],
                    [
                        "line": 2, "sku": "B", "quantity": .number(JSONNumber(units: 15, decimals: 1)), "unitPrice": 201,
                        "total": 302,
                    ],
                ]
            ),
            ("shipping", 500), ("discount", 2), ("total", 3700),
        ])
        for (key, value) in changes { data.set(key, value) }
        return .object(data)
    }

    static func event(_ kind: String, _ id: String, _ data: JSONValue) -> IntakeExample {
        IntakeExample("shop.\(kind).v1", id: id, source: "", data: data)
    }

    static func placed(_ id: String = "e1", _ number: String = "N-1", _ changes: [(String, JSONValue)] = []) -> IntakeExample {
        event("order.placed", id, orderData(number, changes))
    }

    static func paid(_ id: String, _ amount: Int64 = 3700, reference: String = "P-1", number: String = "N-1") -> IntakeExample {
        event(
            "order.paid", id, ["number": .string(number), "amount": .number(JSONNumber(amount)), "reference": .string(reference)])
    }

    static func refunded(_ id: String, _ amount: Int64, reference: String = "R-1") -> IntakeExample {
        event("order.refunded", id, ["number": "N-1", "amount": .number(JSONNumber(amount)), "reference": .string(reference)])
    }

    /// All that is left, or some of a line.
    static func shipped(_ id: String, shipment: String? = nil, line: Int64? = nil, quantity: Int64 = 1) -> IntakeExample {
        event("order.shipped", id, notice([("shipment", shipment.map { .string($0) }), ("lines", lines(line, quantity))]))
    }

    static func delivered(_ id: String, shipment: String? = nil) -> IntakeExample {
        event("order.delivered", id, notice([("shipment", shipment.map { .string($0) })]))
    }

    static func cancelled(_ id: String, line: Int64? = nil, quantity: Int64 = 1) -> IntakeExample {
        event("order.cancelled", id, notice([("lines", lines(line, quantity))]))
    }

    static func returned(_ id: String, name: String? = nil, line: Int64 = 1, quantity: Int64 = 1) -> IntakeExample {
        event("order.returned", id, notice([("return", name.map { .string($0) }), ("lines", lines(line, quantity))]))
    }

    private static func lines(_ line: Int64?, _ quantity: Int64) -> JSONValue? {
        line.map { [["line": .number(JSONNumber($0)), "quantity": .number(JSONNumber(quantity))]] }
    }

    private static func notice(_ members: [(String, JSONValue?)]) -> JSONValue {
        var data = JSONObject([("number", "N-1")])
        for (key, value) in members {
            if let value { data.set(key, value) }
        }
        return .object(data)
    }

    // MARK: Making cases

    /// Counts that are left out are 0.
    static func story(
        _ name: String, doors: [IntakeExampleDoor] = eventDoors, _ steps: [(IntakeExample, IntakeCase.Answer)],
        _ counts: [String: Int]
    ) -> IntakeCase {
        let source = "urn:shop:" + name.map { $0.isLetter && $0.isASCII || $0.isNumber ? String($0) : "-" }.joined()
        return IntakeCase(
            name: name, doors: doors,
            steps: steps.map { example, answer in
                var example = example
                if example.attributes["source"] == "" { example.attributes["source"] = .string(source) }
                return IntakeCase.Step(example: example, answer: answer)
            }, counts: counts)
    }

    /// An event that is refused, refused again when sent again unchanged, and superseded by what is right.
    static func fault(
        _ name: String, doors: [IntakeExampleDoor] = eventDoors, _ wrong: IntakeExample, _ answer: IntakeCase.Answer,
        right: IntakeExample? = placed()
    ) -> IntakeCase {
        var steps = [(wrong, answer), (wrong, IntakeCase.Answer.again(answer, of: 0))]
        var counts = ["rejected": 1, "duplicates": 1]
        if let right {
            steps.append((right, .accepted))
            counts = ["superseded": 1, "accepted": 1, "duplicates": 1]
        }
        return story(name, doors: doors, steps, counts)
    }
}

extension IntakeExample {
    func with(_ name: String, _ value: JSONValue?) -> IntakeExample {
        var copy = self
        copy.attributes[name] = value
        return copy
    }

    /// The same event with these bytes for its data.
    func with(data: String) -> IntakeExample {
        var copy = self
        copy.data = Array(data.utf8)
        return copy
    }

    /// The same event with these bytes for the whole of it, in the structured form.
    func with(document: String) -> IntakeExample {
        var copy = self
        copy.document = Array(document.utf8)
        return copy
    }
}
