import Access
import ContactsAPI
import Core
import Database
import Events
import HTTP
import JSON
import Jobs
import Observability
import ServiceKit

@testable import Contacts

/// A small sales department and what its people may do.
enum Crew {
    static let (north, south, closed) = (id(1), id(2), id(3))
    static let (anna, boris, clara, gone) = (id(11), id(12), id(13), id(14))
    private static let (head, boss) = (id(21), id(22))
    private static let scopes: Set<String> = [ContactsScope.read, ContactsScope.write, ContactsScope.assign]

    /// Works in north with own clients; of others knows whose they are.
    static let seller = caller(anna, "Anna", [north], may([.view, .create, .change], .ownAndDeputies) + shared + known)
    static let colleague = caller(boris, "Boris", [north], may([.view, .create, .change], .ownAndDeputies) + shared + known)
    static let southerner = caller(clara, "Clara", [south], may([.view, .create, .change], .ownAndDeputies) + shared + known)
    /// Leads north.
    static let leader = caller(
        head, "Head", [north], may([.view, .create, .change, .assign], .unitAndBelow) + shared + known)
    /// May everything.
    static let director = caller(boss, "Boss", [UnitTree.root], may(Set(Action.allCases), .all))
    /// Holds the scopes and no row.
    static let stranger = caller(id(31), "Stranger", [south], [])

    static let callers = [seller, colleague, southerner, leader, director, stranger]

    static func id(_ number: UInt64) -> ID { ID(high: 0x6372_6577, low: number) }

    private static func caller(_ user: ID, _ name: String, _ units: [ID], _ grants: [Grant]) -> Caller {
        Caller(
            kind: .person, subject: user.description, name: name, scopes: scopes,
            viewer: Viewer(user: user, units: units, grants: grants))
    }

    private static func may(_ actions: Set<Action>, _ scope: RowScope) -> [Grant] {
        [Grant(role: "Crew", resource: .account, actions: actions, scope: scope)]
    }

    private static let shared = may([.view, .change], .shared)
    private static let known = [
        Grant(role: "Crew", resource: .account, actions: [.view], scope: .all, level: .ownerOnly)
    ]

    /// Tells the service of them.
    static func arrive(_ bench: ContactsBench) async throws {
        try await bench.database.write { tx in
            for (unit, parent, name, isActive) in [
                (UnitTree.root, nil, "Company", true), (north, UnitTree.root, "North", true),
                (south, UnitTree.root, "South", true),
                (closed, UnitTree.root, "Closed", false),
            ] {
                try OrganizationStore.put(
                    UnitChanged(unitID: unit, parentID: parent, name: name, managerID: nil, isActive: isActive, version: 1),
                    in: tx)
            }
            for (user, name, unit, isActive) in [
                (anna, "Anna", north, true), (boris, "Boris", north, true), (clara, "Clara", south, true),
                (head, "Head", north, true),
                (boss, "Boss", UnitTree.root, true), (gone, "Gone", north, false),
            ] {
                try OrganizationStore.put(
                    UserChanged(userID: user, name: name, unitID: unit, isActive: isActive, version: 1), in: tx)
            }
        }
    }

    static func leaves(_ user: ID, _ name: String, _ bench: ContactsBench, version: Int64 = 2, isActive: Bool = false)
        async throws
    {
        _ = try await bench.database.write { tx in
            try OrganizationStore.put(
                UserChanged(userID: user, name: name, unitID: north, isActive: isActive, version: version), in: tx)
        }
    }
}

extension ContactsBench {
    typealias Answer = (status: Int, etag: String?, json: JSONValue)

    /// With the crew known.
    static func withCrew(
        _ engine: Engine, settings: Settings = Settings(), clock: any WallClock = SystemClock()
    ) async throws -> ContactsBench {
        let bench = try await ContactsBench(engine, settings: settings, clock: clock)
        try await Crew.arrive(bench)
        return bench
    }

    /// What the service answers to `caller`.
    func ask(
        _ caller: Caller, _ method: HTTPMethod = .get, _ target: String, version: Int64? = nil, key: String? = nil,
        body: String? = nil
    ) async throws -> Answer {
        let handler = try ServiceHandler.make(
            service: "contacts", routes: module.routes, ids: ids, logger: .silent, metrics: Metrics()
        ) { _ in caller }
        var request = HTTPRequest(method: method, target: target)
        if let version { request.fields["If-Match"] = "\"\(version)\"" }
        if let key { request.fields["Idempotency-Key"] = key }
        if let body { request.body = .bytes(Array(body.utf8)) }
        let response = try await handler(request)
        let bytes = try await response.body.collect(upTo: 4 << 20)
        return (response.status, response.fields["ETag"], bytes.isEmpty ? .null : try JSONValue.parse(bytes))
    }

    /// Makes the account somebody's, as the director does it.
    func give(_ account: AccountID, to user: ID) async throws {
        let version = try await self.account(account).version
        let answer = try await ask(
            Crew.director, .put, "/v1/accounts/\(account)/owner", version: version,
            body: #"{"userID":"\#(user)","reason":"To begin with"}"#)
        guard answer.status == 200 else { throw Refusal(.failed, "not-given", "\(answer.json)") }
    }

    /// Runs the service's job of this kind once.
    func run(_ kind: String, _ payload: [UInt8] = []) async throws {
        for handler in module.jobs where handler.kind == kind {
            try await handler.run(
                JobContext(id: ids.next(), kind: kind, payload: payload, attempt: 1) { body in try await database.write(body) })
        }
    }
}

extension ContactsBench {
    func tellAccount(_ clock: any WallClock) -> TellAccount {
        TellAccount(
            outbox: Outbox(source: ContactsEvents.source, topic: ContactsEvents.topic, clock: clock, ids: ids, wake: {}),
            record: RecordEvent(clock: clock))
    }
}
