import Core
import JSON
import OrdersAPI

@testable import Orders

/// A shop's events in few words, for tables of cases:
/// `pay=P1 100`, `refund=F1 50`, `ship=S1 1:2 2:0.5`, `deliver=S1`, `cancel 1:1`, `return=R1 1:1`.
/// After `=` the reference, shipment or return; a line and its quantity stand with a colon between; all may be left out.
enum ShopWords {
    static func event(_ words: String, number: String = "N1") -> (type: String, data: JSONValue) {
        let parts = words.split(separator: " ").map(String.init)
        let head = parts[0].split(separator: "=", maxSplits: 1).map(String.init)
        var data = JSONObject([("number", .string(number))])
        let name: JSONValue? = head.count == 2 ? .string(head[1]) : nil
        let lines = parts.dropFirst().filter { $0.contains(":") }.map { part -> JSONValue in
            let pair = part.split(separator: ":").map(String.init)
            return ["line": numeral(pair[0]), "quantity": numeral(pair[1])]
        }
        if !lines.isEmpty { data.set("lines", .array(lines)) }
        switch head[0] {
        case "pay", "refund":
            data.set("amount", numeral(parts[1]))
            data.set("reference", name ?? "R")
            return ("shop.order.\(head[0] == "pay" ? "paid" : "refunded").v1", .object(data))
        case "ship", "deliver":
            if let name { data.set("shipment", name) }
            return ("shop.order.\(head[0] == "ship" ? "shipped" : "delivered").v1", .object(data))
        case "return":
            if let name { data.set("return", name) }
            return ("shop.order.returned.v1", .object(data))
        default: return ("shop.order.cancelled.v1", .object(data))
        }
    }

    /// Lines are `quantity@unitPrice`, in minor units, numbered from 1; their totals are rounded half up.
    static func placed(
        _ lines: [String], number: String = "N1", currency: String = "EUR", shipping: Int64 = 0, discount: Int64 = 0
    ) -> JSONValue {
        var total = shipping - discount
        let values = lines.enumerated().map { index, line -> JSONValue in
            let pair = line.split(separator: "@").map(String.init)
            let quantity = JSONNumber(text: pair[0])?.scaled(decimals: 3) ?? 0
            let (floor, remainder) = Amount.product(thousandths: quantity, unitPrice: Int64(pair[1]) ?? 0)
            let sum = Int64(floor) + (remainder >= 500 ? 1 : 0)
            total += sum
            return [
                "line": .number(JSONNumber(Int64(index + 1))), "sku": .string("SKU-\(index + 1)"), "quantity": numeral(pair[0]),
                "unitPrice": numeral(pair[1]), "total": .number(JSONNumber(sum)),
            ]
        }
        return [
            "number": .string(number), "currency": .string(currency), "customer": ["email": "a@example.com"],
            "lines": .array(values), "total": .number(JSONNumber(total)), "shipping": .number(JSONNumber(shipping)),
            "discount": .number(JSONNumber(discount)),
        ]
    }

    private static func numeral(_ text: String) -> JSONValue {
        JSONNumber(text: text).map { .number($0) } ?? .null
    }
}

/// An order in memory that is told what a shop says, by the state machine alone.
struct ShopStory {
    private(set) var order: Order?
    private(set) var steps: [OrderStep] = []

    enum Told: Hashable, CustomStringConvertible {
        case accepted, duplicate, conflict
        case waiting(WaitReason)
        /// Each fault as its code and its pointer.
        case rejected([String])

        var description: String {
            switch self {
            case .accepted: "accepted"
            case .duplicate: "duplicate"
            case .conflict: "conflict"
            case .waiting(let reason): "waits \(reason.rawValue)"
            case .rejected(let faults): faults.joined(separator: ", ")
            }
        }
    }

    static func words(_ fault: Fault) -> String {
        fault.pointer.isEmpty ? fault.code : "\(fault.code) at \(fault.pointer)"
    }

    static let now = CivilTime(year: 2026, month: 5, day: 4).timestamp

    mutating func place(_ data: JSONValue, id: String = "placed") -> Told {
        let (event, faults) = ShopEvent.read(type: "shop.order.placed.v1", data: data, now: Self.now)
        guard case .placed(let placed) = event else { return .rejected(faults.map(ShopStory.words)) }
        let attributes = Self.attributes("shop.order.placed.v1", data, id)
        let new = Order(placed, id: OrderID(ID(high: 1, low: 1)), attributes: attributes)
        order = new
        steps = [new.placedStep(attributes)]
        return .accepted
    }

    mutating func tell(_ words: String, id: String) -> Told {
        let (type, data) = ShopWords.event(words)
        let (event, faults) = ShopEvent.read(type: type, data: data, now: Self.now)
        guard let notice = event.flatMap(Self.notice) else { return .rejected(faults.map(ShopStory.words)) }
        guard var told = order else { return .waiting(.orderNotPlaced) }
        let attributes = Self.attributes(type, data, id)
        let name = notice.name(eventID: id)
        let holder = name.flatMap { name in steps.first { $0.kind == notice.kind && $0.name == name } }
        let held: OrderStateMachine.Facts.Name =
            holder.map {
                $0.contentDigest == attributes.contentDigest
                    ? .sameContent(eventID: $0.eventID) : .otherContent(eventID: $0.eventID)
            } ?? .free
        let shipments = OrderShipment.of(steps)
        let facts = told.facts(for: notice, name: held, shipments: shipments)
        switch OrderStateMachine.rule(for: notice.kind, facts).decision {
        case .accepted: break
        case .duplicate: return .duplicate
        case .conflict: return .conflict
        case .waiting(let reason): return .waiting(reason)
        case .rejected(let code):
            return .rejected(told.faults(of: notice, facts, code: code).map(ShopStory.words))
        }
        steps.append(told.apply(notice, shipments: shipments, attributes: attributes))
        order = told
        return .accepted
    }

    private static func notice(_ event: ShopEvent) -> OrderNotice? {
        switch event {
        case .paid(let notice): .paid(notice)
        case .refunded(let notice): .refunded(notice)
        case .shipped(let notice): .shipped(notice)
        case .delivered(let notice): .delivered(notice)
        case .cancelled(let notice): .cancelled(notice)
        case .returned(let notice): .returned(notice)
        case .placed, .productReleased, .productChanged, .productWithdrawn: nil
        }
    }

    /// The content itself stands in for its digest.
    private static func attributes(_ type: String, _ data: JSONValue, _ id: String) -> ShopEventAttributes {
        ShopEventAttributes(
            source: "urn:shop:test", id: id, type: type, time: nil, receivedAt: now,
            contentDigest: Array(type.utf8) + data.canonical())
    }
}
