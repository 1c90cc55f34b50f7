import Access
import ContactsAPI
import Core
import Database
import HTTP
import JSON
import TestKit
import Testing

@testable import Contacts

/// Customers of every standing, with a name and without, each of whom every word can be told by and belongs to known groups.
struct RightsRoom: Sendable {
    struct Customer: Sendable {
        let id: AccountID
        let isNamed: Bool
        let facts: RecordFacts
        let tag: String
        let number: Int

        /// What stands for its name: in one without, its mail.
        var name: String { isNamed ? "Firma nm\(tag)" : mail }
        var mail: String { "ml\(tag)@mail.example" }
        var phone: String { "+7912\(3_000_000 + number * 7)" }
        var orders: Int64 { 771_000_000_000 + Int64(number) }
        var lastOrderAt: Timestamp { Timestamp(microseconds: 1_790_000_000_000_000 + Int64(number) * 86_400_000_000) }
        var handle: String { "#" + id.description.suffix(8) }

        /// Words that stand in the whole account, and the groups that must be shown for each.
        var words: [(String, Set<FieldGroup>)] {
            let named: (String, Set<FieldGroup>) = isNamed ? ("Firma nm\(tag)", []) : (mail, [.contact])
            return [
                named, (mail, [.contact]), (phone, [.contact]), ("ct\(tag)", [.contact]),
                ("tx\(tag)", [.identifiers]), ("sh\(tag)", [.identifiers]), ("cp\(tag)", [.consents]), ("in\(tag)", [.consents]),
                ("\(orders)", [.money]), ("\(lastOrderAt)", [.money]),
            ]
        }

        /// What may be typed to find it, and what must be shown for that.
        var searches: [(String, Set<FieldGroup>)] {
            let name: [(String, Set<FieldGroup>)] =
                isNamed ? [("nm\(tag)", []), ("nm\(tag) ps\(tag)", [.contact]), ("nm\(tag) tx\(tag)", [.identifiers])] : []
            return name + [
                ("ml\(tag)", [.contact]), ("ps\(tag)", [.contact]), (String(phone.dropFirst(2)), [.contact]),
                ("tx\(tag)", [.identifiers]), ("sh\(tag)", [.identifiers]), ("ml\(tag) sh\(tag)", [.contact, .identifiers]),
            ]
        }
    }

    static let now = Timestamp(microseconds: 1_795_000_000_000_000)

    let bench: ContactsBench
    let customers: [Customer]

    init(_ engine: Engine) async throws {
        var settings = Settings()
        settings[ContactsModule.exportApproval] = "0"
        bench = try await ContactsBench(engine, settings: settings, clock: ManualClock(Self.now), isAudited: false)
        let facts = RightsMatrix.standings(now: Self.now).compactMap { standing in
            standing.account.map { ($0, standing.facts ?? RecordFacts(owner: nil, unit: UnitTree.root)) }
        }
        var customers: [Customer] = []
        for isNamed in [true, false] {
            for (id, facts) in facts {
                let number = customers.count
                customers.append(
                    Customer(
                        id: AccountID(isNamed ? id : ID(high: 0x756e_6e61, low: UInt64(number) << 8)), isNamed: isNamed,
                        facts: facts,
                        tag: "\(10 + number)q", number: number))
            }
        }
        self.customers = customers
        let ids = bench.ids
        try await bench.database.write { [customers] tx in
            try RightsMatrix.keep(now: Self.now, in: tx)
            for customer in customers {
                try AccountStore.save(Self.account(customer), was: nil, cause: "test", in: tx)
                for entry in Self.history(customer) { try TimelineStore.add(entry, in: tx) }
                try OrderLinkStore.add(Self.order(customer, ids.next()), of: customer.id, in: tx)
            }
            let named = customers.filter(\.isNamed)
            for (left, right) in zip(named, named.dropFirst()) {
                try DuplicateStore.record(
                    id: ids.next(), chosen: .init(left.id, by: .email), other: .init(right.id, by: .phone),
                    order: Self.order(left, ids.next()), at: Self.now, in: tx)
            }
        }
    }

