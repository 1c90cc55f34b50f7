import Access
package import Core
package import Database

/// One organization, accounts of every standing in it, and viewers made from rules of every kind: for tests that compare what a
/// door shows with what `AccessPolicy` decides.
package enum RightsMatrix {
    /// Below the root stand north and south; harbour is below north.
    package static let (north, south, harbour) = (id(1), id(2), id(3))
    /// Anna looks: she is of north, and deputy of Dina, who is of south and absent.
    package static let (anna, boris, clara, dina) = (id(11), id(12), id(13), id(14))
    package static let tree = UnitTree(parents: [north: UnitTree.root, south: UnitTree.root, harbour: north])

    package struct Standing: Sendable {
        /// In the letters and digits of an order's number.
        package let name: String
        /// `nil` for a row of no account.
        package let account: ID?
        /// `nil` for an account that nothing is known of yet.
        package let facts: RecordFacts?

        package func decide(_ action: Action, _ resource: Resource, _ viewer: Viewer, at now: Timestamp) -> AccessDecision {
            AccessPolicy.decide(action, on: resource, facts ?? .ownerless, by: viewer, in: RightsMatrix.tree, at: now)
        }
    }

    /// `now` is when it is looked at.
    package static func standings(now: Timestamp) -> [Standing] {
        let (before, after) = (now.adding(days: -1), now.adding(days: 1))
        func shared(_ with: ID, from: Timestamp? = nil, until: Timestamp? = nil) -> RecordFacts {
            RecordFacts(
                owner: boris, unit: south, shares: [.init(principal: with, mayChange: from != nil, from: from, until: until)])
        }
        let known: [(String, RecordFacts?)] = [
            ("OWN", RecordFacts(owner: anna, unit: north)), ("MOVED", RecordFacts(owner: anna, unit: south)),
            ("DEPUTY", RecordFacts(owner: dina, unit: south)), ("QUEUE", RecordFacts(owner: nil, unit: north)),
            ("UNIT", RecordFacts(owner: clara, unit: north)), ("BELOW", RecordFacts(owner: clara, unit: harbour)),
            ("ABOVE", RecordFacts(owner: clara, unit: UnitTree.root)), ("OTHER", RecordFacts(owner: boris, unit: south)),
            ("SHARED", shared(anna)), ("SHAREDUNIT", shared(UnitTree.root, from: before, until: after)),
            ("SHAREDONCE", shared(north, until: now)), ("UNHEARD", nil),
        ]
        let standings = known.enumerated().map { Standing(name: $1.0, account: id(100 + UInt64($0)), facts: $1.1) }
        return standings + [Standing(name: "NOBODYS", account: nil, facts: nil)]
    }

    /// Each scope at each level with each group held back, and two rules of which one shows what the other holds back; also one
    /// who holds no rule at all. Who may do more than view is there for each scope too.
    package static func viewers(of resource: Resource) -> [Viewer] {
        func viewer(_ grants: [Grant]) -> Viewer {
            Viewer(user: anna, units: [north], deputyFor: [dina], grants: grants)
        }
        func grant(
            _ scope: RowScope, _ hidden: [FieldGroup] = [], _ actions: Set<Action> = [.view], level: ViewLevel = .full
        ) -> Grant {
            Grant(
                role: "Matrix", resource: resource, actions: actions, scope: scope, level: level,
                fields: Dictionary(uniqueKeysWithValues: hidden.map { ($0, .hidden) }))
        }
        var viewers = [viewer([])]
        for scope in RowScope.allCases {
            viewers.append(viewer([grant(scope)]))
            viewers.append(viewer([grant(scope, FieldGroup.allCases)]))
            viewers.append(viewer([grant(scope, level: .ownerOnly), grant(.own)]))
            viewers.append(viewer([grant(.all), grant(scope, [], [.change])]))
            viewers.append(viewer([grant(scope, [], [.view, .change])]))
            for group in FieldGroup.allCases {
                viewers.append(viewer([grant(scope, [group])]))
                viewers.append(viewer([grant(scope), grant(.all, [group])]))
            }
        }
        return viewers
    }

    /// Makes the organization and what is known of the accounts known to the service whose database it is.
    package static func keep(now: Timestamp, in tx: Transaction) throws {
        for (unit, parent) in [(UnitTree.root, nil), (north, UnitTree.root), (south, UnitTree.root), (harbour, north)] {
            try OrganizationStore.put(
                UnitChanged(unitID: unit, parentID: parent, name: "Unit", managerID: nil, isActive: true, version: 1), in: tx)
        }
        for standing in standings(now: now) {
            guard let account = standing.account, let facts = standing.facts else { continue }
            try RecordAccessStore.put(facts, of: account, version: 1, in: tx)
        }
    }

    private static func id(_ number: UInt64) -> ID { ID(high: 0x6d61_7472_6978, low: number) }
}
