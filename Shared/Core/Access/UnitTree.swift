/// The organization's units as a tree, as a value.
package struct UnitTree: Hashable, Sendable {
    /// The unit at the top, there from the first start on: the whole organization. It has the same id in every installation, so
    /// that a service can give a row to it before it has heard of any unit.
    package static let root = ID(high: 0x7265_6c61_7461_7000, low: 0x8000_0000_0000_0001)

    private let parents: [ID: ID]
    private let children: [ID: [ID]]

    /// `parents` has the unit above each unit but the root.
    package init(parents: [ID: ID] = [:]) {
        self.parents = parents
        var children: [ID: [ID]] = [:]
        for (unit, above) in parents { children[above, default: []].append(unit) }
        self.children = children
    }

    /// The unit and those above it, upwards. A unit that is not known yet has only itself. Ends in any case, also where events
    /// that arrived in part make a circle.
    package func path(of unit: ID) -> [ID] {
        var path = [unit]
        while let above = parents[path[path.count - 1]], !path.contains(above) { path.append(above) }
        return path
    }

    package static func == (left: UnitTree, right: UnitTree) -> Bool { left.parents == right.parents }

    package func hash(into hasher: inout Hasher) { hasher.combine(parents) }

    /// The units and all below them, each once.
    package func below(_ units: [ID]) -> [ID] {
        var found: [ID] = []
        var seen: Set<ID> = []
        var open = Array(units.reversed())
        while let unit = open.popLast() {
            guard seen.insert(unit).inserted else { continue }
            found.append(unit)
            open += children[unit] ?? []
        }
        return found
    }

    package func isAtOrBelow(_ unit: ID, _ above: ID) -> Bool {
        path(of: unit).contains(above)
    }
}
