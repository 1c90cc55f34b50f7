import Core
import Testing

/// One organization for all cases: root over sales and service; sales over north.
enum World {
    static let (root, sales, north, service) = (UnitTree.root, id(1), id(2), id(3))
    static let (anna, boris, vera, gleb) = (id(11), id(12), id(13), id(14))
    static let tree = UnitTree(parents: [sales: root, service: root, north: sales])
    static let now = Timestamp(microseconds: 1_750_000_000_000_000)

    static func id(_ number: UInt64) -> ID { ID(high: 7, low: number) }

    static func viewer(
        _ scope: RowScope, _ actions: Set<Action> = [.view], level: ViewLevel = .full, units: [ID] = [sales],
        deputyFor: [ID] = [],
        fields: [FieldGroup: FieldAccess] = [:]
    ) -> Viewer {
        Viewer(
            user: anna, units: units, deputyFor: deputyFor,
            grants: [Grant(role: "Seller", resource: .account, actions: actions, scope: scope, level: level, fields: fields)])
    }

    static func level(_ viewer: Viewer, _ record: RecordFacts) -> ViewLevel {
        AccessPolicy.decide(.view, on: .account, record, by: viewer, in: tree, at: now).level
    }
}

@Suite struct AccessPolicyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let scope: RowScope
        let record: RecordFacts
        let sees: Bool
        var deputyFor: [ID] = []
        let testDescription: String

        init(_ text: String, _ scope: RowScope, _ record: RecordFacts, deputyFor: [ID] = [], sees: Bool) {
            (testDescription, self.scope, self.record, self.deputyFor, self.sees) = (text, scope, record, deputyFor, sees)
        }
    }

    private static let mine = RecordFacts(owner: World.anna, unit: World.service)
    private static let colleagues = RecordFacts(owner: World.boris, unit: World.sales)
    private static let below = RecordFacts(owner: World.vera, unit: World.north)
    private static let beside = RecordFacts(owner: World.gleb, unit: World.service)
    private static let queued = RecordFacts(owner: nil, unit: World.sales)

    private static func shared(with principal: ID, mayChange: Bool = false, from: Double = -1, until: Double = 1) -> RecordFacts {
        RecordFacts(
            owner: World.gleb, unit: World.service,
            shares: [
                .init(
                    principal: principal, mayChange: mayChange, from: World.now.adding(seconds: from),
                    until: World.now.adding(seconds: until))
            ])
    }

    private static let cases = [
        Case("mine is own, wherever it stands", .own, mine, sees: true),
        Case("a colleague's is not own", .own, colleagues, sees: false),
        Case("what waits in a queue is nobody's own", .own, queued, sees: false),
        Case("of whom I am deputy", .ownAndDeputies, beside, deputyFor: [World.gleb], sees: true),
        Case("of whom I am not deputy", .ownAndDeputies, beside, deputyFor: [World.boris], sees: false),
        Case("own does not reach those of whom I am deputy", .own, beside, deputyFor: [World.gleb], sees: false),
        Case("my unit's", .unit, colleagues, sees: true),
        Case("in my unit's queue", .unit, queued, sees: true),
        Case("of a unit below mine, by unit", .unit, below, sees: false),
        Case("of a unit below mine", .unitAndBelow, below, sees: true),
        Case("of a unit beside mine", .unitAndBelow, beside, sees: false),
        Case("mine, though it stands in a unit beside mine", .unitAndBelow, mine, sees: true),
        Case("mine, without being shared", .shared, mine, sees: false),
        Case("shared with me", .shared, shared(with: World.anna), sees: true),
        Case("shared with my unit", .shared, shared(with: World.sales), sees: true),
        Case("shared with the unit above mine", .shared, shared(with: World.root), sees: true),
        Case("shared with a unit below mine", .shared, shared(with: World.north), sees: false),
        Case("shared from later on", .shared, shared(with: World.anna, from: 0.5), sees: false),
        Case("shared from now on", .shared, shared(with: World.anna, from: 0), sees: true),
        Case("shared until now", .shared, shared(with: World.anna, until: 0), sees: false),
        Case("anybody's", .all, beside, sees: true),
        Case("nobody's", .all, .ownerless, sees: true),
        Case("nobody's, by unit", .unitAndBelow, .ownerless, sees: false),
    ]

    @Test(arguments: cases) func `a scope reaches exactly its rows`(_ one: Case) {
        #expect(
            World.level(World.viewer(one.scope, deputyFor: one.deputyFor), one.record) == (one.sees ? .full : .none))
    }

    @Test func `without a rule for the resource nothing is seen`() {
        let viewer = World.viewer(.all)
        let decision = AccessPolicy.decide(.view, on: .order, .ownerless, by: viewer, in: World.tree, at: World.now)
        #expect(decision.level == .none && decision.by == nil)
    }

    @Test func `the widest of several rules counts, field by field`() {
        let viewer = Viewer(
            user: World.anna, units: [World.sales],
            grants: [
                Grant(role: "Directory", resource: .account, actions: [.view], scope: .all, level: .ownerOnly),
                Grant(
                    role: "Seller", resource: .account, actions: [.view], scope: .unit,
                    fields: [.money: .hidden, .contact: .read]),
                Grant(role: "Owner", resource: .account, actions: [.view, .change], scope: .own, fields: [.history: .hidden]),
            ])
        func decide(_ action: Action, _ record: RecordFacts) -> AccessDecision {
            AccessPolicy.decide(action, on: .account, record, by: viewer, in: World.tree, at: World.now)
        }
        #expect(decide(.view, Self.beside).level == .ownerOnly)
        #expect(decide(.view, Self.beside).by?.grant.role == "Directory")
        #expect(!decide(.view, Self.beside).shows(.contact))
        #expect(decide(.view, Self.colleagues).shows(.contact))
        #expect(!decide(.view, Self.colleagues).shows(.money))
        #expect(!decide(.change, Self.colleagues).isAllowed)
        let own = RecordFacts(owner: World.anna, unit: World.sales)
        #expect(decide(.view, own).shows(.money) && decide(.view, own).shows(.history))
        #expect(decide(.change, own)[.contact] == .write)
        #expect(decide(.change, own)[.history] == .hidden)
        #expect(decide(.change, own).by?.reach == .owner)
    }

    @Test func `nobody changes what he cannot see`() {
        let blind = World.viewer(.all, [.change])
        #expect(
            !AccessPolicy.decide(.change, on: .account, Self.mine, by: blind, in: World.tree, at: World.now).isAllowed)
        let hidden = Viewer(
            user: World.anna,
            grants: [
                Grant(role: "A", resource: .account, actions: [.view], scope: .all, fields: [.money: .hidden]),
                Grant(role: "B", resource: .account, actions: [.change], scope: .all),
            ])
        let decision = AccessPolicy.decide(.change, on: .account, Self.mine, by: hidden, in: World.tree, at: World.now)
        #expect(decision[.money] == .hidden && decision[.contact] == .write)
    }

    @Test func `a share for viewing does not let change`() {
        let viewer = World.viewer(.shared, [.view, .change])
        func mayChange(_ record: RecordFacts) -> Bool {
            AccessPolicy.decide(.change, on: .account, record, by: viewer, in: World.tree, at: World.now).isAllowed
        }
        #expect(!mayChange(Self.shared(with: World.anna)))
        #expect(mayChange(Self.shared(with: World.anna, mayChange: true)))
    }

    @Test func `a circle in a tree that is still arriving ends`() {
        let tree = UnitTree(parents: [World.sales: World.north, World.north: World.sales])
        #expect(tree.path(of: World.sales) == [World.sales, World.north])
    }
}
