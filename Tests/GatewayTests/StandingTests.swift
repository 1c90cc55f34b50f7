import Core
import Testing

@testable import Gateway

/// How users, units, roles and absences become rights.
@Suite struct StandingTests {
    private static let noon = CivilTime(year: 2026, month: 1, day: 5, hour: 12).timestamp
    private static func id(_ number: UInt64) -> ID { ID(high: 1, low: number) }
    private static let user = User(id: id(1), login: "anna", name: "Anna")
    private static let seller = Role(
        id: id(50), name: "Seller", description: "",
        grants: [Grant(role: "Seller", resource: .account, actions: [.view, .change], scope: .own)], version: 1)
    private static let administrator = Role(
        id: Role.administrator, name: "Administrator", description: "", grants: [], version: 1)

    @Test(
        arguments: [
            (-10, nil, true), (0, nil, true), (1, nil, false), (-10, 1, true), (-10, 0, false), (-10, -1, false),
        ] as [(Double, Double?, Bool)])
    func `what is dated counts from its first moment to its last`(from: Double, until: Double?, counts: Bool) {
        var standing = Standing(of: Self.user)
        let (from, until) = (Self.noon.adding(seconds: from), until.map { Self.noon.adding(seconds: $0) })
        standing.memberships = [Dated(Self.id(10), from: from, until: until)]
        standing.roles = [Dated(Self.seller, from: from, until: until)]
        standing.deputyFor = [Dated(Self.id(2), from: from, until: until)]
        let rights = standing.rights(at: Self.noon)
        #expect(rights.viewer.units == (counts ? [Self.id(10)] : []))
        #expect(rights.viewer.deputyFor == (counts ? [Self.id(2)] : []))
        #expect(rights.viewer.grants == (counts ? Self.seller.grants : []))
        #expect(rights.scopes == (counts ? ["customers:read", "customers:write"] : []))
        #expect(standing.homeUnit(at: Self.noon) == (counts ? Self.id(10) : UnitTree.root))
        // Who gives rights must hold those that begin later as well.
        let isOver = until.map { $0 <= Self.noon } ?? false
        #expect(standing.rightsToCome(at: Self.noon).scopes.isEmpty == isOver)
    }

    @Test func `a manager counts as one of the unit, and units come once, memberships first`() {
        var standing = Standing(of: Self.user)
        standing.memberships = [Dated(Self.id(11), from: Self.noon), Dated(Self.id(11), from: Self.noon)]
        standing.managedUnits = [Self.id(10), Self.id(11)]
        #expect(standing.rights(at: Self.noon).viewer.units == [Self.id(11), Self.id(10)])
        #expect(standing.homeUnit(at: Self.noon) == Self.id(11))
    }

    @Test func `who has left holds nothing`() {
        var standing = Standing(of: User(id: Self.id(1), login: "a", name: "A", isActive: false))
        standing.roles = [Dated(Self.administrator, from: Self.noon)]
        #expect(standing.rights(at: Self.noon) == .none)
    }

    @Test func `an administrator holds every action on every resource`() {
        var standing = Standing(of: Self.user)
        standing.roles = [Dated(Self.administrator, from: Self.noon)]
        let rights = standing.rights(at: Self.noon)
        #expect(rights.scopes == ["*"] && rights.sources == ["*"])
        for resource in Resource.allCases {
            for action in Action.allCases { #expect(rights.viewer.grants(to: action, on: resource).map(\.scope) == [.all]) }
        }
    }

    @Test(
        arguments: [
            (["customers:read"], ["customers:read"], [.view]),
            (["customers:write"], ["customers:write"], [.view, .change]),
            (["orders:read"], [], []), (["*"], ["customers:read", "customers:write"], [.view, .change]),
            (["customers:export"], [], []),
        ] as [(Set<String>, Set<String>, Set<Action>)])
    func `a user's token has what its scopes name of what he holds`(
        wanted: Set<String>, scopes: Set<String>, actions: Set<Action>
    ) {
        var standing = Standing(of: Self.user)
        standing.roles = [Dated(Self.seller, from: Self.noon)]
        let rights = standing.rights(at: Self.noon).narrowed(to: wanted)
        #expect(rights.scopes == scopes)
        if !scopes.isEmpty { #expect(Set(rights.viewer.grants.flatMap(\.actions)) == actions) }
    }

    @Test
    func `every scope stands for one right, and no two for the same, but the metrics, which are a part of what operators see`() {
        #expect(Set(Scope.all.map(\.name)).count == Scope.all.count)
        let others = Scope.all.filter { $0.name != "metrics:read" }
        #expect(Set(others.map { "\($0.resource) \($0.action)" }).count == others.count)
    }

    @Test(arguments: Role.builtIn.map(\.name)) func `a built-in role is one that could be written through the API`(name: String) {
        let role = Role.builtIn.first { $0.name == name }
        for grant in role?.grants ?? [] {
            #expect(grant.resource.isOwned || grant.scope == .all)
            #expect(grant.level == .full || grant.actions == [.view])
            #expect(grant.role == name)
        }
    }
}
