import Access
import Contacts
import ContactsAPI
import Core
import Database
import Observability
import Runtime
import ServiceKit

/// A page of customers under rights against the same page without them, in the same run, over a large base on PostgreSQL.
struct RightsMeasurement: Sendable {
    let plan: Plan

    /// One kind of viewer; each question is asked by another one of it.
    private struct Role: Sendable {
        let name: String
        let grants: [Grant]
        /// Of a user of this number.
        let units: @Sendable (Int) -> [ID]
    }

    private struct Question: Sendable {
        let name: String
        let text: String?
        let order: CustomerOrder
        /// How many lines stand before the page.
        let depth: Int
    }

    private typealias Place = (key: CustomerStore.Key, id: AccountID)

    private static let page = 51

    /// Somewhere in the list of all.
    private static func place(_ order: CustomerOrder, _ turn: Int) -> Place {
        let share = turn * 7919 % 10_000
        let key: CustomerStore.Key =
            CustomerStore.isText(order)
            ? .text(String(0x10_0000 + share * 1500, radix: 16))
            : .time(Timestamp(microseconds: (1_700_000_000 + Int64(share) * 6000) * 1_000_000))
        return (key, AccountID(ID(high: 0, low: 0)))
    }

    func run(into table: inout Table) async throws {
        let server = try PostgresServer()
        let ground = Ground(
            arrangement: try Arrangement(Settings(["CRM_DATABASE_URL": server.connection + " dbname=postgres"])), logger: .silent)
        let database = try await ground.database(of: ContactsModule.name)
        try await ground.migrate(ContactsModule.self, database)
        try await RightsBase.fill(database, accounts: plan.accounts)
        let list = ListCustomers(
            database: database, rights: CustomerRights(organization: Organization(), clock: SystemClock()))
        for question in questions {
            for role in Self.roles { try await measure(question, role, list, into: &table) }
        }
        await database.close()
    }

    private var questions: [Question] {
        [
            Question(name: "by name", text: nil, order: .name, depth: 0),
            Question(name: "newest order first", text: nil, order: .newestOrder, depth: 0),
            Question(name: "by name, 1,000 lines down", text: nil, order: .name, depth: 1000),
            Question(name: "by name, filtered by a common word", text: "gmbh", order: .name, depth: 0),
            Question(name: "by name, filtered by a rare word", text: "", order: .name, depth: 0),
        ]
    }

    private static let roles: [Role] = {
        func sees(_ scope: RowScope, _ level: ViewLevel = .full) -> Grant {
            Grant(role: "Load", resource: .account, actions: [.view], scope: scope, level: level)
        }
        return [
            Role(name: "own", grants: [sees(.own)]) { _ in [] },
            Role(name: "own and deputies', shared", grants: [sees(.ownAndDeputies), sees(.shared)]) {
                [RightsBase.unit(ofUser: $0)]
            },
            Role(name: "seller: own, of all others the owner", grants: [sees(.own), sees(.all, .ownerOnly)]) { _ in [] },
            Role(name: "unit", grants: [sees(.unit)]) { [RightsBase.unit(ofUser: $0)] },
            Role(name: "unit and below: 10 units", grants: [sees(.unitAndBelow)]) { [RightsBase.team($0 % 30)] },
            Role(name: "unit and below: 100 units", grants: [sees(.unitAndBelow)]) { [RightsBase.region($0 % 3)] },
            Role(name: "all", grants: [sees(.all)]) { _ in [] },
        ]
    }()

    private func measure(
        _ question: Question, _ role: Role, _ list: ListCustomers, into table: inout Table
    ) async throws {
        var (under, without): ([Double], [Double]) = ([], [])
        for turn in 0..<plan.asked {
            let user = (turn * 7919 + 13) % RightsBase.users
            let viewer = Viewer(
                user: RightsBase.user(user), units: role.units(user), deputyFor: [RightsBase.user((user + 1) % RightsBase.users)],
                grants: role.grants)
            let text = question.text.map { $0.isEmpty ? RightsBase.rareWord(turn * 104_729 % plan.accounts) : $0 }
            // In turn, so that load from elsewhere meets both.
            under.append(try await seconds(question, text, viewer, list))
            // The reference begins elsewhere each time, as its rows would else be in every cache and the viewers' never.
            let place = text == nil ? Self.place(question.order, turn) : nil
            without.append(try await seconds(question, text, .everything(role: "Load"), list, from: place))
        }
        let (fast, slow) = (under.percentile(50), under.percentile(95))
        let ratio = fast / without.percentile(50)
        table.add(
            "\(question.name): \(role.name), p95", suite: Self.shown(slow), reference: Self.shown(without.percentile(95)),
            value: slow * 1000, digits: 1, .below(50))
        table.add(
            "  p50 as a ratio", suite: Self.shown(fast), reference: Self.shown(without.percentile(50)), value: ratio,
            .below(1.5))
    }

    private func seconds(
        _ question: Question, _ text: String?, _ viewer: Viewer, _ list: ListCustomers, from: Place? = nil
    ) async throws -> Double {
        var place = from
        if question.depth > 0 {
            let before = try await list(text, by: question.order, after: nil, limit: question.depth, for: viewer)
            place = before.last.map { ($0.key, $0.customer.id) }
        }
        let started = monotonicMicroseconds()
        _ = try await list(text, by: question.order, after: place, limit: Self.page, for: viewer)
        return Double(monotonicMicroseconds() - started) / 1_000_000
    }

    private static func shown(_ seconds: Double) -> String { Table.shown(seconds * 1000, 1) + " ms" }
}

extension [Double] {
    fileprivate func percentile(_ share: Int) -> Double {
        let sorted = sorted()
        return sorted[Swift.min(sorted.count - 1, sorted.count * share / 100)]
    }
}
