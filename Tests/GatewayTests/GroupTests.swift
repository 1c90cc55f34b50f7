import Core
import Database
import GatewayAPI
import HTTP
import JSON
import Jobs
import Observability
import TestKit
import Testing

@testable import Gateway

@Suite struct GroupTests {
    private func group(_ name: String, _ roles: [ID], externalID: String? = nil) -> String {
        let id = externalID.map { #","externalID":"\#($0)""# } ?? ""
        return #"{"name":"\#(name)","roles":[\#(roles.map { "\"\($0)\"" }.joined(separator: ","))]\#(id)}"#
    }

    private func roles(_ gateway: TestGateway, _ user: ID) async throws -> [String] {
        let now = gateway.clock.now()
        return try await gateway.database.read { tx in
            try StandingStore().standing(of: user, in: tx)?.roles.filter { $0.holds(at: now) }.map(\.value.name) ?? []
        }
    }

    private func signIn(_ gateway: TestGateway, _ issuer: FakeIssuer, _ provider: ID, groups: [String]?) async throws {
        var browser = Traveller(gateway, issuer)
        let person: [(String, JSONValue)] =
            [("sub", "1"), ("preferred_username", "anna")]
            + (groups.map { [("groups", .array($0.map { .string($0) }))] } ?? [])
        try #require(try await browser.signIn(provider, person).status == 303)
    }

    @Test(arguments: Engine.required) func `each sign-in gives and ends the roles of the person's groups and no others`(
        _ engine: Engine
    ) async throws {
        let gateway = try await TestGateway.withProviders(engine)
        try await FakeIssuer.with(gateway.clock) { issuer async throws in
            let provider = try await gateway.addProvider(issuer, [("groupsClaim", "groups")])
            let admin = try await gateway.token(of: gateway.administrator)
            let (seller, marketer) = (try TestGateway.builtIn("Seller"), try TestGateway.builtIn("Marketer"))
            for body in [group("Sales", [seller]), group("News", [marketer, seller], externalID: "5d-1")] {
                #expect(try await gateway.call(.post, GroupRoutes.path, as: admin, body).status == 201)
            }
            try await signIn(gateway, issuer, provider, groups: ["SALES", "unheard-of"])
            let found = try await gateway.database.read { tx in try IdentityStore().user(loginKey: "anna", in: tx) }
            let anna = try #require(found).id
            #expect(try await roles(gateway, anna) == ["Seller"])
            gateway.clock.advance(seconds: 60)
            try await signIn(gateway, issuer, provider, groups: ["5d-1"])
            #expect(try await roles(gateway, anna) == ["Marketer", "Seller"])
            // What changes nothing tells nothing.
            func told() async throws -> Int { try await gateway.told().count { $0.type != NoticeEvents.changed } }
            let before = try await told()
            try await signIn(gateway, issuer, provider, groups: ["5d-1"])
            #expect(try await told() == before)
            // The same role by hand stays when the group's ends.
            let hand = RoleAssignment(
                id: gateway.ids.next(), userID: anna, roleID: seller, from: gateway.clock.now(), until: nil, version: 1)
            try await gateway.database.write { tx in try AssignmentStore().insert(hand, in: tx) }
            gateway.clock.advance(seconds: 60)
            try await signIn(gateway, issuer, provider, groups: nil)
            #expect(try await roles(gateway, anna) == ["Seller"])
            let kept = try await gateway.database.read { tx in try AssignmentStore().find(hand.id, in: tx) }
            #expect(kept == hand)
            let ended = try await gateway.told().filter { $0.type == RoleAssignmentChanged.eventType }
            #expect(ended.count { $0.data["until"]?.string != nil } == 2)
        }
    }

    @Test func `nobody gives a group a role that he does not hold himself`() async throws {
        let gateway = try await TestGateway.withProviders()
        let steward = try await gateway.token(of: gateway.person("steward", roles: [try await gateway.steeringRole()]))
        let admin = try await gateway.token(of: gateway.administrator)
        let path = GroupRoutes.path
        #expect(try await gateway.call(.post, path, as: steward, group("All", [Role.administrator])).code == "not-yours-to-give")
        #expect(
            try await gateway.call(.post, path, as: steward, group("All", [try TestGateway.builtIn("Auditor")])).code
                == "not-yours-to-give")
        let made = try await gateway.call(.post, path, as: steward, group("Nothing", []))
        #expect(made.status == 201)
        let id = try #require(try made.json["id"]?.string)
        let body = group("Nothing", [Role.administrator])
        #expect(try await gateway.call(.put, "\(path)/\(id)", as: steward, body, version: 1).code == "not-yours-to-give")
        #expect(try await gateway.call(.put, "\(path)/\(id)", as: admin, body, version: 1).status == 200)
        // Others may rename it, but not give it more.
        let renamed = group("Renamed", [Role.administrator])
        #expect(try await gateway.call(.put, "\(path)/\(id)", as: steward, renamed, version: 2).status == 200)
        #expect(try await gateway.call(.put, "\(path)/\(id)", as: admin, renamed, version: 2).status == 412)
        #expect(try await gateway.call(.post, path, as: admin, group("renamed", [])).code == "name-taken")
        #expect(try await gateway.call(.post, path, as: admin, group("x", [gateway.ids.next()])).code == "unknown-id")
        let seller = try await gateway.token(of: gateway.person("seller", roles: [try TestGateway.builtIn("Seller")]))
        #expect(try await gateway.call(.get, path, as: seller).status == 403)
        #expect(try await gateway.call(.delete, "\(path)/\(id)", as: seller, version: 3).status == 403)
        #expect(try await gateway.call(.delete, "\(path)/\(id)", as: admin, version: 3).status == 204)
        #expect(try await gateway.call(.get, "\(path)/\(id)", as: admin).status == 404)
    }

