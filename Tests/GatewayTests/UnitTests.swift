import Core
import Database
import HTTP
import JSON
import Jobs
import ServiceKit
import TestKit
import Testing

@testable import Gateway

@Suite struct UnitTests {
    private static let root = UnitTree.root

    @Test(arguments: Engine.required) func `a unit is made, renamed, given a manager, listed and told`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway(engine)
        let admin = try await gateway.token(of: gateway.administrator)
        let clara = try await gateway.person("clara")
        let made = try await gateway.call(.post, "/v1/units", as: admin, #"{"name":"North","parentID":"\#(Self.root)"}"#)
        #expect(made.status == 201 && made.fields["ETag"] == "\"1\"")
        let path = "/v1/units/\(try made.id)"
        let changed = try await gateway.call(
            .patch, path, as: admin, #"{"name":"North-West","managerID":"\#(clara)"}"#, version: 1)
        #expect(changed.status == 200)
        #expect(try await gateway.call(.get, path, as: admin).bytes == changed.bytes)
        let list = try await gateway.call(.get, "/v1/units", as: admin)
        #expect(try list.json["items"]?.array?.count == 2)
        #expect(try await gateway.rights(of: clara).viewer.units.map(\.description) == [made.id])
        let told = try await gateway.told()
        #expect(
            told.filter { $0.type == "crm.gateway.unit.changed.v1" }.compactMap { $0.data["name"]?.string }
                == ["Company", "North", "North-West"])
        // Who manages a unit and belongs to none owns for it.
        #expect(told.last { $0.data["userID"]?.string == clara.description }?.data["unitID"]?.string == (try made.id))
        let cleared = try await gateway.call(.patch, path, as: admin, #"{"managerID":null}"#, version: 2)
        #expect(try cleared.json["managerID"] == nil)
        #expect(try await gateway.told().last?.data["unitID"]?.string == Self.root.description)
    }

    @Test(arguments: Engine.required) func `a unit never comes under itself, and the root stays`(_ engine: Engine) async throws {
        let gateway = try await TestGateway(engine)
        let admin = try await gateway.token(of: gateway.administrator)
        let north = try await gateway.unit("North")
        let harbour = try await gateway.unit("Harbour", under: north)
        let quay = try await gateway.unit("Quay", under: harbour)
        for (unit, body, code) in [
            (north, #"{"parentID":"\#(quay)"}"#, "unit-cycle"), (north, #"{"parentID":"\#(north)"}"#, "unit-cycle"),
            (Self.root, #"{"parentID":"\#(north)"}"#, "root-stays"), (Self.root, #"{"active":false}"#, "root-stays"),
            (harbour, #"{"active":false}"#, "unit-has-units"), (north, #"{"parentID":"\#(ID(high: 9, low: 9))"}"#, "unknown-id"),
        ] {
            let answer = try await gateway.call(.patch, "/v1/units/\(unit)", as: admin, body, version: 1)
            #expect(answer.code == code)
        }
        #expect(try await gateway.call(.patch, "/v1/units/\(quay)", as: admin, #"{"active":false}"#, version: 1).status == 200)
        let below = try await gateway.call(.post, "/v1/units", as: admin, #"{"name":"x","parentID":"\#(quay)"}"#)
        #expect(below.status == 409 && below.code == "unit-inactive")
    }

    @Test(arguments: Engine.required) func `two moves at the same moment make no circle`(_ engine: Engine) async throws {
        let gateway = try await TestGateway(engine)
        let admin = try await gateway.token(of: gateway.administrator)
        let (north, south) = (try await gateway.unit("North"), try await gateway.unit("South"))
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for (unit, parent) in [(north, south), (south, north)] {
                group.addTask {
                    try await gateway.call(
                        .patch, "/v1/units/\(unit)", as: admin, #"{"parentID":"\#(parent)"}"#, version: 1
                    ).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.sorted() == [200, 409])
    }

    @Test func `units are no deeper than told`() throws {
        var parents: [ID: ID] = [:]
        let units = (1...19).map { ID(high: 1, low: $0) }
        for (index, unit) in units.enumerated() { parents[unit] = index == 0 ? Self.root : units[index - 1] }
        let tree = UnitTree(parents: parents)
        let all = [Self.root] + units
        #expect(throws: Refusal.self) { try UnitRules.check(ID(high: 2, low: 1), under: units[18], in: tree, all) }
        try UnitRules.check(ID(high: 2, low: 1), under: units[17], in: tree, all)
        // What is moved takes along what is below it.
        #expect(throws: Refusal.self) { try UnitRules.check(units[0], under: units[1], in: tree, all) }
        let side = ID(high: 3, low: 1)
        let wider = UnitTree(parents: parents.merging([side: Self.root]) { $1 })
        #expect(throws: Refusal.self) { try UnitRules.check(units[0], under: side, in: wider, all + [side]) }
        try UnitRules.check(units[1], under: side, in: wider, all + [side])
    }

    @Test(arguments: Engine.required) func `a membership is dated, changed, ended and taken back`(_ engine: Engine) async throws {
        let gateway = try await TestGateway(engine)
        let admin = try await gateway.token(of: gateway.administrator)
        let (north, anna) = (try await gateway.unit("North"), try await gateway.person("anna"))
        let path = "/v1/units/\(north)/members"
        let body = #"{"userID":"\#(anna)","until":"2026-02-01T00:00:00Z"}"#
        let made = try await gateway.call(.post, path, as: admin, body)
        #expect(made.status == 201)
        #expect(try made.json["from"]?.string == "2026-01-05T12:00:00Z")
        let double = try await gateway.call(.post, path, as: admin, #"{"userID":"\#(anna)","from":"2026-01-31T00:00:00Z"}"#)
        #expect(double.status == 409 && double.code == "already-member")
        let later = try await gateway.call(.post, path, as: admin, #"{"userID":"\#(anna)","from":"2026-02-01T00:00:00Z"}"#)
        #expect(later.status == 201)
        let one = "\(path)/\(try made.id)"
        let wrong = try await gateway.call(.patch, one, as: admin, #"{"until":"2026-01-01T00:00:00Z"}"#, version: 1)
        #expect(wrong.status == 422)
        let ended = try await gateway.call(.patch, one, as: admin, #"{"until":"2026-01-10T00:00:00Z"}"#, version: 1)
        #expect(ended.status == 200)
        #expect(try await gateway.call(.delete, one, as: admin, version: 1).status == 412)
        #expect(try await gateway.call(.get, path, as: admin).json["items"]?.array?.count == 2)
        #expect(try await gateway.call(.get, "/v1/users/\(anna)/memberships", as: admin).json["items"]?.array?.count == 2)
        #expect(try await gateway.call(.delete, one, as: admin, version: 2).status == 204)
        #expect(
            try await gateway.call(.delete, "/v1/units/\(Self.root)/members/\(try later.id)", as: admin, version: 1).status == 404
        )
        let told = try await gateway.told().filter { $0.type == "crm.gateway.membership.changed.v1" }.map(\.data)
        #expect(told.map { $0["isDeleted"]?.bool } == [false, false, false, true])
    }

    @Test(arguments: Engine.required) func `what begins later is told when it begins`(_ engine: Engine) async throws {
        let gateway = try await TestGateway(engine)
        let admin = try await gateway.token(of: gateway.administrator)
        let (north, anna) = (try await gateway.unit("North"), try await gateway.person("anna"))
        let made = try await gateway.call(
            .post, "/v1/units/\(north)/members", as: admin,
            #"{"userID":"\#(anna)","from":"2026-01-06T00:00:00Z","until":"2026-01-07T00:00:00Z"}"#)
        #expect(made.status == 201)
        func home() async throws -> String? {
            try await gateway.told().last { $0.type == "crm.gateway.user.changed.v1" }?.data["unitID"]?.string
        }
        #expect(try await home() == Self.root.description)
        let due = try await gateway.database.read { tx in
            try tx.rows("SELECT run_at, payload FROM jobs WHERE kind = 'gateway.tell-user' ORDER BY run_at") {
                ($0.time(0), $0.bytes(1))
            }
        }
        #expect(due.map(\.0.description) == ["2026-01-06T00:00:00Z", "2026-01-07T00:00:00Z"])
        let handler = try #require(gateway.module.jobs.first { $0.kind == TellUserLater.kind })
        for (moment, payload) in due {
            gateway.clock.advance(seconds: moment.seconds(since: gateway.clock.now()))
            let database = gateway.database
            try await handler.run(
                JobContext(id: gateway.ids.next(), kind: handler.kind, payload: payload, attempt: 1) { body in
                    try await database.write { tx in try body(tx) }
                })
            #expect(try await home() == (moment == due[0].0 ? north : Self.root).description)
        }
    }

    @Test(arguments: Engine.required) func `the rights of a unit's members follow when it is moved`(_ engine: Engine) async throws
    {
        let gateway = try await TestGateway(engine)
        let admin = try await gateway.token(of: gateway.administrator)
        let (north, south) = (try await gateway.unit("North"), try await gateway.unit("South"))
        let harbour = try await gateway.unit("Harbour", under: north)
        let head = try await gateway.person("head", roles: [try TestGateway.builtIn("Head of sales")], in: [north])
        let account = RecordFacts(owner: nil, unit: harbour)
        func sees() async throws -> Bool {
            let (viewer, now) = (try await gateway.rights(of: head).viewer, gateway.clock.now())
            let tree = try await gateway.database.read { tx in try UnitStore().tree(in: tx) }
            return AccessPolicy.decide(.view, on: .account, account, by: viewer, in: tree, at: now).isAllowed
        }
        #expect(try await sees())
        let moved = try await gateway.call(
            .patch, "/v1/units/\(harbour)", as: admin, #"{"parentID":"\#(south)"}"#, version: 1)
        #expect(moved.status == 200)
        #expect(try await !sees())
        // The services, which keep the tree, are told in the same transaction.
        let told = try #require(try await gateway.told().last?.data)
        #expect(told["unitID"]?.string == harbour.description && told["parentID"]?.string == south.description)
    }
}
