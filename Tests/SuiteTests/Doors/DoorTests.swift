import Core
import HTTP
import JSON
import TestKit
import Testing

extension SuiteStories {
    /// Every door is asked by people with roles of every kind, through the gateway, and what it shows compared with what
    /// `AccessPolicy` decides of each client.
    @Suite(.serialized) struct DoorTests {
        /// Half of the roles each; together any two settings of theirs meet.
        @Test(arguments: [(SuiteArrangement.Kind.embedded, 0), (.together, 1)])
        func `no door shows more or less than the rules allow, whoever asks`(
            kind: SuiteArrangement.Kind, half: Int
        ) async throws {
            let suite = try await SuiteArrangement.start(kind)
            do {
                let roles = RightsMatrix.roles.enumerated().filter { $0.offset % 2 == half }
                    .map { (name: "Matrix \($0.offset)", grants: $0.element) }
                let firm = try await DoorFirm(suite, roles: roles + Self.twins)
                try await firm.settle()
                let people = Array(firm.viewers.prefix(roles.count))
                var checks = people.enumerated().map { turn, viewer in
                    DoorCheck(firm, expected: viewer, isClose: { $0 % 4 == turn % 4 })
                }
                let rightOnes = Array(firm.viewers.dropFirst(roles.count))
                // Each twin is a door that decides by other rules than those of the first.
                checks += rightOnes.map { DoorCheck(firm, expected: rightOnes[0], asked: $0, isClose: { $0 < 9 }) }
                let faults = try await Self.faults(checks, firm)
                for (door, found) in Dictionary(grouping: faults.prefix(people.count).joined(), by: \.door).sorted(by: {
                    $0.key < $1.key
                }) {
                    Issue.record("\(door), \(found.count) times: \(found.prefix(6).map(\.description).joined(separator: "; "))")
                }
                Self.expectThatTwinsAreCaught(Array(faults.dropFirst(people.count)))
                try await suite.stop()
            } catch {
                Issue.record("\(error)\n\(suite.lastWords)")
            }
            await suite.tearDown()
        }

        /// All doors as things stand, then the changes that were made since.
        private static func faults(_ checks: [DoorCheck], _ firm: DoorFirm) async throws -> [[DoorFault]] {
            var checks = checks
            var positions: [String?] = []
            for check in checks { positions.append(try await check.position()) }
            checks = try await inParallel(checks) { check in
                try await check.customerLists()
                try await check.customers()
                try await check.exports()
                try await check.orders()
                try await check.mails()
                try await check.pages()
            }
            let (later, moved) = try await firm.moved()
            let places = positions
            checks = try await inParallel(checks.enumerated().map { ($0.offset, $0.element) }) { numbered in
                let before = numbered.1.sights
                var now = numbered.1.seeing(later)
                try await now.changes(after: places[numbered.0], before: before, moved: moved)
                numbered.1 = now
            }.map(\.1)
            return checks.map(\.faults)
        }

        private static func inParallel<T: Sendable>(
            _ values: [T], _ body: @escaping @Sendable (inout T) async throws -> Void
        ) async throws -> [T] {
            try await withThrowingTaskGroup(of: (Int, T).self) { group in
                var (done, next): ([Int: T], Int) = ([:], 0)
                func begin() {
                    guard next < values.count else { return }
                    let (index, value) = (next, values[next])
                    next += 1
                    group.addTask {
                        var value = value
                        try await body(&value)
                        return (index, value)
                    }
                }
                for _ in 0..<4 { begin() }
                while let (index, value) = try await group.next() {
                    done[index] = value
                    begin()
                }
                return values.indices.compactMap { done[$0] }
            }
        }

        // MARK: Broken twins

        /// The first is right. The others forget the unit, forget what is hidden, show all of whom only the owner is to be seen, let
        /// everybody in to products and intake, and hold back what is to be shown.
        private static let twins: [(name: String, grants: [Grant])] = [
            ("Right", grants(.unit, hidden: true)), ("Forgets the unit", grants(.all, hidden: true)),
            ("Forgets what is hidden", grants(.unit, hidden: false)),
            ("Shows whom only the owner is known of", grants(.unit, hidden: true, others: .full)),
            ("Lets in everybody", grants(.unit, hidden: true) + [grant(.product, .view, .all), grant(.intake, .view, .all)]),
            ("Sees its own alone", grants(.own, hidden: true)),
        ]

        private static func grants(_ scope: RowScope, hidden: Bool, others: ViewLevel = .ownerOnly) -> [Grant] {
            [
                grant(.account, .view, scope, hidden ? [.contact, .money] : []), grant(.account, .view, .all, level: others),
                grant(.account, .export, scope, hidden ? [.identifiers] : []),
                grant(.order, .view, scope, hidden ? [.contact] : []), grant(.mail, .view, scope, hidden ? [.history] : []),
            ]
        }

        private static func grant(
            _ resource: Resource, _ action: Action, _ scope: RowScope, _ hidden: [FieldGroup] = [], level: ViewLevel = .full
        ) -> Grant {
            Grant(
                role: "Twin", resource: resource, actions: [action], scope: scope, level: level,
                fields: Dictionary(uniqueKeysWithValues: hidden.map { ($0, .hidden) }))
        }

        private static func expectThatTwinsAreCaught(_ faults: [[DoorFault]]) {
            #expect(faults.first == [], "the right one is right")
            let doors = faults.map { Set($0.map(\.door)) }
            let rows: Set = [
                "order list", "order", "order summary", "order page", "mail list", "mail", "mail page", "mail counts",
            ]
            let customers: Set = ["account", "people", "history", "card", "card page", "export", "changes", "customer list"]
            let expected: [Set<String>] = [
                [],
                rows.union(customers).union(["customer search", "page of a list", "beside the account"]).subtracting(["people"]),
                ["account", "people", "card", "card page", "customer list", "customer search", "export", "order", "mail"],
                customers, ["other pages"], rows.union(["account", "card", "export"]),
            ]
            #expect(doors.count == expected.count)
            for (index, (found, wanted)) in zip(doors, expected).enumerated() {
                #expect(wanted.subtracting(found) == [], "\(twins[index].name) is not caught at these doors")
            }
        }
    }
}
