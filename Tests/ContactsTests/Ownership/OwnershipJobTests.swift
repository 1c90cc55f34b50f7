import ContactsAPI
import Core
import Database
import Events
import HTTP
import JSON
import Observability
import TestKit
import Testing

@testable import Contacts

@Suite struct OwnershipJobTests {
    @Test(arguments: Engine.required)
    func `a client with whom nothing happens goes back into the queue after the days of the setting`(_ engine: Engine)
        async throws
    {
        // Orders of the bench are placed the day before.
        let clock = ManualClock(CivilTime(year: 2026, month: 11, day: 2).timestamp)
        var settings = Settings()
        settings[ContactsModule.idleDays] = "30"
        let bench = try await ContactsBench.withCrew(engine, settings: settings, clock: clock)
        let (idle, busy, paying) = (bench.ids.next(), bench.ids.next(), bench.ids.next())
        for (index, order) in [idle, busy, paying].enumerated() {
            let id = try await bench.place(#"{"shopId":"\#(index)"}"#, order: order, number: "\(index)")
            try await bench.give(id, to: Crew.anna)
        }
        clock.advance(seconds: 29 * 86_400)
        try await bench.run("contacts.return-idle")
        for order in [idle, busy, paying] {
            #expect(try await bench.account(bench.account(of: order)).access.owner == Crew.anna)
        }
        try await bench.place(#"{"shopId":"1"}"#)
        let paid = #""amount":1,"reference":"r","at":"\#(clock.now())","paymentState":"paid""#
        try await bench.tell(bench.event("order.paid", order: paying, number: "2", members: paid))
        clock.advance(seconds: 2 * 86_400)
        try await bench.run("contacts.return-idle")
        #expect(try await bench.account(bench.account(of: busy)).access.owner == Crew.anna)
        #expect(try await bench.account(bench.account(of: paying)).access.owner == Crew.anna)
        let id = try await bench.account(of: idle)
        #expect(try await bench.account(id).ownership == Ownership(owner: nil, unit: Crew.north))
        let last = try #require(try await bench.told().last { $0.type == ContactsEvents.ownerChanged })
        let changed = try Shapes.decode(AccountOwnerChanged.self, from: last.data)
        #expect((changed.way, changed.by.kind, changed.from.userName) == (.idle, "service", "Anna"))
        #expect(try await bench.ask(Crew.colleague, .post, "/v1/accounts/\(id)/claims").status == 201)
    }

    @Test(arguments: Engine.required)
    func `without the setting clients stay, and a mail that goes out by itself is no activity`(_ engine: Engine) async throws {
        let clock = ManualClock()
        let bench = try await ContactsBench.withCrew(engine, clock: clock)
        let order = bench.ids.next()
        let id = try await bench.place(#"{"shopId":"1"}"#, order: order)
        try await bench.give(id, to: Crew.anna)
        clock.advance(seconds: 400 * 86_400)
        try await bench.run("contacts.return-idle")
        #expect(try await bench.account(id).access.owner == Crew.anna)
        try await bench.tell(
            bench.notification(
                "mail.sent",
                #"{"mailID":"\#(bench.ids.next())","intent":"i","kind":"new-product","orderID":"\#(order)","at":"\#(clock.now())"}"#
            ))
        let returned = ReturnIdle(
            database: bench.database, change: ChangeOwner(tell: bench.tellAccount(clock)), clock: clock)
        #expect(try await returned(days: 30) == 1)
        #expect(try await bench.account(id).access.owner == nil)
    }

    @Test(arguments: Engine.required)
    func `accounts of those who left are counted, and an alarm once the patience is over`(_ engine: Engine) async throws {
        let clock = ManualClock()
        let bench = try await ContactsBench.withCrew(engine, clock: clock)
        let id = try await bench.place(#"{"shopId":"1"}"#)
        try await bench.place(#"{"shopId":"2"}"#)
        try await bench.give(id, to: Crew.anna)
        func overdue() -> Double {
            bench.metrics.gauge("contacts_ownership_faults_overdue", "").value
        }
        func faults(_ name: String) -> Double {
            bench.metrics.gauge("contacts_ownership_faults", "", labels: [("fault", name)]).value
        }
        try await bench.run("contacts.watch-ownership")
        #expect((faults("owner-inactive"), faults("queue-unknown"), overdue()) == (0, 0, 0))
        try await Crew.leaves(Crew.anna, "Anna", bench)
        try await bench.run("contacts.watch-ownership")
        #expect((faults("owner-inactive"), overdue()) == (1, 0))
        clock.advance(seconds: 24 * 3600)
        try await bench.run("contacts.watch-ownership")
        #expect((faults("owner-inactive"), overdue()) == (1, 1))
        try await bench.give(id, to: Crew.boris)
        clock.advance(seconds: 300)
        try await bench.run("contacts.watch-ownership")
        #expect((faults("owner-inactive"), overdue()) == (0, 0))
        #expect(try await bench.count("ownership_faults") == 0)
    }

    @Test(arguments: [("CRM_CONTACTS_IDLE_DAYS", "-1"), ("CRM_CONTACTS_OWNERSHIP_PATIENCE_HOURS", "soon")])
    func `a setting that is no number of days or hours stops the start`(_ name: String, _ value: String) async throws {
        await #expect(throws: SettingError.self) {
            _ = try await ContactsBench(.sqlite, settings: Settings([name: value]))
        }
    }
}
