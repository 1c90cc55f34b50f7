import ContactsAPI
import Core
import Database
import JSON
import Jobs
import NotificationsAPI
import OrdersAPI
import TestKit
import Testing

@testable import Notifications

@Suite struct TellCustomerTests {
    private static let order = ID(high: 5, low: 5)

    private static func tell(_ bench: NotificationsBench, intent: String = "order-placed:5", daysAgo: Int = 0) async throws {
        let placedAt = bench.clock.now().adding(days: -daysAgo)
        try await bench.database.write { tx in
            var content = MailContent()
            content.number = "17"
            try bench.tellCustomer.perform(
                .orderPlaced, intent: intent, orderID: order, placedAt: placedAt, content: content, in: tx)
        }
    }

    private static func link(_ bench: NotificationsBench, _ account: AccountChanged) async throws {
        try await bench.database.write { tx in
            try bench.tellCustomer.release(orderID: order, accountID: account.accountID.id, in: tx)
        }
    }

    @Test(arguments: Engine.required)
    func `an order and its account may come in either order`(engine: Engine) async throws {
        for accountFirst in [true, false] {
            let bench = try await NotificationsBench(engine)
            let account = bench.account(1)
            try await bench.know(account)
            if accountFirst { try await Self.link(bench, account) }
            try await Self.tell(bench)
            #expect(try await bench.mails().count == (accountFirst ? 1 : 0))
            if !accountFirst { try await Self.link(bench, account) }
            try await Self.link(bench, account)
            let mails = try await bench.mails()
            #expect(mails.map(\.recipient) == ["anna@example.test"])
            #expect(mails.first?.language == "ru")
        }
    }

    @Test(arguments: Engine.required)
    func `whatever comes of an order while its account is learnt is told`(engine: Engine) async throws {
        let bench = try await NotificationsBench(engine)
        let account = bench.account(1)
        try await bench.know(account)
        let placedAt = bench.clock.now()
        for round in 0..<40 {
            let order = ID(high: 6, low: UInt64(round))
            try await bench.database.write { tx in
                try OrderFactStore().savePlaced(order, number: "\(round)", placedAt: placedAt, in: tx)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await bench.database.write { tx in
                        var content = MailContent()
                        content.number = "\(round)"
                        try bench.tellCustomer.perform(
                            .orderShipped, intent: "order-shipped:\(round)", orderID: order, placedAt: placedAt, content: content,
                            in: tx)
                    }
                }
                group.addTask {
                    try await bench.database.write { tx in
                        try bench.tellCustomer.release(orderID: order, accountID: account.accountID.id, in: tx)
                    }
                }
                try await group.waitForAll()
            }
        }
        #expect(try await bench.mails().count == 40)
    }

    @Test(arguments: Engine.required)
    func `an old order is not written about`(engine: Engine) async throws {
        let bench = try await NotificationsBench(engine)
        let account = bench.account(1)
        try await bench.know(account)
        try await Self.link(bench, account)
        try await Self.tell(bench, daysAgo: 8)
        #expect(try await bench.mails().isEmpty)
        try await Self.tell(bench, daysAgo: 6)
        #expect(try await bench.mails().count == 1)
    }

    @Test(arguments: Engine.required)
    func `a customer without an address leaves an entry that says so`(engine: Engine) async throws {
        let bench = try await NotificationsBench(engine)
        let account = bench.account(1, email: nil)
        try await bench.know(account)
        try await Self.link(bench, account)
        try await Self.tell(bench)
        let mail = try #require(try await bench.mails().first)
        #expect(mail.state == .skipped)
        #expect(mail.reason == "no-address")
        #expect(try await bench.jobCount() == 0)
        #expect(try await bench.told() == [NotificationEvents.mailSkipped])
    }

    @Test(arguments: Engine.required)
    func `an older account event changes nothing`(engine: Engine) async throws {
        let bench = try await NotificationsBench(engine)
        try await bench.know(bench.account(1, email: "new@example.test", version: 3))
        try await bench.know(bench.account(1, email: "old@example.test", version: 2))
        let account = bench.account(1).accountID.id
        let known = try await bench.database.read { tx in try CustomerStore().find(account, in: tx) }
        #expect(known?.email == "new@example.test")
    }

    @Test(arguments: Engine.required)
    func `news of a product go to those who agreed and are interested, once`(engine: Engine) async throws {
        let bench = try await NotificationsBench(engine)
        let given = ConsentResource(
            purpose: "new-products", channel: "email", givenAt: bench.clock.now().adding(days: -1), withdrawnAt: nil)
        let taken = ConsentResource(
            purpose: "new-products", channel: "email", givenAt: given.givenAt, withdrawnAt: bench.clock.now())
        let accounts = [
            bench.account(1, email: "yes@example.test", consents: [given], interests: ["Кружки"]),
            bench.account(2, email: "other@example.test", consents: [given], interests: ["Книги"]),
            bench.account(3, email: "no@example.test", interests: ["кружки"]),
            bench.account(4, email: "taken@example.test", consents: [taken], interests: ["кружки"]),
            bench.account(5, email: nil, consents: [given], interests: ["кружки"]),
        ]
        for account in accounts { try await bench.know(account) }
        let product = ProductTold(
            productID: ProductID(ID(high: 1, low: 1)), source: "urn:shop:x", sku: "S", name: ["ru": "Чашка", "en": "Cup"],
            categories: ["КРУЖКИ"], unit: nil, price: nil, description: nil, url: nil, releasedAt: bench.clock.now(),
            withdrawnAt: nil)
        let announce = AnnounceProduct(database: bench.database, composeMail: bench.composeMail)
        for _ in 0..<2 {
            try await announce.handler.run(
                .init(id: bench.ids.next(), kind: AnnounceProduct.kind, payload: product.json(), attempt: 1) { _ in })
        }
        let mails = try await bench.mails()
        #expect(mails.map(\.recipient) == ["yes@example.test"])
        #expect(mails.first?.subject == "Новинка: Чашка")
    }

    @Test(arguments: Engine.required)
    func `unsubscribing by the link is effective at once and told once`(engine: Engine) async throws {
        let bench = try await NotificationsBench(engine)
        let account = bench.account(1)
        try await bench.know(account)
        let unsubscribe = Unsubscribe(
            database: bench.database, outbox: bench.outbox, clock: bench.clock, secret: NotificationsBench.secret)
        let text = UnsubscribeToken(accountID: account.accountID.id, purpose: "order-updates").text(
            secret: NotificationsBench.secret)
        #expect(try await unsubscribe(text))
        #expect(try await unsubscribe(text))
        #expect(try await unsubscribe("x" + text) == false)
        #expect(try await bench.told() == [NotificationEvents.unsubscribed])
        try await Self.link(bench, account)
        try await Self.tell(bench)
        #expect(try await bench.mails().first?.reason == "unsubscribed")
    }
}