    @Test(arguments: Engine.required) func `the members of a group follow when it is given other roles or is removed`(
        _ engine: Engine
    ) async throws {
        let gateway = try await TestGateway.withProviders(engine)
        try await FakeIssuer.with(gateway.clock) { issuer async throws in
            let provider = try await gateway.addProvider(issuer, [("groupsClaim", "groups")])
            let admin = try await gateway.token(of: gateway.administrator)
            let (seller, marketer) = (try TestGateway.builtIn("Seller"), try TestGateway.builtIn("Marketer"))
            let made = try await gateway.call(.post, GroupRoutes.path, as: admin, group("Sales", [seller]))
            let id = try #require(try made.json["id"]?.string)
            let path = "\(GroupRoutes.path)/\(id)"
            try await signIn(gateway, issuer, provider, groups: ["sales"])
            let found = try await gateway.database.read { tx in try IdentityStore().user(loginKey: "anna", in: tx) }
            let anna = try #require(found).id
            #expect(try await gateway.call(.put, path, as: admin, group("Sales", [marketer]), version: 1).status == 200)
            try await gateway.runJobs()
            #expect(try await roles(gateway, anna) == ["Marketer"])
            #expect(try await gateway.call(.delete, path, as: admin, version: 2).status == 204)
            try await gateway.runJobs()
            #expect(try await roles(gateway, anna) == [])
        }
    }

    @Test(arguments: Engine.required) func `the last administrator keeps the role that no group gives any more`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway.withProviders(engine)
        try await FakeIssuer.with(gateway.clock) { issuer async throws in
            let provider = try await gateway.addProvider(issuer, [("groupsClaim", "groups")])
            let admin = try await gateway.administrator
            let token = try await gateway.token(of: admin)
            #expect(
                try await gateway.call(.post, GroupRoutes.path, as: token, group("Admins", [Role.administrator])).status == 201)
            try await signIn(gateway, issuer, provider, groups: ["Admins"])
            let found = try await gateway.database.read { tx in try IdentityStore().user(loginKey: "anna", in: tx) }
            let anna = try #require(found).id
            // With another administrator there, the role goes with the group.
            try await signIn(gateway, issuer, provider, groups: [])
            #expect(try await roles(gateway, anna) == [])
            try await signIn(gateway, issuer, provider, groups: ["Admins"])
            #expect(try await roles(gateway, anna) == ["Administrator"])
            let now = gateway.clock.now()
            try await gateway.database.write { tx in
                for one in try AssignmentStore().list(of: admin, in: tx) {
                    _ = try AssignmentStore().update(
                        RoleAssignment(
                            id: one.id, userID: admin, roleID: one.roleID, from: one.from, until: now, version: 2),
                        expecting: one.version, in: tx)
                }
            }
            try await signIn(gateway, issuer, provider, groups: [])
            #expect(try await roles(gateway, anna) == ["Administrator"])
        }
    }

    @Test(
        arguments: [
            ([1, 2], [], [], [1, 2], [], []), ([1, 2], [1], [], [2], [], []), ([], [1], [], [], [1], []),
            ([1, 2, 3], [], [7, 8, 9], [1, 2], [], [3]), ([1], [2], [6, 7, 8, 9], [1], [2], []),
            ([1], [], [5, 6, 7, 8, 9], [], [], [1]), ([1], [1], [6, 7, 8, 9], [], [], []), ([1, 2], [], [1], [2], [], []),
        ] as [([UInt64], [UInt64], [UInt64], [UInt64], [UInt64], [UInt64])])
    func `roles of groups are given as far as there is room`(
        wanted: [UInt64], held: [UInt64], others: [UInt64], give: [UInt64], end: [UInt64], left: [UInt64]
    ) {
        func id(_ number: UInt64) -> ID { ID(high: 0, low: number) }
        let assignments = held.map {
            RoleAssignment(
                id: id($0 + 100), userID: id(50), roleID: id($0), from: Timestamp(microseconds: 0), until: nil, version: 1)
        }
        let plan = GroupRoles(wanted: wanted.map(id), held: assignments, others: others.map(id))
        #expect(plan.give == give.map(id) && plan.end.map(\.roleID) == end.map(id) && plan.left == left.map(id))
    }
}
