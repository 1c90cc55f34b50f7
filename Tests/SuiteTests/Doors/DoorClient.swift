import Core
import JSON
import TestKit

/// What one viewer may see of one client, by the function that decides everywhere.
struct Sight: Sendable {
    /// What is looked at, or taken along.
    enum Thing: Sendable {
        case account, order, mail, export
    }

    let account: AccessDecision
    let order: AccessDecision
    let mail: AccessDecision
    let export: AccessDecision

    subscript(thing: Thing) -> AccessDecision {
        switch thing {
        case .account: account
        case .order: order
        case .mail: mail
        case .export: export
        }
    }

    init(_ facts: RecordFacts, _ viewer: Viewer, _ tree: UnitTree, _ now: Timestamp) {
        func decide(_ action: Action, _ resource: Resource) -> AccessDecision {
            AccessPolicy.decide(action, on: resource, facts, by: viewer, in: tree, at: now)
        }
        account = decide(.view, .account)
        order = decide(.view, .order)
        mail = decide(.view, .mail)
        export = decide(.export, .account)
    }
}

/// A client with an order and mails, all of whose words can be told from those of every other.
struct DoorClient: Sendable {
    /// What an answer can hold of a client.
    enum Part: Sendable, CaseIterable {
        case line, account, people, history, order, orderSummary, mailLine, mail, export
    }

    struct Word: Sendable {
        let text: String
        /// Whether it must stand wherever it may.
        let isSure: Bool
        let isShown: @Sendable (Sight) -> Bool
    }

    let name: String
    let number: Int
    var account = ID(high: 0, low: 0)
    var order = ID(high: 0, low: 0)
    var mails: [ID] = []
    var facts = RecordFacts(owner: nil, unit: UnitTree.root)

    init(_ name: String, _ number: Int) {
        (self.name, self.number) = (name, number)
    }

    private var tag: String { "zq\(10 + number)w" }
    var firm: String { "Firma nm\(tag)" }
    var mail: String { "ml\(tag)@mail.example" }
    var orderNumber: String { "ON\(tag)" }
    private var phone: String { "301234\(10 + number)" }
    /// As it is kept: in capitals.
    private var taxID: String { "TXZQ\(10 + number)W" }
    private var price: Int64 { 77_010_020_000 + Int64(number) * 1000 }

    /// What may be typed to find it, and for whom that finds it.
    var searches: [(text: String, finds: @Sendable (Sight) -> Bool)] {
        func whole(_ group: FieldGroup) -> @Sendable (Sight) -> Bool {
            { $0.account.isAllowed && $0.account.shows(group) }
        }
        return [
            ("nm\(tag)", { $0.account.level > .none }), ("ml\(tag)", whole(.contact)), ("ps\(tag)", whole(.contact)),
            ("49\(phone)", whole(.contact)), (taxID, whole(.identifiers)), ("sh\(tag)", whole(.identifiers)),
            (orderNumber, { $0.account.isAllowed && $0.order.isAllowed }),
        ]
    }

    func words(_ part: Part) -> [Word] {
        switch part {
        case .line: [name(of: .account), id(account, .account)] + contacts(.account, ["ml\(tag)"])
        case .account, .export: wholeAccount(part == .export ? .export : .account)
        case .people: contacts(.account, ["\(account)", "ps\(tag)", "ml\(tag)", "+49\(phone)"])
        case .history: history
        case .order: wholeOrder
        case .orderSummary:
            [id(account, .order), id(order, .order), Word(orderNumber) { $0.order.isAllowed }]
                + [Word("\(price)") { $0.order.shows(.money) }]
        case .mailLine: mailLine
        case .mail: mailLine + mailText
        }
    }

    private func wholeAccount(_ of: Sight.Thing) -> [Word] {
        func shown(_ text: String, _ group: FieldGroup) -> Word { Word(text) { $0[of].shows(group) } }
        return [name(of: of), id(account, of)] + contacts(of, ["ml\(tag)", "+49\(phone)", "ct\(tag)"])
            + [shown(taxID, .identifiers), shown("sh\(tag)", .identifiers), shown("in\(tag)", .consents)]
    }

