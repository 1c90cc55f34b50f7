import Access
import ContactsAPI
import Core
import Database
import HTTP
import JSON
import TestKit
import Testing

@testable import Contacts

/// The filters of the list of customers, for customers of every standing and viewers of every kind.
@Suite struct CustomerFilterTests {
    private typealias Holds = @Sendable (RightsRoom.Customer, AccessDecision) -> Bool

    /// Who asks is Anna of north.
    private static let filters: [(query: String, holds: Holds)] = {
        func unit(_ units: ID...) -> Holds { { customer, _ in units.contains(customer.facts.unit ?? UnitTree.root) } }
        let full: Holds = { $1.isAllowed }
        return [
            ("owner=me", { customer, _ in customer.facts.owner == RightsMatrix.anna }),
            ("owner=none", { customer, _ in customer.facts.owner == nil }),
            ("owner=\(RightsMatrix.clara)", { customer, _ in customer.facts.owner == RightsMatrix.clara }),
            ("unit=mine", unit(RightsMatrix.north, RightsMatrix.harbour)),
            ("unit=\(RightsMatrix.harbour)", unit(RightsMatrix.harbour)),
            ("unit=\(UnitTree.root)", { _, _ in true }),
            ("owner=none&unit=mine", { customer, _ in customer.facts.owner == nil && customer.facts.unit == RightsMatrix.north }),
            ("kind=company", full), ("kind=person", { _, _ in false }),
            (
                "owner=me&kind=company",
                { customer, decision in
                    customer.facts.owner == RightsMatrix.anna && decision.isAllowed
                }
            ),
            ("sort=changedAt", full), ("sort=kind,-createdAt", full),
            (
                "sort=lastOrderAt&lastOrderFrom=\(middle)",
                { customer, decision in
                    decision.shows(.money) && customer.lastOrderAt >= middle
                }
            ),
            (
                "owner=me&lastOrderTo=\(middle)",
                { customer, decision in
                    customer.facts.owner == RightsMatrix.anna && decision.shows(.money) && customer.lastOrderAt < middle
                }
            ),
        ]
    }()

    private static let middle = Timestamp(microseconds: 1_790_000_000_000_000 + 11 * 86_400_000_000)

    @Test(arguments: Engine.required)
    func `a filter holds the rows that it means among those that the rules allow, and counts them`(_ engine: Engine) async throws
    {
        let room = try await RightsRoom(engine)
        for viewer in RightsMatrix.viewers(of: .account) {
            let seen = room.customers.map { ($0, room.decide($0, viewer)) }.filter { $0.1.level > .none }
            for (query, holds) in Self.filters {
                let expected = seen.filter(holds).map(\.0.id.description)
                let found = try await room.list(viewer, "/v1/customers?\(query)")
                #expect(RightsRoom.ids(found.items).sorted() == expected.sorted(), "\(query) \(viewer)")
                guard !query.contains("sort=kind"), !query.contains("sort=changedAt") else { continue }
                let count = try await room.ask(viewer, "/v1/customer-counts?\(query)").json
                #expect(count["count"]?.int == Int64(expected.count) && count["more"] == .bool(false), "\(query) \(viewer)")
            }
        }
    }

