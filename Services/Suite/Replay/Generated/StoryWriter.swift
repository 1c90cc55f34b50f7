import Core
import JSON

/// Writes the story of one order: makes events, lets them arrive, and has the books say what each has to be answered.
struct StoryWriter {
    /// An event before it is sent.
    struct Draft {
        var id: String
        var type: String
        var data: JSONObject
        var saying: Saying
        var minute: Int
    }

    private static let minutesPerDay = 1440
    /// Batches come a little more often, so that neighbours meet in one.
    private static let doors: [PlannedEvent.Door] = [.binary, .binary, .structured, .structured, .batch, .batch, .batch]

    let source: String
    let number: String
    let customer: GeneratedCustomer
    var dice: Dice
    private let day: Timestamp
    /// Of the day, counted from its beginning.
    private var minute: Int
    private var book = OrderBook()
    private var sent: [(event: PlannedEvent, claim: OrderBook.Claim)] = []

    /// `day` is when the day begins. The goods' story has `customer` 0.
    init(seed: UInt64, source: String, number: String, stream: UInt64, customer: Int, day: Timestamp) {
        self.init(
            seed: seed, source: source, number: number, stream: stream, day: day,
            customer: GeneratedCustomer(seed: seed, index: customer))
    }

    init(seed: UInt64, source: String, number: String, stream: UInt64, day: Timestamp, customer: GeneratedCustomer) {
        self.source = source
        self.number = number
        self.day = day
        self.customer = customer
        dice = Dice(seed: seed, stream: stream)
        minute = dice.within(1...900)
    }

    /// The story so far. What is expected of a second telling comes from the same books, which have heard it all once.
    func story() -> Story {
        var again = book
        let events = sent.map { event, claim in
            PlannedEvent(
                door: event.door, id: event.id, type: event.type, fields: event.fields, body: event.body,
                expected: event.expected, expectedAgain: again.hear(claim))
        }
        return Story(number: number, events: events, book: book)
    }

    // MARK: Making events

    /// Something of this order that happens a little later than what was made before.
    mutating func draft(_ id: String, _ type: String, _ data: JSONObject, _ saying: Saying) -> Draft {
        minute = min(minute + dice.within(1...40), Self.minutesPerDay - 1)
        var data = data
        if data["number"] == nil { data = JSONObject([("number", .string(number))] + data.members.map { ($0.key, $0.value) }) }
        return Draft(id: id, type: "shop.order.\(type).v1", data: data, saying: saying, minute: minute)
    }

    mutating func placed(_ cart: Cart) -> Draft {
        draft("placed-" + number, "placed", cart.data(number: number), .placed(total: cart.total, lines: cart.ordered))
    }

    mutating func paid(_ amount: Int64, _ reference: String = "1") -> Draft {
        let reference = "pay-\(number)-\(reference)"
        let data: JSONValue = [
            "amount": .number(JSONNumber(amount)), "reference": .string(reference),
            "method": .string(dice.pick(["card", "bank transfer", "cash"])),
        ]
        return draft(reference, "paid", data.object ?? JSONObject(), .paid(reference: reference, amount: amount))
    }

    mutating func refunded(_ amount: Int64, _ reference: String = "1") -> Draft {
        let reference = "refund-\(number)-\(reference)"
        let data: JSONValue = ["amount": .number(JSONNumber(amount)), "reference": .string(reference)]
        return draft(reference, "refunded", data.object ?? JSONObject(), .refunded(reference: reference, amount: amount))
    }

    mutating func shipped(_ name: String = "1", _ parts: [Saying.Part]? = nil) -> Draft {
        let shipment = "parcel-\(number)-\(name)"
        let tracking = "RL" + String(100_000_000 + dice.below(899_999_999))
        var data = JSONObject([
            ("shipment", .string(shipment)), ("carrier", .string(dice.pick(["Post", "Courier", "Boxberry"]))),
            ("trackingNumber", .string(tracking)), ("trackingUrl", .string("https://track.example/" + tracking)),
        ])
        if let parts { data.set("lines", Self.json(parts)) }
        return draft(shipment, "shipped", data, .shipped(name: shipment, parts: parts))
    }

