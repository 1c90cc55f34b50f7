package import Core
package import Database
import Synchronization

/// The tree of units for decisions, read anew only when it has changed.
package final class Organization: Sendable {
    private let known = Mutex<(version: Int64, tree: UnitTree)>((-1, UnitTree()))

    package init() {}

    /// As it stands in this transaction.
    package func tree(in tx: Transaction) throws -> UnitTree {
        let version = try OrganizationStore.version(in: tx)
        if let tree = known.withLock({ $0.version == version ? $0.tree : nil }) { return tree }
        let tree = UnitTree(parents: try OrganizationStore.parents(in: tx))
        known.withLock { if $0.version < version { $0 = (version, tree) } }
        return tree
    }
}
