import Access
import ContactsAPI
import Core
import Database
import Events
import JSON
import Jobs
import Observability
import TestKit
import Testing

@testable import Contacts

/// Accounts that were there before accounts had owners and texts had parts.
@Suite struct RefreshAccountsTests {
    private struct Stop: Error {}

    private static let count = 250
    private static let old = EventMigrations.all + JobMigrations.all + ContactsModule.migrations.prefix(5)

    /// As the program of then wrote it.
    private static func write(_ index: Int, _ id: AccountID, _ tx: Transaction) throws {
        let mail = "old\(index)@example.com"
        let text = "ann \(index)\n\(mail)\ntx\(9000 + index)"
        let at = Timestamp(microseconds: 1_780_000_000_000_000 + Int64(index))
        _ = try tx.changes(
            """
            INSERT INTO accounts (id, kind, name, is_named, name_key, search_text, orders, last_order_at, created_at, changed_at,
            version) VALUES (\(.id(id)), 'person', \(.text("Ann \(index)")), \(.bool(true)), \(.text("ann \(index)")), \(.text(text)),
            0, \(.time(Timestamp(microseconds: 0))), \(.time(at)), \(.time(at)), 3)
            """)
        let doc = try #require(try tx.first("SELECT max(doc) FROM accounts") { $0.int(0) })
        try AccountSearch.put(account: doc, old: nil, new: text, in: tx)
        _ = try tx.changes(
            """
            INSERT INTO contact_points (account_id, kind, value, position, display, raw, type, is_valid, is_primary)
            VALUES (\(.id(id)), 'email', \(.text(mail)), 0, \(.text(mail)), \(.text(mail)), 'personal', \(.bool(true)), \(.bool(true)))
            """)
        _ = try tx.changes(
            """
            INSERT INTO identities (kind, scope, value, account_id, position, raw)
            VALUES ('tax-id', '', \(.text("tx\(9000 + index)")), \(.id(id)), 0, \(.text("tx\(9000 + index)")))
            """)
        // One was told whose it is already.
        let access = index == 7 ? #","access":{"unitID":"\#(UnitTree.root)"}"# : ""
        let told = #"{"accountID":"\#(id)","kind":"person","name":"Ann","emails":[],"version":3\#(access)}"#
        _ = try tx.changes(
            """
            INSERT INTO event_log (event_id, source, type, event_key, time, received_at, account_id, data)
            VALUES (\(.text("e\(index)")), '/contacts', \(.text(ContactsEvents.accountCreated)), \(.text(id.description)),
            \(.time(at)), \(.time(at)), \(.id(id)), \(.bytes(Array(told.utf8))))
            """)
    }

    private static func upgraded(_ engine: Engine) async throws -> (bench: ContactsBench, ids: [AccountID]) {
        let database = try await TestDatabase.make(engine, migrations: old)
        let source = IdentifierSource(clock: SystemClock())
        let ids = (0..<count).map { _ in AccountID(source.next()) }
        try await database.write { tx in
            for (index, id) in ids.enumerated() { try write(index, id, tx) }
        }
        _ = try await Migrator.migrate(
            ContactsBench.migrations, database: database, clock: SystemClock(), logger: .silent)
        return (try await ContactsBench(engine, over: database), ids)
    }

    private static func refresh(_ bench: ContactsBench) -> RefreshAccounts {
        RefreshAccounts(
            database: bench.database, tell: bench.tellAccount(bench.clock),
            jobs: JobQueue(clock: bench.clock, ids: bench.ids, wake: {}), clock: bench.clock, logger: .silent,
            metrics: bench.metrics)
    }

    /// Sees all customers without their identifiers.
    private static let viewer = Viewer(
        user: ID(high: 1, low: 1),
        grants: [
            Grant(role: "Agent", resource: .account, actions: [.view], scope: .all, fields: [.identifiers: .hidden])
        ])