    mutating func delivered(_ name: String? = nil) -> Draft {
        let shipment = name.map { "parcel-\(number)-\($0)" }
        let data = JSONObject(shipment.map { [("shipment", .string($0))] } ?? [])
        return draft("delivered-\(number)-\(name ?? "all")", "delivered", data, .delivered(shipment: shipment))
    }

    mutating func cancelled(_ parts: [Saying.Part]? = nil, _ name: String = "1") -> Draft {
        var data = JSONObject([
            ("reason", .string(dice.pick(["customer changed their mind", "нет на складе", "doubtful payment"])))
        ])
        if let parts { data.set("lines", Self.json(parts)) }
        return draft("cancelled-\(number)-\(name)", "cancelled", data, .cancelled(parts: parts))
    }

    mutating func returned(_ parts: [Saying.Part], _ name: String = "1") -> Draft {
        let back = "return-\(number)-\(name)"
        let data = JSONObject([("return", .string(back)), ("reason", "не подошло"), ("lines", Self.json(parts))])
        return draft(back, "returned", data, .returned(name: back, parts: parts))
    }

    private static func json(_ parts: [Saying.Part]) -> JSONValue {
        .array(
            parts.map { part in
                [
                    "line": .number(JSONNumber(Int64(part.line))),
                    "quantity": .number(JSONNumber(units: part.quantity, decimals: 3)),
                ]
            })
    }

    // MARK: Letting them arrive

    /// `fault` is what is wrong with it; the door is left to chance where none is named.
    mutating func send(_ draft: Draft, fault: Verdict? = nil, by door: PlannedEvent.Door? = nil, withTime: Bool = true) {
        let door = door ?? dice.pick(Self.doors)
        let data = JSONValue.object(draft.data)
        let time = withTime ? day.adding(seconds: Double(draft.minute) * 60) : nil
        let event = OutgoingEvent(source: source, id: draft.id, type: draft.type, time: time, data: data, key: number)
        let content: JSONValue = ["type": .string(draft.type), "data": data]
        let claim = OrderBook.Claim(
            id: door == .orders ? "key " + draft.id : draft.id, content: content.canonical(), saying: draft.saying, fault: fault)
        switch door {
        case .binary: arrive(claim, draft, door, fields: Self.attributes(of: event), data.json())
        case .structured: arrive(claim, draft, door, event.json())
        case .batch: arrive(claim, draft, door, event.json())
        case .orders:
            var body = JSONObject([("source", .string(source))])
            for member in draft.data.members { body.set(member.key, member.value) }
            arrive(claim, draft, door, body.json())
        }
    }

    /// Bytes of which it is known what is wrong with them, sent as they are.
    mutating func send(
        bytes: [UInt8], _ id: String, fields: [PlannedEvent.Field] = [], fault: Verdict, by door: PlannedEvent.Door
    ) {
        let draft = Draft(id: id, type: "unreadable", data: JSONObject(), saying: .product, minute: minute)
        let claim = OrderBook.Claim(id: id, content: bytes, saying: .product, fault: fault)
        arrive(claim, draft, door, fields: fields, bytes)
    }

    /// The attributes of CloudEvents' binary mode.
    static func attributes(of event: OutgoingEvent) -> [PlannedEvent.Field] {
        var fields: [PlannedEvent.Field] = [
            .init(name: "ce-specversion", value: "1.0"), .init(name: "ce-id", value: event.id),
            .init(name: "ce-source", value: event.source), .init(name: "ce-type", value: event.type),
        ]
        if let time = event.time { fields.append(.init(name: "ce-time", value: time.description)) }
        return fields
    }

    private mutating func arrive(
        _ claim: OrderBook.Claim, _ draft: Draft, _ door: PlannedEvent.Door, fields: [PlannedEvent.Field] = [], _ body: [UInt8]
    ) {
        let expected = book.hear(claim)
        let event = PlannedEvent(
            door: door, id: draft.id, type: draft.type, fields: fields, body: body, expected: expected, expectedAgain: expected)
        sent.append((event, claim))
    }
}
