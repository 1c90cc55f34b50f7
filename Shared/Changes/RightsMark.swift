import Access
package import Core
import Crypto

/// Stands for what somebody may see: as long as it is the same, the same rows and fields are there for him, but for what changes of
/// the rows themselves.
package enum RightsMark {
    static let size = 16

    package static func of(_ viewer: Viewer, _ resources: Set<Resource>, in tree: UnitTree) -> [UInt8] {
        let rules = viewer.grants.filter { $0.actions.contains(.view) && resources.contains($0.resource) }.map { grant in
            let reach = RowReach(of: [grant], for: viewer, in: tree)
            let hidden = FieldGroup.allCases.filter { grant.access(to: $0) == .hidden }.map(\.rawValue)
            let ids = [reach.owners, reach.units, reach.principals].map { $0.map(\.description).joined(separator: ",") }
            return ([grant.resource.rawValue, "\(grant.level.rawValue)", "\(reach.isAll)"] + hidden + ids).joined(separator: "|")
        }
        let user = viewer.user?.description ?? ""
        return Array(Digest.sha256(Array(([user] + Set(rules).sorted()).joined(separator: "\n").utf8)).prefix(size))
    }
}
