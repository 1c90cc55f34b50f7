/// Which rows a right reaches. Each reaches what those before it reach, but for `shared`, which stands apart: rows that others
/// let the viewer in on.
package enum RowScope: String, Sendable, CaseIterable {
    /// Of which the viewer is the owner.
    case own
    /// Also those of whom the viewer is the deputy, as long as they are absent.
    case ownAndDeputies
    /// Also those of the viewer's units: of their members, or waiting in their queues.
    case unit
    /// Also those of all units below.
    case unitAndBelow
    /// Shared with the viewer, with one of his units, or with a unit above it; and those whose team he is in.
    case shared
    case all
}

/// How much of a row a right to view shows.
package enum ViewLevel: Int, Sendable, Comparable {
    case none
    /// That it exists: its name and its owner, so that two people never call the same prospect. Everything else stays hidden.
    case ownerOnly
    case full

    package static func < (left: ViewLevel, right: ViewLevel) -> Bool { left.rawValue < right.rawValue }
}