    private static func found(_ bench: ContactsBench, _ text: String) async throws -> Int {
        try await ListCustomers(database: bench.database, rights: bench.rights)(
            text, by: .name, after: nil, limit: 9, for: viewer
        ).count
    }

    @Test(arguments: Engine.required)
    func `they are told and found as those of today, once, however often it is stopped`(_ engine: Engine) async throws {
        let (bench, ids) = try await Self.upgraded(engine)
        #expect(try await bench.count("jobs") == 1)
        #expect(try await Self.found(bench, "old99@") == 0)
        let history = try await bench.history()
        let refresh = Self.refresh(bench)
        await #expect(throws: Stop.self) { _ = try await refresh(after: { _ in throw Stop() }) }
        let before = try await bench.told().count
        #expect((1...RefreshAccounts.step).contains(before))
        #expect(bench.metrics.text().contains("contacts_accounts_to_refresh 150"))
        // A new start goes on; one job is in the queue.
        let again = try await ContactsBench(engine, over: bench.database)
        #expect(try await bench.count("jobs") == 1)
        #expect(try await refresh(seconds: 0) == false)
        try await again.run(RefreshAccounts.kind)

        let told = try await bench.told().map { try Shapes.decode(AccountChanged.self, from: $0.data) }
        #expect(told.count == Self.count - 1 && Set(told.map(\.accountID)) == Set(ids).subtracting([ids[7]]))
        #expect(told.allSatisfy { $0.version == 4 && $0.access.facts.unit == UnitTree.root && $0.emails.count == 1 })
        #expect(try await bench.account(ids[7]).version == 3)
        #expect(try await bench.account(ids[8]).version == 4)
        for index in [0, 7, 99, 249] {
            #expect(try await Self.found(bench, "old\(index)@") == 1, "\(index)")
            #expect(try await Self.found(bench, "tx\(9000 + index)") == 0, "\(index)")
            #expect(try await bench.list("tx\(9000 + index)").count == 1, "\(index)")
        }
        #expect(try await bench.history() == history)
        #expect(again.metrics.text().contains("contacts_accounts_to_refresh 0"))
        #expect(try await refresh())
        #expect(try await bench.told().count == told.count)
    }

    @Test(arguments: Engine.required)
    func `what comes between the upgrade and the job is found too, and a new installation has nothing to do`(_ engine: Engine)
        async throws
    {
        let (bench, ids) = try await Self.upgraded(engine)
        // It is written by the program of today before the job comes to it.
        try await bench.database.write { tx in
            let before = try #require(try AccountStore.load(ids[200], forUpdate: true, in: tx))
            var account = before
            account.version += 1
            try AccountStore.save(account, was: before, cause: "test", in: tx)
        }
        try await bench.run(RefreshAccounts.kind)
        #expect(try await Self.found(bench, "old200@") == 1)
        let fresh = try await ContactsBench(engine)
        #expect(try await fresh.count("jobs") == 0)
    }

    @Test(arguments: Engine.required)
    func `an operator has all told anew, those too that were told already, and who is stopped leaves it to the job`(
        _ engine: Engine
    ) async throws {
        let (bench, ids) = try await Self.upgraded(engine)
        try await bench.run(RefreshAccounts.kind)
        let refresh = RefreshAccounts(operating: bench.database, clock: bench.clock, ids: bench.ids)
        let before = try await bench.told().count
        #expect(try await refresh.tellAll())
        await #expect(throws: Stop.self) { _ = try await refresh(after: { _ in throw Stop() }) }
        try await bench.run(RefreshAccounts.kind)
        let told = try await bench.told().dropFirst(before).map { try Shapes.decode(AccountChanged.self, from: $0.data) }
        #expect(told.count == Self.count && Set(told.map(\.accountID)) == Set(ids))
        let empty = try await ContactsBench(engine)
        #expect(try await !RefreshAccounts(operating: empty.database, clock: empty.clock, ids: empty.ids).tellAll())
        #expect(try await empty.count("jobs") == 0)
    }
}
