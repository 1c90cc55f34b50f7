import Changes
import Core
import Database
import Gateway
import HTTP
import JSON
import TestKit
import Testing

/// Somebody who looks, and what the rules say that he may.
struct DoorViewer: Sendable {
    let name: String
    let viewer: Viewer
    let client: SuiteClient

    func holds(_ resource: Resource, _ action: Action = .view) -> Bool {
        !viewer.grants(to: action, on: resource).isEmpty
    }
}

/// An organization, clients of every standing in it, and people with roles of every kind: all of it made through the gateway.
struct DoorFirm: Sendable {
    private(set) var clients: [DoorClient] = []
    private(set) var viewers: [DoorViewer] = []
    let admin: SuiteClient
    let shop = LanternShop(source: "urn:shop:doors")
    let now: Timestamp
    private(set) var tree = UnitTree()
    private(set) var north = UnitTree.root, south = UnitTree.root, harbour = UnitTree.root
    private(set) var boris = UnitTree.root
    private let suite: SuiteArrangement

    /// Makes a viewer for each of the roles; every sixth is somebody's deputy and every third has a client of his own.
    init(_ suite: SuiteArrangement, roles: [(name: String, grants: [Grant])]) async throws {
        self.suite = suite
        now = SystemClock().now()
        admin = SuiteClient(address: suite.addresses[0], token: try await suite.token("*", source: "urn:shop:*"))
        try await makeUnits()
        boris = try await person("boris", in: south)
        let clara = try await person("clara", in: north), hanna = try await person("hanna", in: harbour)
        var colleagues: [(user: ID, deputyFor: [ID])] = []
        for (index, role) in roles.enumerated() {
            let user = try await person("viewer\(index)", in: north)
            var deputyFor: [ID] = []
            if index % 6 == 1 {
                let absent = try await person("absent\(index)", in: south)
                let body = """
                    {"firstDay":"\(now.adding(days: -1).day)","lastDay":"\(now.adding(days: 1).day)","deputyID":"\(user)"}
                    """
                _ = try await make("/v1/users/\(absent)/absences", body)
                deputyFor.append(absent)
            }
            if !role.grants.isEmpty {
                let made = try await make("/v1/roles", #"{"name":"\#(role.name)","grants":\#(Self.json(role.grants))}"#)
                _ = try await make("/v1/users/\(user)/roles", #"{"roleID":"\#(made)"}"#)
            }
            colleagues.append((user, deputyFor))
        }
        try await makeViewers(roles, colleagues)
        try await makeClients(clara: clara, hanna: hanna, colleagues)
    }

    private mutating func makeUnits() async throws {
        north = try await make("/v1/units", #"{"name":"North","parentID":"\#(UnitTree.root)"}"#)
        south = try await make("/v1/units", #"{"name":"South","parentID":"\#(UnitTree.root)"}"#)
        harbour = try await make("/v1/units", #"{"name":"Harbour","parentID":"\#(north)"}"#)
        tree = UnitTree(parents: [north: UnitTree.root, south: UnitTree.root, harbour: north])
    }

    private func person(_ login: String, in unit: ID) async throws -> ID {
        let user = try await make("/v1/users", #"{"login":"\#(login)","name":"\#(login)"}"#)
        _ = try await make("/v1/units/\(unit)/members", #"{"userID":"\#(user)"}"#)
        return user
    }

    private mutating func makeViewers(
        _ roles: [(name: String, grants: [Grant])], _ colleagues: [(user: ID, deputyFor: [ID])]
    ) async throws {
        let scopes: Set = ["customers:read", "customers:export", "orders:read", "mails:read", "products:read", "intake:read"]
        let (clock, address, north, now) = (SystemClock(), suite.addresses[0], north, now)
        viewers = try await suite.database(of: "gateway") { database in
            let create = CreateToken(database: database, clock: clock, ids: IdentifierSource(clock: clock))
            var viewers: [DoorViewer] = []
            for (role, colleague) in zip(roles, colleagues) {
                let token = try await create(
                    name: role.name, scopes: scopes, sources: [], expiresAt: now.adding(days: 1), userID: colleague.user)
                viewers.append(
                    DoorViewer(
                        name: role.name,
                        viewer: Viewer(
                            user: colleague.user, units: [north], deputyFor: colleague.deputyFor, grants: role.grants),
                        client: SuiteClient(address: address, token: token.text)))
            }
            return viewers
        }
    }

    private mutating func makeClients(
        clara: ID, hanna: ID, _ colleagues: [(user: ID, deputyFor: [ID])]
    ) async throws {
        var wanted: [(name: String, owner: ID?, unit: ID)] = [
            ("QUEUE", nil, north), ("UNIT", clara, north), ("BELOW", hanna, harbour), ("ABOVE", nil, UnitTree.root),
            ("OTHER", boris, south), ("SHARED", boris, south), ("SHAREDUNIT", boris, south), ("SHAREDLATER", boris, south),
        ]
        for (index, colleague) in colleagues.enumerated() where index % 3 == 0 {
            wanted.append(("OWN\(index)", colleague.user, north))
        }
        for colleague in colleagues { wanted += colleague.deputyFor.map { ("DEPUTY", $0, south) } }
        clients = wanted.enumerated().map { DoorClient($1.name, $0) }
        for client in clients {
            for event in client.events(of: shop) { #expect(try await admin.send(event).status == 202) }
        }
        try await findRecords()
        for (index, place) in wanted.enumerated() {
            clients[index].facts = RecordFacts(owner: place.owner, unit: place.unit)
            if place.unit != UnitTree.root { try await give(clients[index].account, to: place.owner, or: place.unit) }
        }
        // Each second viewer by himself; the unit with all below; north from tomorrow on.
        let some = colleagues.enumerated().filter { $0.offset % 2 == 0 }.map(\.element.user)
        try await share("SHARED", some.map { ("userID", $0) })
        try await share("SHAREDUNIT", [("unitID", UnitTree.root)])
        try await share("SHAREDLATER", [("unitID", north)], from: now.adding(days: 1))
    }

    /// Waits until every client has its order and both mails, and nothing is under way.
    private mutating func findRecords() async throws {
        let (admin, count) = (admin, clients.count)
        try await eventually("all clients have their mails", within: 120) {
            let mails = try await admin.list("/v1/mails?state=sent")
            return mails.count == 2 * count && mails.allSatisfy { $0["accountID"] != nil }
        }
        let (orders, mails) = (try await admin.list("/v1/orders"), try await admin.list("/v1/mails"))
        for index in clients.indices {
            let order = try #require(orders.first { $0["number"]?.string == clients[index].orderNumber })
            let account = try #require(order["customer"]?.string)
            clients[index].account = try #require(ID(account))
            clients[index].order = try #require(order["id"]?.string.flatMap { ID($0) })
            clients[index].mails = mails.filter { $0["accountID"]?.string == account }.compactMap {
                $0["id"]?.string.flatMap { ID($0) }
            }
            #expect(clients[index].mails.count == 2)
        }
        let accounts = clients.map(\.account)
        try await eventually("the mails stand in the histories", within: 60) {
            for account in accounts where try await admin.list("/v1/customers/\(account)/timeline?kind=mail").count != 2 {
                return false
            }
            return true
        }
    }

    /// Orders and mails hear by events whose clients are: waits until each viewer has in their lists what he is to have.
    func settle() async throws {
        for viewer in viewers {
            let sights = clients.map { Sight($0.facts, viewer.viewer, tree, now) }
            for (path, resource) in [("/v1/orders", Resource.order), ("/v1/mails", .mail)] where viewer.holds(resource) {
                let wanted = zip(clients, sights).flatMap { client, sight in
                    resource == .order
                        ? (sight.order.isAllowed ? [client.order] : []) : (sight.mail.isAllowed ? client.mails : [])
                }
                try await eventually("\(viewer.name) has the right \(path)", within: 60) {
                    Set(try await viewer.client.list(path).compactMap { $0["id"]?.string }) == Set(wanted.map(\.description))
                }
            }
        }
        try await completeChanges()
    }

    /// Every order is delivered, and three clients go elsewhere: the clients as they are then, and which have moved.
    func moved() async throws -> (clients: [DoorClient], moved: Set<ID>) {
        var later = clients
        var moved: Set<ID> = []
        for client in clients { #expect(try await admin.send(client.delivered(of: shop)).status == 202) }
        for (name, owner, unit) in [("UNIT", boris, south), ("QUEUE", nil, south), ("OTHER", nil, north)] as [(String, ID?, ID)] {
            let index = try #require(clients.firstIndex { $0.name == name })
            try await give(clients[index].account, to: owner, or: unit)
            later[index].facts = RecordFacts(owner: owner, unit: unit)
            moved.insert(clients[index].account)
        }
        for client in clients {
            try await eventually("the delivery stands in the history") {
                try await admin.list("/v1/customers/\(client.account)/timeline?kind=order.delivered").count == 1
            }
        }
        try await completeChanges()
        return (later, moved)
    }

    /// Waits until what was changed is below every transaction that is under way on the server, which others use too.
    private func completeChanges() async throws {
        let all = try await suite.database(of: "contacts") { database in
            try await database.read { tx in try tx.first(Self.changes) { $0.count(0) } ?? 0 }
        }
        try await suite.database(of: "contacts") { database in
            try await eventually("the changes are complete") {
                try await database.read { tx in try ChangeStore.page(after: .start, limit: all, in: tx).count } >= all
            }
        }
    }

    private static let changes: Statement = "SELECT count(*) FROM changes"

    /// Contacts has to hear of users and units first.
    func give(_ account: ID, to owner: ID?, or unit: ID) async throws {
        let body = owner.map { #"{"userID":"\#($0)","reason":"The doors"}"# } ?? #"{"unitID":"\#(unit)","reason":"The doors"}"#
        try await eventually("\(account) is given away", within: 60) {
            let read = try await admin.request(.get, "/v1/accounts/\(account)")
            let answer = try await admin.request(
                .put, "/v1/accounts/\(account)/owner",
                [("If-Match", read.fields["ETag"] ?? ""), ("Content-Type", "application/json")], body: Array(body.utf8))
            return answer.status == 200
        }
    }

    private mutating func share(_ name: String, _ with: [(member: String, id: ID)], from: Timestamp? = nil) async throws {
        let index = try #require(clients.firstIndex { $0.name == name })
        for (member, id) in with {
            let begin = from.map { #","from":"\#($0)""# } ?? ""
            let body = #"{"\#(member)":"\#(id)","access":"view"\#(begin)}"#
            _ = try await make("/v1/accounts/\(clients[index].account)/shares", body)
        }
        let facts = clients[index].facts
        clients[index].facts = RecordFacts(
            owner: facts.owner, unit: facts.unit,
            shares: with.map { .init(principal: $0.id, mayChange: false, from: from) })
    }

    /// The id of what is made at this address.
    private func make(_ target: String, _ body: String) async throws -> ID {
        let key = target.suffix(80) + "/" + String(body.utf8.reduce(5381) { $0 &* 33 &+ UInt64($1) })
        let answer = try await admin.request(
            .post, target, [("Idempotency-Key", key), ("Content-Type", "application/json")], body: Array(body.utf8))
        return try #require(answer.json["id"]?.string.flatMap { ID($0) }, "\(target) \(body) \(answer.text)")
    }

    private static func json(_ grants: [Grant]) -> String {
        var writer = JSONWriter()
        writer.array { writer in
            for grant in grants {
                writer.object { writer in
                    writer.field("resource", grant.resource.rawValue)
                    writer.field("actions", array: grant.actions.map(\.rawValue).sorted())
                    writer.field("scope", grant.scope.rawValue)
                    writer.field("level", grant.level == .full ? "full" : "ownerOnly")
                    writer.field("fields") { writer in
                        for group in FieldGroup.allCases { writer.field(group.rawValue, grant.fields[group]?.rawValue) }
                    }
                }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

extension Timestamp {
    /// `2026-01-31`.
    fileprivate var day: Substring { description.prefix(10) }
}
