import Access
import Core
import Database
import TestKit
import Testing

/// The condition in SQL and the decision in Swift are compared over random organizations, records and viewers.
@Suite struct AccessFilterTests {
    private static let migrations = AccessMigrations.all
    private static let actions: [Action] = [.view, .change, .export]

    @Test(arguments: Engine.required, [1, 2, 3] as [UInt64])
    func `SQL and policy allow the same rows`(engine: Engine, seed: UInt64) async throws {
        var random = Chance(seed)
        let database = try await TestDatabase.make(engine, migrations: Self.migrations)
        let organization = Organization()
        let units = (0..<12).map { $0 == 0 ? UnitTree.root : World.id(UInt64($0)) }
        let users = (0..<8).map { World.id(100 + UInt64($0)) }
        let parents = Dictionary(
            uniqueKeysWithValues: units.indices.dropFirst().map { (units[$0], units[random.below($0)]) })
        // In any order, as events of a tree may come.
        var arriving = units.map { ($0, parents[$0]) }
        random.shuffle(&arriving)
        let told = arriving
        try await database.write { tx in
            for (unit, parent) in told {
                try OrganizationStore.put(
                    UnitChanged(unitID: unit, parentID: parent, name: "U", managerID: nil, isActive: true, version: 1), in: tx)
            }
        }
        var records: [ID: RecordFacts] = [:]
        for number in 0..<60 {
            records[World.id(1000 + UInt64(number))] = RecordFacts(
                owner: random.below(4) == 0 ? nil : random.pick(users), unit: random.pick(units),
                shares: (0..<random.below(3)).map { index in
                    RecordFacts.Share(
                        principal: random.below(2) == 0 ? random.pick(users) : random.pick(units),
                        mayChange: random.below(2) == 0,
                        from: random.below(2) == 0 ? nil : World.now.adding(seconds: Double(random.below(3) - 1 + index * 10)),
                        until: random.below(2) == 0 ? nil : World.now.adding(seconds: Double(random.below(3) - 1)))
                })
        }
        let kept = records
        try await database.write { tx in
            for (id, facts) in kept { try RecordAccessStore.put(facts, of: id, version: 1, in: tx) }
        }
        for _ in 0..<60 {
            let viewer = Self.viewer(users, units, &random)
            for (action, level) in [(Action.view, ViewLevel.ownerOnly), (.view, .full), (.change, .full), (.export, .full)] {
                let (found, tree) = try await database.read { tx in
                    let tree = try organization.tree(in: tx)
                    return (try Self.rows(AccessFilter(viewer, in: tree, at: World.now), action, level, in: tx), tree)
                }
                let allowed = kept.filter { _, facts in
                    AccessPolicy.decide(action, on: .account, facts, by: viewer, in: tree, at: World.now).level >= level
                }
                #expect(found == Set(allowed.keys), "\(action) \(level) \(viewer)")
            }
        }
        for (id, facts) in kept {
            let read = try await database.read { tx in try RecordAccessStore.facts(of: id, in: tx) }
            #expect(read?.owner == facts.owner && read?.unit == facts.unit)
        }
    }

    private static func viewer(_ users: [ID], _ units: [ID], _ random: inout Chance) -> Viewer {
        Viewer(
            user: random.below(8) == 0 ? nil : random.pick(users), units: (0..<random.below(3)).map { _ in random.pick(units) },
            deputyFor: (0..<random.below(2)).map { _ in random.pick(users) },
            grants: (0...random.below(3)).map { number in
                Grant(
                    role: "R\(number)", resource: random.below(6) == 0 ? .order : .account,
                    actions: Set(actions.filter { _ in random.below(3) > 0 }), scope: random.pick(RowScope.allCases),
                    level: random.below(3) == 0 ? .ownerOnly : .full)
            })
    }

    private static func rows(
        _ filter: AccessFilter, _ action: Action, _ level: ViewLevel, in tx: Transaction
    ) throws -> Set<ID> {
        var sql: SQL = "SELECT r.record_id FROM record_access r"
        switch filter.rows(action, on: .account, level: level, columns: .recordAccess) {
        case .everything: break
        case .nothing: return []
        case .some(let condition): sql += " WHERE \(condition)"
        }
        return Set(try tx.rows(sql) { $0.id(0) })
    }

    @Test(arguments: Engine.required) func `a moved unit counts at once, an older state changes nothing`(engine: Engine)
        async throws
    {
        let database = try await TestDatabase.make(engine, migrations: Self.migrations)
        let organization = Organization()
        func put(_ unit: ID, under parent: ID?, version: Int64) async throws -> Bool {
            try await database.write { tx in
                try OrganizationStore.put(
                    UnitChanged(unitID: unit, parentID: parent, name: "U", managerID: nil, isActive: true, version: version),
                    in: tx)
            }
        }
        _ = try await put(World.root, under: nil, version: 1)
        _ = try await put(World.sales, under: World.root, version: 1)
        _ = try await put(World.service, under: World.root, version: 1)
        _ = try await put(World.north, under: World.sales, version: 1)
        func path() async throws -> [ID] {
            try await database.read { tx in try organization.tree(in: tx).path(of: World.north) }
        }
        #expect(try await path() == [World.north, World.sales, World.root])
        #expect(try await put(World.north, under: World.service, version: 3))
        #expect(try await path() == [World.north, World.service, World.root])
        #expect(try await !put(World.north, under: World.sales, version: 2))
        #expect(try await path() == [World.north, World.service, World.root])
    }
}

/// Numbers that look random and come again with the same seed.
struct Chance {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

    mutating func below(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(bound))
    }

    mutating func pick<T>(_ of: [T]) -> T { of[below(of.count)] }

    mutating func shuffle<T>(_ array: inout [T]) {
        for index in array.indices.dropFirst() { array.swapAt(index, below(index + 1)) }
    }
}
