import HTTP
import JSON
import Orders
import TestKit
import Testing

/// The day of the lantern shop in a running suite, and what must have become of it.
final class ShopStory: Sendable {
    let suite: SuiteArrangement
    let shop = LanternShop(source: "urn:shop:lantern")
    /// One for each gateway: they take turns.
    let clients: [SuiteClient]
    var client: SuiteClient { clients[0] }
    private let receipts = KeptReceipts()

    init(_ suite: SuiteArrangement) async throws {
        self.suite = suite
        let token = try await suite.token("*", source: "urn:shop:*")
        clients = suite.addresses.map { SuiteClient(address: $0, token: token) }
    }

    func sendDay() async throws {
        for (index, (event, outcome)) in shop.day.enumerated() {
            let door: IntakeExampleDoor = [.httpStructured, .httpBinary, .httpBatch][index % 3]
            let answer = try await clients[index % clients.count].send(event, door)
            let json = answer.json.array?.first ?? answer.json
            #expect(json["outcome"]?.string == outcome, "\(event.id): \(answer.text)")
            receipts.add(json.json())
        }
        let counts = try await client.counts()
        #expect(counts["accepted"] == shop.day.count - 1)
        #expect(counts["duplicates"] == 1)
        #expect(counts["waiting"] == 0)
    }

