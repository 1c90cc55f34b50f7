import ContactsAPI
import Core
import Database
import Events
import HTTP
import JSON
import Synchronization
import TestKit
import Testing

@testable import Contacts

@Suite struct ReassignmentTests {
    struct Interruption: Error {}

    /// So many customers of Anna's, without the way through orders.
    static func crowd(_ count: Int, of owner: ID = Crew.anna, _ bench: ContactsBench) async throws -> [AccountID] {
        let ids = (0..<count).map { _ in AccountID(bench.ids.next()) }
        try await bench.database.write { tx in
            for (index, id) in ids.enumerated() {
                var account = Account(
                    id: id, kind: .person, name: "Client \(index)", isNamed: true, createdAt: SystemClock().now())
                account.give(to: Ownership(owner: owner, unit: Crew.north), at: account.createdAt)
                account.version = 1
                try AccountStore.save(account, was: nil, cause: "test", in: tx)
            }
        }
        return ids
    }

    static func plan(
        _ bench: ContactsBench, _ caller: Caller = Crew.leader, filter: String = #"{"ownerID":"\#(Crew.anna)"}"#, rule: String,
        key: String = "k"
    ) async throws -> ContactsBench.Answer {
        try await bench.ask(
            caller, .post, "/v1/reassignments", key: key, body: #"{"filter":\#(filter),"rule":\#(rule),"reason":"New year"}"#)
    }

    static func read(_ answer: ContactsBench.Answer) throws -> ReassignmentResource {
        let (value, faults) = Shapes.read(ReassignmentResource.self, from: answer.json)
        #expect(faults.isEmpty)
        return try #require(value)
    }

    static func run(_ bench: ContactsBench, _ id: ID) async throws {
        try await bench.run(RunReassignment.kind, RunReassignment.payload(id))
    }

    private static let toBoris = #"{"kind":"one","targets":[{"userID":"\#(Crew.boris)"}]}"#
    private static let inTurn =
        #"{"kind":"round-robin","targets":[{"userID":"\#(Crew.boris)"},{"unitID":"\#(Crew.north)"}]}"#

    @Test(arguments: Engine.required)
    func
        `a thousand accounts, interrupted in the middle, all arrive, each once, versioned and told; undoing puts back what was not given away since`(
            _ engine: Engine
        ) async throws
    {
        let bench = try await ContactsBench.withCrew(engine)
        let ids = try await Self.crowd(1000, bench)
        let planned = try Self.read(try await Self.plan(bench, rule: Self.inTurn))
        #expect((planned.state, planned.counts) == (.previewed, ReassignmentCounts(planned: 1000)))
        #expect(planned.targets.map(\.accounts) == [500, 500])
        #expect(planned.targets.map(\.holder.userName) == ["Boris", nil])
        #expect(planned.first.count == 20)
        #expect(try await bench.told().isEmpty)

        let applied = try await bench.ask(Crew.leader, .post, "/v1/reassignments/\(planned.id)/apply")
        #expect((applied.status, applied.json["state"]?.string) == (202, "running"))
        // One job, however often it is asked for.
        _ = try await bench.ask(Crew.leader, .post, "/v1/reassignments/\(planned.id)/apply")
        #expect(try await bench.count("jobs") == 1)
        let tell = bench.tellAccount(SystemClock())
        let work = RunReassignment(
            database: bench.database, change: ChangeOwner(tell: tell),
            leave: LeaveShares(share: ShareAccount(tell: tell), tell: tell, ids: bench.ids, clock: SystemClock()),
            outbox: tell.outbox,
            clock: SystemClock())
        let steps = Counter()
        await #expect(throws: Interruption.self) {
            try await work(planned.id) {
                steps.add(1)
                if steps.value == 4 { throw Interruption() }
            }
        }
        let half = try Self.read(try await bench.ask(Crew.leader, .get, "/v1/reassignments/\(planned.id)"))
        #expect(half.counts == ReassignmentCounts(planned: 600, moved: 400))
        try await Self.run(bench, planned.id)
        let done = try Self.read(try await bench.ask(Crew.leader, .get, "/v1/reassignments/\(planned.id)"))
        #expect((done.state, done.counts) == (.done, ReassignmentCounts(moved: 1000)))
        #expect(done.finishedAt != nil)
        try await Self.run(bench, planned.id)

        let told = try await bench.told()
        let changes = told.filter { $0.type == ContactsEvents.ownerChanged }
        #expect(changes.count == 1000)
        #expect(Set(changes.map(\.key)) == Set(ids.map(\.description)))
        #expect(changes.allSatisfy { $0.version == 2 })
        #expect(told.last?.type == ContactsEvents.reassignmentFinished)
        #expect(try await bench.count("account_owners") == 1000)
        let first = try Shapes.decode(AccountOwnerChanged.self, from: try #require(changes.first).data)
        #expect((first.way, first.reason, first.by.name, first.reassignmentID) == (.reassigned, "New year", "Head", planned.id))

        // One is given on, and one changes in another way.
        try await bench.give(ids[0], to: Crew.clara)
        let share = #"{"userID":"\#(Crew.clara)","access":"view"}"#
        #expect(try await bench.ask(Crew.leader, .post, "/v1/accounts/\(ids[1])/shares", key: "s", body: share).status == 201)
        let undone = try await bench.ask(Crew.leader, .post, "/v1/reassignments/\(planned.id)/undo")
        #expect((undone.status, undone.json["state"]?.string) == (202, "undoing"))
        try await Self.run(bench, planned.id)
        let back = try Self.read(try await bench.ask(Crew.leader, .get, "/v1/reassignments/\(planned.id)"))
        #expect((back.state, back.counts) == (.undone, ReassignmentCounts(undone: 999, kept: 1)))
        let kept = try await bench.ask(Crew.director, .get, "/v1/reassignments/\(planned.id)/items?state=kept")
        #expect(kept.json["items"]?.array?.compactMap { $0["accountID"]?.string } == [ids[0].description])
        #expect(try await bench.account(ids[0]).access.owner == Crew.clara)
        for id in [ids[1], ids[500], ids[999]] {
            #expect(try await bench.account(id).ownership == Ownership(owner: Crew.anna, unit: Crew.north))
        }
    }

    @Test(arguments: Engine.required)
    func `what cannot move is counted before and stays where it is`(_ engine: Engine) async throws {
        let bench = try await ContactsBench.withCrew(engine)
        let annas = try await Self.crowd(4, bench)
        let boriss = try await Self.crowd(1, of: Crew.boris, bench)
        let south = try await Self.crowd(1, bench)
        try await bench.give(south[0], to: Crew.clara)
        let list = (annas + boriss + south + [AccountID(bench.ids.next())]).map { "\"\($0)\"" }.joined(separator: ",")
        let planned = try Self.read(
            try await Self.plan(bench, filter: #"{"accounts":[\#(list)]}"#, rule: Self.toBoris))
        #expect(planned.counts == ReassignmentCounts(planned: 4, skipped: 1))
        let conflicts = Dictionary(uniqueKeysWithValues: planned.conflicts.map { ($0.code, $0.accounts) })
        #expect(conflicts == ["already-there": 1, "missing-right": 1, "not-found": 1])
        try await bench.give(annas[0], to: Crew.clara)
        _ = try await bench.ask(Crew.leader, .post, "/v1/reassignments/\(planned.id)/apply")
        try await bench.give(annas[1], to: Crew.gone, force: true)
        try await Self.run(bench, planned.id)
        let done = try Self.read(try await bench.ask(Crew.leader, .get, "/v1/reassignments/\(planned.id)"))
        #expect((done.state, done.counts) == (.done, ReassignmentCounts(moved: 2, skipped: 3)))
        #expect(try await bench.account(annas[0]).access.owner == Crew.clara)
        #expect(try await bench.account(annas[1]).access.owner == Crew.gone)
    }

    @Test(arguments: Engine.required)
    func `per unit, each goes where its own unit's go`(_ engine: Engine) async throws {
        let bench = try await ContactsBench.withCrew(engine)
        let north = try await Self.crowd(2, bench)
        let south = try await Self.crowd(1, bench)
        let top = try await Self.crowd(1, bench)
        try await bench.give(south[0], to: Crew.clara)
        try await bench.give(top[0], toQueueOf: UnitTree.root)
        let list = (north + south + top).map { "\"\($0)\"" }.joined(separator: ",")
        let rule = """
            {"kind":"per-unit","targets":[{"forUnitID":"\(Crew.north)","userID":"\(Crew.boris)"},
            {"forUnitID":"\(Crew.south)","unitID":"\(Crew.south)"}]}
            """
        let planned = try Self.read(
            try await Self.plan(bench, Crew.director, filter: #"{"accounts":[\#(list)]}"#, rule: rule))
        #expect(planned.counts == ReassignmentCounts(planned: 3))
        #expect(planned.conflicts == [ReassignmentConflict(code: "no-target", accounts: 1)])
        _ = try await bench.ask(Crew.director, .post, "/v1/reassignments/\(planned.id)/apply")
        try await Self.run(bench, planned.id)
        #expect(try await bench.account(north[1]).access.owner == Crew.boris)
        #expect(try await bench.account(south[0]).ownership == Ownership(owner: nil, unit: Crew.south))
        #expect(try await bench.account(top[0]).ownership == Ownership(owner: nil, unit: UnitTree.root))
    }

    @Test func `who may not assign, or not there, plans nothing; others do not see it`() async throws {
        let bench = try await ContactsBench.withCrew(.sqlite)
        _ = try await Self.crowd(1, bench)
        let toClara = #"{"kind":"one","targets":[{"userID":"\#(Crew.clara)"}]}"#
        let toGone = #"{"kind":"one","targets":[{"userID":"\#(Crew.gone)"}]}"#
        for (caller, rule, status, code) in [
            (Crew.leader, toClara, 403, "out-of-reach"), (Crew.leader, toGone, 422, "inactive"),
            (Crew.seller, Self.toBoris, 403, "out-of-reach"),
            (Crew.leader, #"{"kind":"one","targets":[]}"#, 422, "out-of-range"),
            (Crew.leader, #"{"kind":"per-unit","targets":[{"userID":"\#(Crew.boris)"}]}"#, 422, "out-of-range"),
        ] {
            let answer = try await Self.plan(bench, caller, rule: rule)
            #expect((answer.status, answer.json["code"]?.string) == (status, code), "\(caller.name) \(rule)")
        }
        let nothing = try await Self.plan(bench, filter: "{}", rule: Self.toBoris)
        #expect((nothing.status, nothing.json["code"]?.string) == (422, "missing"))
        #expect(try await bench.count("reassignments") == 0)

        let made = try await Self.plan(bench, rule: Self.toBoris)
        let again = try await Self.plan(bench, rule: Self.toBoris)
        #expect((made.status, again.status) == (201, 200))
        #expect(again.json["id"] == made.json["id"])
        let target = "/v1/reassignments/\(try Self.read(made).id)"
        for (door, method) in [("", HTTPMethod.get), ("/items", .get), ("/apply", .post), ("/undo", .post)] {
            #expect(try await bench.ask(Crew.seller, method, target + door).status == 404)
        }
        #expect(try await bench.ask(Crew.seller, .get, "/v1/reassignments").json["items"]?.array?.isEmpty == true)
        #expect(try await bench.ask(Crew.director, .get, "/v1/reassignments").json["items"]?.array?.count == 1)
        let early = try await bench.ask(Crew.leader, .post, target + "/undo")
        #expect((early.status, early.json["code"]?.string) == (409, "wrong-state"))
    }

    @Test(arguments: Engine.required)
    func `of two under way an account is in one; a plan that nobody lets begin is forgotten`(_ engine: Engine) async throws {
        let clock = ManualClock()
        let bench = try await ContactsBench.withCrew(engine, clock: clock)
        _ = try await Self.crowd(3, bench)
        let one = try Self.read(try await Self.plan(bench, rule: Self.toBoris, key: "1"))
        let two = try Self.read(try await Self.plan(bench, rule: Self.inTurn, key: "2"))
        _ = try await bench.ask(Crew.leader, .post, "/v1/reassignments/\(one.id)/apply")
        let late = try Self.read(try await Self.plan(bench, rule: Self.inTurn, key: "3"))
        #expect(late.counts == ReassignmentCounts(skipped: 3))
        let second = try Self.read(try await bench.ask(Crew.leader, .post, "/v1/reassignments/\(two.id)/apply"))
        #expect(second.counts == ReassignmentCounts(skipped: 3))
        clock.advance(seconds: 8 * 86_400)
        try await bench.run("contacts.forget-plans")
        #expect(try await bench.ask(Crew.leader, .get, "/v1/reassignments/\(late.id)").status == 404)
        #expect(try await bench.ask(Crew.leader, .get, "/v1/reassignments/\(one.id)").status == 200)
    }
}

extension ContactsBench {
    func give(_ account: AccountID, toQueueOf unit: ID) async throws {
        let version = try await self.account(account).version
        _ = try await ask(
            Crew.director, .put, "/v1/accounts/\(account)/owner", version: version, body: #"{"unitID":"\#(unit)","reason":"x"}"#)
    }

    /// Past the rule that nobody who left comes to own anything.
    func give(_ account: AccountID, to user: ID, force: Bool) async throws {
        let change = ChangeOwner(tell: tellAccount(SystemClock()))
        try await database.write { tx in
            guard let before = try AccountStore.load(account, forUpdate: true, in: tx) else { return }
            _ = try change.perform(
                before, to: Ownership(owner: user, unit: Crew.north),
                OwnerChange(.assigned, reason: nil, by: OwnerChange.byRule, at: SystemClock().now()), in: tx)
        }
    }
}

/// Counts across tasks.
final class Counter: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func add(_ number: Int) { count.withLock { $0 += number } }
}
