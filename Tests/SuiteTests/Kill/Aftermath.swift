import JSON
import TestKit
import Testing

/// What must be true once the killing is over: everything that was acknowledged is there, once.
struct Aftermath: Sendable {
    let suite: SuiteArrangement
    let client: SuiteClient
    let sold: [StubbornShop.Sold]

    func check() async throws {
        let events = sold.flatMap(\.events)
        #expect(Set(events).count == events.count)
        try await eventually([events.count, 0, 0], "accepted, waiting, rejected", within: 60) {
            let counts = try await client.counts()
            return ["accepted", "waiting", "rejected"].map { counts[$0, default: -1] }
        }
        let numbers = try await checkOrders()
        try await checkMails(numbers)
        try await checkHistories()
        try await eventually([:], "what is left in queues", within: 60) { try await suite.leftovers() }
        let audit = try await suite.crm(["audit", "verify"])
        #expect(audit.ending == .exited(0), "\(audit.output)\(audit.errors)")
        let rebuilt = try await suite.crm(["contacts", "rebuild-timeline", "--check"])
        #expect(rebuilt.ending == .exited(0), "\(rebuilt.output)\(rebuilt.errors)")
    }

    /// The numbers of the orders by their ids.
    private func checkOrders() async throws -> [String: String] {
        var numbers: [String: String] = [:]
        let orders = try await client.list("/v1/orders?source=\(StubbornShop.source)")
        for order in orders { numbers[order["id"]?.string ?? ""] = order["number"]?.string }
        #expect(orders.compactMap { $0["number"]?.string }.sorted() == sold.map(\.number).sorted())
        let byNumber = Dictionary(sold.map { ($0.number, $0) }) { first, _ in first }
        for order in orders {
            guard let sold = byNumber[order["number"]?.string ?? ""] else { continue }
            #expect(order["states"]?["order"]?.string == (sold.isCancelled ? "cancelled" : "placed"))
            #expect(order["states"]?["fulfilment"]?.string == (sold.isShipped ? "shipped" : "unshipped"))
            #expect(order["paid"]?["amount"]?.int == 1250)
            #expect(order["history"]?.array?.count ?? sold.events.count == sold.events.count, "\(order)")
        }
        return numbers
    }

    /// One entry for each thing to tell, and at the mail server no message twice.
    private func checkMails(_ numbers: [String: String]) async throws {
        let expected = sold.flatMap { sold in sold.mails.map { "\($0) \(sold.number)" } }.sorted()
        // A job whose process died is taken up again within 15 s.
        try await eventually([expected.count, 0], "mails, and how many of them are on their way", within: 90) {
            let states = try await client.list("/v1/mails").map { $0["state"]?.string ?? "" }
            return [states.count, states.count { $0 == "queued" || $0 == "sending" }]
        }
        let mails = try await client.list("/v1/mails")
        let told = mails.map { "\($0["kind"]?.string ?? "") \(numbers[$0["orderID"]?.string ?? ""] ?? "?")" }.sorted()
        #expect(told == expected)
        #expect(Set(mails.compactMap { $0["intent"]?.string }).count == mails.count)
        let copies = suite.mail?.copies ?? [:]
        #expect(copies.filter { $0.value != 1 } == [:], "sent more than once")
        let arrived = Set(copies.keys.map { String($0.dropFirst().prefix { $0 != "@" }) })
        var uncertain = 0
        for mail in mails {
            let id = mail["id"]?.string ?? ""
            switch mail["state"]?.string {
            case "sent": #expect(arrived.contains(id), "marked as sent and never arrived: \(mail)")
            case "uncertain": uncertain += 1
            default: Issue.record("\(mail)")
            }
        }
        #expect(arrived.subtracting(mails.compactMap { $0["id"]?.string }) == [])
        // At least the message at whose mark the process was killed by name.
        #expect(uncertain >= 1)
        #expect(try await client.list("/v1/mails?state=uncertain").count == uncertain)
        print("\(mails.count) mails, \(uncertain) of them uncertain")
    }

    private func checkHistories() async throws {
        let customers = try await client.list("/v1/customers")
        let byEmail = Dictionary(grouping: sold, by: \.email)
        #expect(customers.compactMap { $0["email"]?.string }.sorted() == byEmail.keys.sorted())
        for customer in customers {
            let sold = byEmail[customer["email"]?.string ?? "", default: []]
            let expected = sold.flatMap { sold in
                sold.history.map { "\($0) \(sold.number)" } + sold.mails.map { "mail \($0)" }
            }
            try await eventually((expected + ["account.created "]).sorted(), "history of \(customer)", within: 60) {
                try await client.list("/v1/customers/\(customer["id"]?.string ?? "")/timeline").map { entry in
                    let (kind, data) = (entry["kind"]?.string ?? "", entry["data"])
                    return kind.hasPrefix("mail.")
                        ? "mail \(data?["kind"]?.string ?? "")" : "\(kind) \(data?["number"]?.string ?? "")"
                }.sorted()
            }
        }
    }
}