    private static func account(_ customer: Customer) -> Account {
        let tag = customer.tag
        var account = Account(
            id: customer.id, kind: .company, name: customer.name, isNamed: customer.isNamed,
            createdAt: now.adding(seconds: Double(customer.number)))
        account.language = "en"
        account.people = [Person(id: customer.id.id, name: "Person ps\(tag)", createdAt: now)]
        account.points = [
            ContactPoint(
                kind: .email, value: customer.mail, text: customer.mail, raw: customer.mail, type: "work", isValid: true,
                isPrimary: true, person: customer.id.id),
            ContactPoint(
                kind: .phone, value: customer.phone, text: customer.phone, raw: customer.phone, type: "work", isValid: true,
                isPrimary: true, person: nil),
        ]
        account.identities = [
            Identity(kind: .taxID, scope: "", value: "tx\(tag)", raw: "tx\(tag)"),
            Identity(kind: .shopID, scope: "urn:shop:one", value: "sh\(tag)", raw: "sh\(tag)"),
        ]
        account.addresses = [
            AddressResource(type: "billing", country: "DE", region: nil, city: "ct\(tag)", postalCode: nil, lines: [])
        ]
        account.consents = Consents([ConsentResource(purpose: "cp\(tag)", channel: "email", givenAt: now, withdrawnAt: nil)])
        account.interests = ["in\(tag)"]
        (account.orders, account.lastOrderAt) = (customer.orders, customer.lastOrderAt)
        (account.access, account.version, account.changedAt) = (customer.facts, 1, now)
        return account
    }

    static func order(_ customer: Customer, _ id: ID) -> ArrivingOrder {
        ArrivingOrder(
            id: id, source: "urn:shop:one", number: "on\(customer.tag)", placedAt: customer.lastOrderAt,
            customer: ArrivingCustomer())
    }

    /// One entry of each kind that holds something back.
    private static func history(_ customer: Customer) -> [TimelineEntry] {
        let tag = customer.tag
        let entries = [
            ("account.created", #"{"kind":"company","name":"\#(customer.name)"}"#),
            ("order.placed", #"{"orderID":"oi\#(tag)","number":"on\#(tag)","total":91\#(tag.prefix(2))91,"currency":"EUR"}"#),
            ("order.paid", #"{"orderID":"oi\#(tag)","number":"on\#(tag)","reference":"rf\#(tag)","amount":1,"currency":"EUR"}"#),
            ("order.shipped", #"{"orderID":"oi\#(tag)","number":"on\#(tag)","carrier":"ca\#(tag)"}"#),
            ("mail.sent", #"{"mailID":"mi\#(tag)","orderID":"oi\#(tag)","subject":"su\#(tag)","reason":"re\#(tag)"}"#),
            ("consent.withdrawn", #"{"purpose":"cp\#(tag)","email":"\#(customer.mail)"}"#),
            ("contact-point.verified", #"{"kind":"email","text":"\#(customer.mail)","basis":"document"}"#),
        ]
        return entries.enumerated().map { index, entry in
            TimelineEntry(
                account: customer.id, at: now.adding(seconds: Double(index)),
                sequence: Int64(1_000_000 + customer.number * 10 + index),
                kind: entry.0, source: "/test", actor: "service:test", eventID: "e-\(index)", time: now, data: Array(entry.1.utf8)
            )
        }
    }

    func ask(_ viewer: Viewer, _ target: String) async throws -> (status: Int, json: JSONValue, text: String) {
        let answer = try await bench.request(
            .get, target, scopes: [ContactsScope.read, ContactsScope.write], viewer: viewer)
        return (answer.status, answer.json, String(decoding: answer.json.json(), as: UTF8.self))
    }

    /// What is on all pages, and every byte of the answers, cursors as they are read.
    func list(_ viewer: Viewer, _ target: String, limit: Int = 7) async throws -> (items: [JSONValue], text: String) {
        var (items, text, cursor): ([JSONValue], String, String) = ([], "", "")
        while true {
            let page = try await ask(viewer, "\(target)\(target.contains("?") ? "&" : "?")limit=\(limit)\(cursor)")
            items += page.json["items"]?.array ?? []
            text += page.text
            guard let next = page.json["next"]?.string else { return (items, text) }
            text += (1...4).compactMap { try? Cursor.decode(next, parts: $0) }.joined().joined(separator: "\n")
            cursor = "&cursor=\(next)"
        }
    }

    func decide(_ customer: Customer, _ viewer: Viewer, on resource: Resource = .account) -> AccessDecision {
        AccessPolicy.decide(.view, on: resource, customer.facts, by: viewer, in: RightsMatrix.tree, at: Self.now)
    }

    static func ids(_ items: [JSONValue]) -> [String] { items.compactMap { $0["id"]?.string } }
}