    func checkOrders() async throws {
        let orders = try await client.list("/v1/orders?source=\(shop.source)")
        #expect(orders.compactMap { $0["number"]?.string }.sorted() == ["L-1", "L-2", "L-3", "L-4"])
        func states(_ number: String) -> [String: String] {
            let order = orders.first { $0["number"]?.string == number }
            var states: [String: String] = [:]
            for member in order?["states"]?.object?.members ?? [] { states[member.key] = member.value.string }
            return states
        }
        #expect(states("L-1") == ["order": "completed", "payment": "paid", "fulfilment": "delivered", "return": "none"])
        #expect(states("L-2")["order"] == "cancelled")
        #expect(
            states("L-3") == [
                "order": "completed", "payment": "partly-refunded", "fulfilment": "delivered", "return": "returned",
            ])
        #expect(states("L-4")["fulfilment"] == "shipped")
        try await eventually("every order has its customer") {
            let linked = try await client.list("/v1/orders?source=\(shop.source)")
            return linked.allSatisfy { $0["customer"]?.string != nil }
        }
    }

    func checkCustomers() async throws {
        let anna = try await customer("anna@lantern.example")
        for words in ["leuch", "+4930901820", "030%20901820", "L-1"] {
            let found = try await client.list("/v1/customers?q=" + words.replacing("+", with: "%2B"))
            #expect(found.contains { $0["id"]?.string == anna }, "\(words)")
        }
        #expect(try await client.list("/v1/customers").count == 3)
        let timeline = "/v1/customers/\(anna)/timeline"
        let expected = [
            "account.created": 1, "mail.sent": 4, "order.delivered": 1, "order.paid": 1, "order.placed": 2, "order.shipped": 2,
        ]
        try await eventually(expected, "the history of Anna") { try await kinds(timeline) }

        let card = try await client.get("/v1/customers/\(anna)")
        let blocks = card["blocks"]?.array ?? []
        #expect(blocks.compactMap { $0["name"]?.string } == ["facts", "people", "timeline", "money", "orders", "mails"])
        #expect(blocks.allSatisfy { $0["data"] != nil && $0["gap"] == nil && $0["asOf"]?.string != nil }, "\(card)")
        let rebuilt = try await suite.crm(["contacts", "rebuild-timeline", "--check"])
        #expect(rebuilt.ending == .exited(0), "\(rebuilt.output)\(rebuilt.errors)")
    }

    /// Each mail of the day once, in the ledger and at the server, and all marked as sent.
    func checkMail() async throws {
        try await eventually(LanternShop.mails, "sent mails") {
            counted(
                try await self.mails().filter { $0["state"]?.string == "sent" && $0["kind"]?.string != "new-product" }, "kind")
        }
        let mails = try await self.mails().filter { $0["state"]?.string == "sent" }
        #expect(Set(mails.compactMap { $0["intent"]?.string }).count == mails.count)
        if let sink = suite.mail {
            #expect(sink.copies.values.allSatisfy { $0 == 1 })
            let arrived = Set(sink.copies.keys.map { $0.dropFirst().prefix { $0 != "@" } }.map(String.init))
            #expect(arrived == Set(mails.compactMap { $0["id"]?.string }))
        } else {
            for mail in mails {
                let file = SuiteProcesses.contents(of: "\(suite.mailFolder)/\(mail["id"]?.string ?? "").eml")
                #expect(file.contains("List-Unsubscribe: <\(client.address)/unsubscribe/"))
            }
        }
        let russian = try #require(mails.first { $0["recipient"]?.string == "boris@lantern.example" })
        #expect(russian["language"]?.string == "ru")
        #expect(russian["subject"]?.string?.contains { $0 >= "А" && $0 <= "я" } == true)
    }

    func checkReceipts() async throws {
        let file = try SuiteProcesses.newPath("receipts.jsonl")
        try receipts.write(to: file)
        let keys = client.address + "/.well-known/relata-receipts.json"
        let verified = try await suite.crm(["receipts", "verify", file, "--keys", keys])
        #expect(verified.ending == .exited(0), "\(verified.output)\(verified.errors)")
        #expect(verified.output.contains("\(shop.day.count) of \(shop.day.count) are valid."))
        let forged = try SuiteProcesses.newPath("forged.jsonl")
        try receipts.write(to: forged) { $0.replacing("\"placed-L-1\"", with: "\"placed-L-9\"") }
        #expect(try await suite.crm(["receipts", "verify", forged, "--keys", keys]).ending == .exited(1))
        let kept = try await client.get("/v1/order-intake/receipts?source=\(shop.source)&id=placed-L-1")
        #expect(try receipts.contain(kept["items"]?.array?.first ?? kept), "\(kept)")
    }

    // MARK: Looking

    /// What a restart and a second sending must leave as it is, apart from duplicates.
    func picture() async throws -> [String] {
        var picture = try await client.list("/v1/orders?source=\(shop.source)").map { String(decoding: $0.json(), as: UTF8.self) }
        for customer in try await client.list("/v1/customers") {
            picture.append(String(decoding: customer.json(), as: UTF8.self))
            let timeline = try await client.list("/v1/customers/\(customer["id"]?.string ?? "")/timeline")
            picture += timeline.map { String(decoding: $0.json(), as: UTF8.self) }
        }
        picture += try await mails().map { String(decoding: $0.json(), as: UTF8.self) }
        var counts = try await client.counts()
        for name in ["received", "duplicates"] { counts[name] = nil }
        return picture + counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    }

    /// The picture once nothing moves any more: contacts has heard from the gateway what the customers' units are called, every finished
    /// mail is told in a history, and twenty looks in a row see the same.
    func settledPicture() async throws -> [String] {
        var last: [String] = []
        var same = 0
        try await eventually("the customers' units have names") {
            try await client.list("/v1/customers").allSatisfy { $0["unitName"]?.string != nil }
        }
        try await eventually("the picture stands still") {
            let mails = try await mails().filter { !["queued", "sending"].contains($0["state"]?.string) }
            let picture = try await picture()
            let told = picture.filter { $0.hasPrefix("{\"kind\":\"mail.") }
            same = picture == last && told.count == mails.count ? same + 1 : 0
            last = picture
            return same >= 20
        }
        return last
    }

    /// The day once more, and what is there then.
    func resend() async throws -> [String] {
        for (event, _) in shop.day {
            #expect(try await client.send(event).json["outcome"]?.string == "duplicate")
        }
        return try await picture()
    }

    func customer(_ email: String) async throws -> String {
        var id: String?
        try await eventually("\(email) is a customer") {
            let found = try await client.list("/v1/customers?q=" + email.replacing("@", with: "%40"))
            id = found.first?["id"]?.string
            return found.count == 1
        }
        return id ?? ""
    }

    func mails() async throws -> [JSONValue] { try await client.list("/v1/mails") }

    func kinds(_ timeline: String) async throws -> [String: Int] { counted(try await client.list(timeline), "kind") }

    func counted(_ items: [JSONValue], _ member: String) -> [String: Int] {
        items.reduce(into: [:]) { $0[$1[member]?.string ?? "", default: 0] += 1 }
    }
}

/// Waits until `look` sees what is expected; records what it saw last when that never comes.
func eventually<T: Equatable>(
    _ expected: T, _ what: String, within seconds: Double = 20, sourceLocation: SourceLocation = #_sourceLocation,
    _ look: () async throws -> T
) async throws {
    var seen: T?
    do {
        try await eventually(what, within: seconds) {
            seen = try await look()
            return seen == expected
        }
    } catch let error as NeverHappened {
        let told = seen.map { "\($0)" } ?? "nothing"
        Issue.record("\(what): expected \(expected), saw \(told)", sourceLocation: sourceLocation)
        throw error
    }
}
