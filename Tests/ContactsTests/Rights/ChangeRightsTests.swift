import Access
import Audit
import Changes
import ContactsAPI
import Core
import Database
import Events
import HTTP
import JSON
import ServiceKit
import TestKit
import Testing

@testable import Contacts

/// The changes of customers, compared with `AccessPolicy` before and after each customer got the standing of another.
@Suite struct ChangeRightsTests {
    private struct Read {
        let items: [JSONValue]
        let text: String
    }

    @Test(arguments: Engine.required)
    func `whoever follows is told what the rules allow now, and that gone is what they allowed before`(
        _ engine: Engine
    ) async throws {
        let room = try await RightsRoom(engine)
        let viewers = RightsMatrix.viewers(of: .account)
        try await Self.settle(room)
        var positions: [String] = []
        for viewer in viewers { positions.append(try await Self.position(room, viewer)) }
        let after = try await Self.rotate(room)
        for (turn, (viewer, position)) in zip(viewers, positions).enumerated() {
            let read = try await Self.read(room, viewer, position)
            for customer in room.customers where customer.number % 4 == turn % 4 {
                let facts = try #require(after[customer.id])
                let before = room.decide(customer, viewer)
                let now = AccessPolicy.decide(
                    .view, on: .account, facts, by: viewer, in: RightsMatrix.tree, at: RightsRoom.now)
                Self.check(read, customer, before, now, "\(viewer)")
            }
        }
    }

    private static func check(
        _ read: Read, _ customer: RightsRoom.Customer, _ before: AccessDecision, _ now: AccessDecision, _ comment: Comment
    ) {
        let own = read.items.filter { $0["customer"]?.string == customer.id.description }
        func count(_ type: String) -> Int { own.count { $0["type"]?.string == type } }
        #expect(count("gone") == (now.level == .none && before.level > .none ? 1 : 0), comment)
        #expect(count("account.owner-changed") == (now.level > .none ? 1 : 0), comment)
        #expect(count("account.changed") == (now.isAllowed ? 1 : 0), comment)
        #expect(count("person.changed") == (now.shows(.contact) ? 1 : 0), comment)
        // Their history's line needs no right to orders and mails.
        #expect(count("entry.added") == (now.shows(.history) ? 1 : 0), comment)
        if now.level == .none, before.level == .none {
            #expect(!read.text.contains(customer.id.description), comment)
        }
        for change in own where !now.isAllowed {
            #expect(change["version"] == nil && change["at"] == nil && change["actor"] == nil, comment)
        }
        for (word, groups) in customer.words where word != customer.name || customer.isNamed {
            let isShown = groups.isEmpty ? now.level > .none : now.isAllowed && groups.allSatisfy(now.shows)
            #expect(read.text.contains(word) == isShown, "\(word) \(comment)")
        }
        let records = own.filter { $0["id"] == $0["customer"] && $0["type"]?.string != "entry.added" }.compactMap { $0["record"] }
        #expect(records.count == (now.level > .none ? 1 : 0), comment)
        for record in records { #expect(Shapes.read(AccountResource.self, from: record).faults.isEmpty, comment) }
    }

    /// Every customer gets what the next one has, a new person, and a line of history.
    private static func rotate(_ room: RightsRoom) async throws -> [AccountID: RecordFacts] {
        let (customers, bench, now) = (room.customers, room.bench, RightsRoom.now)
        let clock = ManualClock(now)
        let outbox = Outbox(
            source: ContactsEvents.source, topic: ContactsEvents.topic, clock: clock, ids: bench.ids, wake: {})
        let tell = TellAccount(outbox: outbox, record: RecordEvent(clock: clock))
        var after: [AccountID: RecordFacts] = [:]
        for (customer, next) in zip(customers, customers.dropFirst() + customers.prefix(1)) { after[customer.id] = next.facts }
        try await bench.database.write { [after] tx in
            for customer in customers {
                let before = try #require(try AccountStore.load(customer.id, forUpdate: true, in: tx))
                var account = before
                account.access = try #require(after[customer.id])
                account.people.append(Person(id: bench.ids.next(), name: "New \(customer.tag)", createdAt: now))
                let holder = try OwnerStore.holder(account.ownership, in: tx)
                try tell.ownerChanged(
                    &account, was: before, from: holder, to: holder,
                    OwnerChange(.assigned, reason: nil, by: OwnerChange.byRule, at: now), in: tx)
                try tell.changed(&account, in: tx)
                try AccountStore.save(account, was: before, cause: "test", in: tx)
            }
        }
        try await settle(room)
        return after
    }

    /// Other tests have transactions under way on the same server, which is what the feed waits for.
    private static func settle(_ room: RightsRoom) async throws {
        let database = room.bench.database
        let count = try await room.bench.count("changes")
        try await eventually("the changes are complete") {
            try await database.read { tx in try ChangeStore.page(after: .start, limit: count, in: tx).count } == count
        }
    }

    private static func position(_ room: RightsRoom, _ viewer: Viewer) async throws -> String {
        let answer = try await room.ask(viewer, "/v1/customers/changes")
        #expect(answer.json["items"]?.array == [] && answer.json["more"] == false)
        return try #require(answer.json["next"]?.string)
    }

    private static func read(_ room: RightsRoom, _ viewer: Viewer, _ position: String) async throws -> Read {
        // One page, so that each record is there once.
        let answer = try await room.ask(viewer, "/v1/customers/changes?limit=200&after=\(position)")
        #expect(answer.status == 200, "\(answer.text)")
        #expect(Shapes.read(ChangesResource.self, from: answer.json).faults.isEmpty)
        return Read(items: answer.json["items"]?.array ?? [], text: answer.text)
    }

    @Test(arguments: Engine.required)
    func `what is followed can be narrowed, and a change of rights is said`(_ engine: Engine) async throws {
        let room = try await RightsRoom(engine)
        let all = Viewer.everything(role: "Test")
        try await Self.settle(room)
        let position = try await Self.position(room, all)
        _ = try await Self.rotate(room)
        for (types, expected) in [
            ("entry", ["entry.added"]), ("person,account.changed", ["account.changed", "person.changed"]),
            ("account", ["account.changed", "account.owner-changed"]),
        ] {
            let found = try await room.ask(all, "/v1/customers/changes?types=\(types)&limit=200&after=\(position)")
            let told = (found.json["items"]?.array ?? []).compactMap { $0["type"]?.string }
            #expect(Set(told) == Set(expected) && told.count == expected.count * room.customers.count, "\(types)")
        }
        #expect(try await room.ask(all, "/v1/customers/changes?types=order").json["code"]?.string == "bad-types")
        #expect(try await room.ask(all, "/v1/customers/changes?limit=0").json["code"]?.string == "bad-limit")
        let other = Viewer(user: RightsMatrix.anna, units: [RightsMatrix.north], grants: all.grants)
        let answer = try await room.ask(other, "/v1/customers/changes?after=\(position)")
        #expect(answer.status == 410 && answer.json["code"]?.string == "rights-changed")
        let old = try await room.ask(all, "/v1/customers/changes?after=x")
        #expect(old.status == 410 && old.json["code"]?.string == "unknown-position")
        let line = try #require(room.bench.module.routes.first { $0.pattern == "/v1/customers/changes" })
        #expect(line.audit == .view(.account) && line.access == .scope(ContactsScope.read))
    }
}