    @Test(arguments: Engine.required) func `companies come before persons, page by page`(_ engine: Engine) async throws {
        let bench = try await ContactsBench(engine)
        for index in 0..<9 {
            let company = index % 3 == 0 ? #","company":{"name":"Firma \#(index)"}"# : ""
            try await bench.place(#"{"shopId":"\#(index)","name":"Имя \#(8 - index)"\#(company)}"#)
        }
        for (sort, isFirst) in [("kind,-name", "company"), ("-kind,name", "person"), ("kind,createdAt", "company")] {
            var (lines, cursor): ([JSONValue], String) = ([], "")
            repeat {
                let page = try await bench.request(
                    .get, "/v1/customers?sort=\(sort)&limit=2\(cursor)", scopes: [ContactsScope.read],
                    viewer: .everything(role: "Test"))
                lines += page.json["items"]?.array ?? []
                cursor = page.json["next"]?.string.map { "&cursor=\($0)" } ?? ""
            } while !cursor.isEmpty
            let kinds = lines.compactMap { $0["kind"]?.string }
            #expect(lines.count == 9 && Set(lines.compactMap { $0["id"]?.string }).count == 9)
            let first = kinds.prefix { $0 == isFirst }.count
            #expect(first == (isFirst == "company" ? 3 : 6) && !kinds.dropFirst(first).contains(isFirst), "\(sort) \(kinds)")
            guard sort.contains("name") else { continue }
            let names = lines.compactMap { $0["name"]?.string }
            for part in [names.prefix(first), names.dropFirst(first)] {
                #expect(Array(part) == (sort.hasSuffix("-name") ? part.sorted(by: >) : part.sorted()))
            }
        }
    }

    @Test(arguments: [
        ("owner=somebody", "bad-owner"), ("unit=x", "bad-unit"), ("kind=robot", "bad-kind"),
        ("createdFrom=today", "bad-createdFrom"),
        ("createdFrom=2026-01-01T00:00:00Z", "bad-sort"), ("changedTo=2026-01-01T00:00:00Z&sort=createdAt", "bad-sort"),
        ("owner=none&lastOrderTo=2026-01-01T00:00:00Z", "bad-sort"), ("sort=kind", "bad-sort"),
        ("sort=kind,kind,name", "bad-sort"),
        ("sort=kind,name&cursor=\(Cursor.encode(["name", "", "a", ID(high: 1, low: 1).description]))", "bad-cursor"),
    ])
    func `a filter that cannot be read, or that no index answers, is refused`(_ query: String, _ code: String) async throws {
        let bench = try await ContactsBench(.sqlite)
        let answer = try await bench.request(
            .get, "/v1/customers?\(query)", scopes: [ContactsScope.read], viewer: .everything(role: "Test"))
        #expect(answer.status == 400 && answer.json["code"]?.string == code, "\(query)")
    }

    // MARK: Plans

    private static var questions: [(name: String, filter: CustomerFilter)] {
        func filter(_ change: (inout CustomerFilter) -> Void) -> CustomerFilter {
            var filter = CustomerFilter()
            change(&filter)
            return filter
        }
        return [
            ("all", filter { _ in }), ("owner", filter { $0.owner = .user(RightsMatrix.clara) }),
            ("queue", filter { $0.owner = .nobody }), ("unit", filter { $0.unit = .below(RightsMatrix.harbour) }),
            ("queue of a unit", filter { ($0.owner, $0.unit) = (.nobody, .below(RightsMatrix.harbour)) }),
            ("kind", filter { $0.kind = "company" }),
        ]
    }

    @Test(arguments: Engine.required, CustomerOrder.allCases)
    func `every filter in every order is read in the order of an index`(_ engine: Engine, _ order: CustomerOrder) async throws {
        let bench = try await ContactsBench(engine)
        try await CustomerCrowd.add(200, to: bench.database)
        let viewer = Viewer.everything(role: "Test", user: RightsMatrix.anna)
        for (name, filter) in Self.questions {
            let plan = try await bench.database.read { tx in
                let rights = try bench.rights(of: viewer, needsTree: true, in: tx)
                let question = try #require(CustomerStore.question(filter, by: order, limit: 50, rights: rights))
                return try Self.plan(of: question, in: tx)
            }
            #expect(!Self.readsAll(plan, engine), "\(name) by \(order): \(plan)")
        }
    }

    /// Lines of the plan, in the engine's own words. In PostgreSQL as it would be with more rows than a test has.
    private static func plan(of question: SQL, in tx: Transaction) throws -> String {
        switch tx.engine {
        case .sqlite:
            return try tx.rows("EXPLAIN QUERY PLAN \(question)") { $0.text(3) }.joined(separator: "\n")
        case .postgres:
            for setting in ["seqscan", "bitmapscan"] {
                try tx.execute(Statement(postgres: "SET LOCAL enable_\(setting) = off", sqlite: ""))
            }
            return try tx.rows("EXPLAIN \(question)") { $0.text(0) }.joined(separator: "\n")
        }
    }

    /// Whether rows are sorted before the first ones are taken, or read without an index. Pages of several lists are merged, which
    /// sorts no more than these pages.
    private static func readsAll(_ plan: String, _ engine: Engine) -> Bool {
        let lines = plan.split(separator: "\n")
        switch engine {
        case .sqlite: return lines.contains { $0.hasPrefix("SCAN a") && !$0.contains("INDEX") }
        case .postgres:
            return lines.contains { $0.contains("Seq Scan on accounts") }
                || !lines.contains { $0.contains("Scan using accounts_") || $0.contains("Scan Backward using accounts_") }
        }
    }
}
