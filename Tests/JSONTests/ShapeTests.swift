import Core
import JSON
import Testing

@Suite struct ShapeTests {
    private func json(_ text: String) throws -> JSONValue { try JSONValue.parse(Array(text.utf8)) }

    @Test func `reads a whole document`() throws {
        let order = try Shapes.decode(Order.self, from: Array(Order.example.utf8))
        #expect(order.number == "A-1")
        #expect(order.currency == Currency("RUB"))
        #expect(order.lines.map(\.quantity) == [1500, 1000])
        #expect(order.lines.map(\.name) == [["": "Tea"], ["en": "Cup", "pt-BR": "Copo"]])
        #expect(order.placedAt == Timestamp("2026-01-31T06:30:00Z"))
        #expect(order.priority == 5)
        #expect(order.note == nil)
        #expect(order.shipping == Currency("JPY").map { Money(amount: 300, currency: $0) })
        #expect(order.extra == ["free": [1, .null]])
    }

    @Test func `gives back what it wrote`() throws {
        let order = try Shapes.decode(Order.self, from: Array(Order.example.utf8))
        #expect(try Shapes.decode(Order.self, from: order.json()) == order)
    }

    @Test func `collects all faults with their places`() throws {
        let document = try json(
            #"""
            {"number": "", "currency": "XXX", "placedAt": "yesterday", "paid": "yes", "customer": "42",
             "channel": "fax", "priority": 9.0, "note": 5, "tags": ["ok", ""], "shipping": {"amount": 1.5, "currency": "QQQ"},
             "lines": [{"sku": "a/b", "quantity": 0, "name": {}}, 7, {"sku": null, "quantity": 1.2345, "name": {"en": "x", "english!": "y"}}]}
            """#)
        let (value, faults) = Shapes.read(Order.self, from: document)
        #expect(value == nil)
        #expect(
            faults.map { "\($0.pointer) \($0.code)" } == [
                "/number out-of-range", "/currency unknown-currency", "/placedAt wrong-type", "/paid wrong-type",
                "/customer wrong-type",
                "/channel out-of-range", "/priority wrong-type", "/note wrong-type", "/tags/1 out-of-range",
                "/shipping/amount wrong-type",
                "/shipping/currency unknown-currency", "/lines/0/quantity out-of-range", "/lines/0/name out-of-range",
                "/lines/1 wrong-type",
                "/lines/2/sku missing", "/lines/2/quantity out-of-range", "/lines/2/name/english! out-of-range",
            ])
        #expect(faults.allSatisfy { $0.detail.hasSuffix(".") })
    }

    @Test func `names every required field of an empty object`() throws {
        let (_, faults) = Shapes.read(Order.self, from: [:], at: JSONPointer.root.appending("data"))
        #expect(
            faults.map(\.pointer)
                == ["number", "currency", "placedAt", "paid", "customer", "channel", "lines"].map { "/data/" + $0 })
        #expect(Set(faults.map(\.code)) == ["missing"])
    }

    @Test func `takes null for absent and ignores members it does not know`() throws {
        var document = try #require(try json(Order.example).object)
        for key in ["note", "priority", "tags", "shipping", "extra"] { document.set(key, .null) }
        document.set("unknown", ["deep": [1]])
        let order = try #require(Shapes.read(Order.self, from: .object(document)).value)
        #expect(order.priority == 5)
        #expect(order.tags == nil)
        #expect(order.shipping == nil)
        #expect(order.extra == nil)
    }

    @Test(arguments: [
        ("1", nil), ("10", nil), ("0", "out-of-range"), ("11", "out-of-range"), ("-0", "out-of-range"), ("1.0", "wrong-type"),
        ("1e0", "wrong-type"), ("\"1\"", "wrong-type"), ("true", "wrong-type"), ("99999999999999999999", "out-of-range"),
    ])
    func `wants an integer written as one`(text: String, code: String?) throws {
        let faults = try Shapes.read(Rating.self, from: json("{\"stars\": \(text), \"weight\": 1, \"word\": \"x\"}")).faults
        #expect(faults.map(\.code) == (code.map { [$0] } ?? []))
    }

    @Test(arguments: [
        ("1", nil), ("1.0", nil), ("0.001", nil), ("999.999", nil), ("1e2", nil), ("0", "out-of-range"), ("-1", "out-of-range"),
        ("1000", "out-of-range"), ("0.0001", "out-of-range"), ("1e30", "out-of-range"), ("\"1\"", "wrong-type"),
    ])
    func `bounds a decimal exclusively`(text: String, code: String?) throws {
        let faults = try Shapes.read(Rating.self, from: json("{\"stars\": 1, \"weight\": \(text), \"word\": \"x\"}")).faults
        #expect(faults.map(\.code) == (code.map { [$0] } ?? []))
    }

    @Test(arguments: [
        ("abc", nil), ("éé😀", nil), ("", "out-of-range"), ("abcd", "out-of-range"), ("e\u{301}e\u{301}", "out-of-range"),
        (#"a\u0000"#, "out-of-range"),
    ])
    func `counts a text in Unicode scalars`(text: String, code: String?) throws {
        let faults = try Shapes.read(Rating.self, from: json("{\"stars\": 1, \"weight\": 1, \"word\": \"\(text)\"}")).faults
        #expect(faults.map(\.code) == (code.map { [$0] } ?? []))
    }

    @Test func `lets a shape add faults and look at its members`() throws {
        let (_, faults) = Shapes.read(Period.self, from: ["from": 5, "to": 3], at: JSONPointer.root.appending("p"))
        #expect(faults.map { "\($0.pointer) \($0.code)" } == ["/p/to before-start", "/p odd"])
        #expect(Shapes.read(Period.self, from: ["from": 1, "to": 3]).value != nil)
    }

    @Test func `faults a shape that gives nothing and says nothing`() {
        let (value, faults) = Shapes.read(Never1.self, from: [:])
        #expect(value == nil)
        #expect(faults.map(\.code) == ["invalid"])
    }

    @Test(arguments: [("{", ProblemKind.malformed, "not-json"), ("[]", .invalid, "wrong-type"), ("{}", .invalid, "missing")])
    func `decodes or refuses with a stable code`(text: String, kind: ProblemKind, code: String) throws {
        let refusal = try #require(throws: Refusal.self) { try Shapes.decode(Rating.self, from: Array(text.utf8)) }
        #expect(refusal.kind == kind)
        #expect(refusal.code == code)
        #expect(refusal.faults.isEmpty == (kind == .malformed))
    }

    @Test func `refuses a document that is too large as such`() throws {
        let refusal = try #require(throws: Refusal.self) {
            try Shapes.decode(Rating.self, from: Array("{\"stars\":1}".utf8), limits: JSONLimits(bytes: 5))
        }
        #expect(refusal.kind == .tooLarge)
        #expect(refusal.code == "too-large")
    }

    @Test func `money refuses a currency alone or an amount beyond what JSON keeps exact`() {
        #expect(Shapes.read(Money.self, from: ["currency": "RUB"]).faults.map(\.pointer) == ["/amount"])
        #expect(
            Shapes.read(Money.self, from: ["amount": 9_007_199_254_740_991, "currency": "RUB"]).value?.amount
                == 9_007_199_254_740_991)
        #expect(
            Shapes.read(Money.self, from: ["amount": 9_007_199_254_740_992, "currency": "RUB"]).faults.map(\.code) == [
                "out-of-range"
            ])
    }
}