    private var history: [Word] {
        let orders: @Sendable (Sight) -> Bool = {
            $0.account.shows(.history) && $0.order.isAllowed && $0.order.shows(.history)
        }
        let mails: @Sendable (Sight) -> Bool = { $0.account.shows(.history) && $0.mail.isAllowed }
        return [
            Word("\(order)") { orders($0) || (mails($0) && $0.order.isAllowed) }, Word("ca\(tag)", orders),
            Word(orderNumber) { orders($0) || (mails($0) && $0.mail.shows(.history)) },
            Word("rf\(tag)") { orders($0) && $0.order.shows(.money) && $0.account.shows(.money) },
            Word("\(price)") { orders($0) && $0.order.shows(.money) && $0.account.shows(.money) },
        ] + self.mails.map { Word("\($0)", mails) }
    }

    private var wholeOrder: [Word] {
        func shown(_ text: String, _ groups: FieldGroup...) -> Word {
            Word(text) { sight in groups.allSatisfy(sight.order.shows) }
        }
        return [
            id(order, .order), id(account, .order), Word(orderNumber) { $0.order.isAllowed },
            Word("ca\(tag)") { $0.order.isAllowed }, Word("nm\(tag)") { $0.order.isAllowed },
        ] + ["ps\(tag)", "ml\(tag)", "+49\(phone)", "ct\(tag)", "no\(tag)"].map { shown($0, .contact) }
            + [
                shown("sh\(tag)", .identifiers), shown(taxID, .identifiers), shown("in\(tag)", .consents),
                shown("rf\(tag)", .money, .history), shown("\(price)", .money),
            ]
    }

    private var mailLine: [Word] {
        mails.map { id($0, .mail) } + [
            id(account, .mail), Word("\(order)") { $0.mail.isAllowed && $0.order.isAllowed },
            Word("ml\(tag)") { $0.mail.shows(.contact) }, Word(orderNumber) { $0.mail.shows(.history) },
        ]
    }

    /// The letter names the client, the order and its goods.
    private var mailText: [Word] {
        ["nm\(tag)", "ca\(tag)"].map { Word($0, isSure: false) { $0.mail.shows(.history) && $0.mail.shows(.money) } }
    }

    private func name(of decision: Sight.Thing) -> Word {
        Word("nm\(tag)") { $0[decision].level > .none }
    }

    private func id(_ id: ID, _ decision: Sight.Thing, isSure: Bool = true) -> Word {
        Word("\(id)", isSure: isSure) { $0[decision].level > .none }
    }

    private func contacts(_ decision: Sight.Thing, _ words: [String]) -> [Word] {
        words.map { Word($0) { $0[decision].shows(.contact) } }
    }
}

extension DoorClient.Word {
    init(_ text: String, isSure: Bool = true, _ isShown: @escaping @Sendable (Sight) -> Bool) {
        self.init(text: text, isSure: isSure, isShown: isShown)
    }
}

extension DoorClient {
    /// What the shop tells of it, in order.
    func events(of shop: LanternShop) -> [IntakeExample] {
        let goods = JSONValue.number(JSONNumber(price))
        let customer: JSONValue = [
            "shopId": .string("sh\(tag)"), "email": .string(mail), "phone": .string("+49\(phone)"),
            "name": .string("Person ps\(tag)"), "language": "en",
            "company": ["name": .string(firm), "taxId": .string(taxID)],
            "interests": [.string("in\(tag)")],
            "consents": [["purpose": "new-products", "channel": "email", "givenAt": "2025-01-01T00:00:00Z"]],
        ]
        let number = JSONValue.string(orderNumber)
        return [
            shop.event(
                "order.placed", "placed-\(tag)",
                [
                    "number": number, "currency": "EUR", "customer": customer, "total": goods, "channel": "web",
                    "note": .string("no\(tag)"),
                    "lines": [["line": 1, "sku": "LAMP", "quantity": 1, "unitPrice": goods, "total": goods]],
                    "shippingAddress": ["country": "DE", "city": .string("ct\(tag)"), "lines": ["Lichtweg 1"]],
                ]),
            shop.event("order.paid", "paid-\(tag)", ["number": number, "amount": 10, "reference": .string("rf\(tag)")]),
            shop.event(
                "order.shipped", "shipped-\(tag)",
                ["number": number, "shipment": "S-1", "carrier": .string("ca\(tag)"), "trackingNumber": "T"]),
        ]
    }

    /// Later, for those who follow changes.
    func delivered(of shop: LanternShop) -> IntakeExample {
        shop.event("order.delivered", "delivered-\(tag)", ["number": .string(orderNumber)])
    }
}
