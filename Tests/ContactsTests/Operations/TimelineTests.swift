import ContactsAPI
import Core
import Database
import Events
import JSON
import TestKit
import Testing

@testable import Contacts

@Suite struct TimelineTests {
    /// What each filter leaves of the history below, newest first.
    private static let filters: [(TimelineFilter, [String])] = [
        (TimelineFilter(service: "orders"), ["order.shipped", "order.placed"]),
        (TimelineFilter(person: "Shop:URN"), ["order.shipped", "order.placed"]),
        (TimelineFilter(text: "сдэк"), ["order.shipped"]), (TimelineFilter(text: "ON ITS"), ["mail.sent"]),
        (TimelineFilter(kinds: ["mail"], text: "сдэк"), []), (TimelineFilter(service: "sales"), []),
        (TimelineFilter(service: "", person: "", text: ""), ["account.created", "mail.sent", "order.shipped", "order.placed"]),
    ]

    @Test(arguments: Engine.required) func `tells what happened with kind, source, actor, event and time`(_ engine: Engine)
        async throws
    {
        let bench = try await ContactsBench(engine)
        let order = bench.ids.next()
        let account = try await bench.place(#"{"shopId":"1","name":"Ann"}"#, order: order, number: "536412")
        let shipped = bench.event(
            "order.shipped", order: order, number: "536412",
            members: """
                "shipment":"s1","shippedAt":"2026-11-01T12:00:00Z","carrier":"СДЭК","trackingNumber":"1407","lines":[{},{}],
                "fulfilmentState":"shipped"
                """)
        try await bench.tell(shipped)
        try await bench.tell(
            bench.notification(
                "mail.sent",
                """
                {"mailID":"\(bench.ids.next())","intent":"shipped/1","kind":"order-shipped","accountID":"\(account)","orderID":"\(order)",
                "subject":"On its way","at":"2026-11-01T12:01:00Z"}
                """))
        let entries = try await bench.timeline(of: account, before: nil, limit: 10)
        #expect(entries.map(\.kind) == ["account.created", "mail.sent", "order.shipped", "order.placed"])
        #expect(entries.map(\.source) == ["/contacts", "/notifications", "/orders", "/orders"])
        #expect(
            entries.map(\.actor) == ["service:contacts", "service:notifications", "shop:urn:shop:one", "shop:urn:shop:one"])
        #expect(entries[2].eventID == shipped.id)
        #expect(entries[2].time == shipped.time)
        #expect(entries[2].at == Timestamp("2026-11-01T12:00:00Z"))
        let data = try JSONValue.parse(entries[2].data)
        #expect(data["carrier"]?.string == "СДЭК")
        #expect(data["lineCount"]?.int == 2)
        #expect(data["cause"]?["eventID"]?.string == "order.shipped-536412")
        let mails = try await bench.timeline(
            of: account, before: nil, filter: TimelineFilter(kinds: ["mail"]), limit: 10)
        #expect(mails.map(\.kind) == ["mail.sent"])
        for (filter, kinds) in Self.filters {
            let found = try await bench.timeline(of: account, before: nil, filter: filter, limit: 10)
            #expect(found.map(\.kind) == kinds)
        }
        let one = try await bench.timeline(
            of: account, before: nil, filter: TimelineFilter(kinds: ["order.placed", "account"]), limit: 10)
        #expect(one.map(\.kind) == ["account.created", "order.placed"])
    }

    @Test(arguments: Engine.required) func `what comes before its order waits and is told once it is placed`(_ engine: Engine)
        async throws
    {
        let bench = try await ContactsBench(engine)
        let order = bench.ids.next()
        let members = #""amount":1500,"reference":"r","at":"2026-11-01T11:00:00Z","paymentState":"paid""#
        try await bench.tell(bench.event("order.paid", order: order, number: "1", members: members))
        #expect(try await bench.history().isEmpty)
        let account = try await bench.place(#"{"shopId":"1"}"#, order: order, number: "1")
        let entries = try await bench.timeline(
            of: account, before: nil, filter: TimelineFilter(kinds: ["order"]), limit: 10)
        #expect(entries.map(\.kind) == ["order.paid", "order.placed"])
        let history = try await bench.history()
        #expect(try await RebuildTimeline(database: bench.database)().repaired == 0)
        #expect(try await bench.history() == history)
    }

    @Test(arguments: Engine.required)
    func `is rebuilt from the log to the same bytes after 500 random events`(_ engine: Engine) async throws {
        let bench = try await ContactsBench(engine)
        var random = Generator(state: 20_261_125)
        for event in RandomStory.events(500, bench, &random) { try await bench.tell(event) }
        let history = try await bench.history()
        let accounts = try await bench.count("accounts")
        #expect(history.count > 400)

        _ = try await bench.database.write { tx in try tx.changes("DELETE FROM timeline_entries") }
        let report = try await RebuildTimeline(database: bench.database)()
        #expect(try await bench.history() == history)
        #expect(report.entries == history.count)
        #expect(report.accounts == accounts)

        _ = try await bench.database.write { tx in
            try tx.changes("UPDATE timeline_entries SET kind = 'order.lost' WHERE seq IN (SELECT min(seq) FROM timeline_entries)")
        }
        _ = try await bench.database.write { tx in
            try tx.execute(
                """
                INSERT INTO timeline_entries (account_id, at, seq, kind, source, actor, event_id, time, data)
                SELECT order_id, time, seq, 'order.stray', source, '', event_id, time, '{}' FROM event_log WHERE order_id IS NOT NULL
                """)
        }
        #expect(try await bench.history() != history)
        let repair = try await RebuildTimeline(database: bench.database)()
        #expect(repair.repaired == 1)
        #expect(repair.stray > 0)
        #expect(try await bench.history() == history)
    }
}

/// SplitMix64: the same story from the same seed.
struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
