import ContactsAPI
import Core
import Database
import Events
import TestKit
import Testing

@testable import Contacts

@Suite struct ConcurrencyTests {
    @Test(arguments: Engine.required, 0..<5)
    func `events at one moment for one new customer make one account`(_ engine: Engine, _ round: Int) async throws {
        let bench = try await ContactsBench(engine)
        // Any two of them share an identity, so whichever is first, the others are the same customer.
        let customers = [
            #"{"shopId":"1","email":"a@example.com"}"#, #"{"email":"A@example.com","phone":"+79123456781"}"#,
            #"{"shopId":"1","phone":"8 912 345-67-81"}"#,
        ]
        let orders = (0..<24).map { _ in bench.ids.next() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, order) in orders.enumerated() {
                let event = bench.placed(customers[(index + round) % 3], order: order, number: "\(index)")
                group.addTask { try await bench.tell(event) }
            }
            try await group.waitForAll()
        }
        #expect(try await bench.count("accounts") == 1)
        #expect(try await bench.count("account_orders") == 24)
        #expect(try await bench.count("suspected_duplicates") == 0)
        let account = try await bench.account(bench.account(of: orders[0]))
        #expect(account.orders == 24)
        #expect(account.identities.count == 3)
        let versions = try await bench.told().filter { $0.key == account.id.description }.map(\.version)
        #expect(versions == (1...account.version).map { $0 })
    }

    @Test(arguments: Engine.required)
    func `what arrives while the history is rebuilt is not lost`(_ engine: Engine) async throws {
        let bench = try await ContactsBench(engine)
        let orders = (0..<40).map { _ in bench.ids.next() }
        for (index, order) in orders.enumerated() {
            try await bench.place(#"{"shopId":"\#(index % 10)"}"#, order: order, number: "\(index)")
        }
        let members = #""amount":1,"reference":"r","at":"2026-11-01T11:00:00Z","paymentState":"paid""#
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for _ in 0..<5 { _ = try await RebuildTimeline(database: bench.database)() }
            }
            for (index, order) in orders.enumerated() {
                let event = bench.event("order.paid", order: order, number: "\(index)", members: members)
                group.addTask { try await bench.tell(event) }
            }
            try await group.waitForAll()
        }
        #expect(try await bench.history().count == 10 + 40 + 40)
        let report = try await RebuildTimeline(database: bench.database)()
        #expect(report == RebuildTimeline.Report(accounts: 10, entries: 90, repaired: 0, stray: 0))
    }
}
