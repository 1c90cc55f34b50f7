import Core
import JSON

/// A condition of a directory (RFC 7644 §3.4.2.2). Names are in lower case and without the schema's URN.
indirect enum DirectoryFilter: Hashable, Sendable {
    enum Comparison: String, Sendable, CaseIterable {
        case equals = "eq"
        case differs = "ne"
        case contains = "co"
        case startsWith = "sw"
        case endsWith = "ew"
    }

    case compare(DirectoryPath, Comparison, JSONValue)
    case present(DirectoryPath)
    case and(DirectoryFilter, DirectoryFilter)
    case or(DirectoryFilter, DirectoryFilter)
    case not(DirectoryFilter)

    /// Whether it holds of an element of a list, such as a mail address; of what has no such attribute nothing holds.
    func holds(of element: JSONValue) -> Bool {
        switch self {
        case .and(let left, let right): left.holds(of: element) && right.holds(of: element)
        case .or(let left, let right): left.holds(of: element) || right.holds(of: element)
        case .not(let inner): !inner.holds(of: element)
        case .present(let path): path.value(in: element) != nil
        case .compare(let path, let comparison, let wanted):
            path.value(in: element).map { Self.compare($0, comparison, wanted) } ?? (comparison == .differs)
        }
    }

    private static func compare(_ value: JSONValue, _ comparison: Comparison, _ wanted: JSONValue) -> Bool {
        guard let text = value.string.map(SearchKey.folded), let other = wanted.string.map(SearchKey.folded) else {
            return comparison == .equals ? value == wanted : comparison == .differs && value != wanted
        }
        return switch comparison {
        case .equals: text == other
        case .differs: text != other
        case .contains: text.contains(other)
        case .startsWith: text.hasPrefix(other)
        case .endsWith: text.hasSuffix(other)
        }
    }
}

/// What a filter or a change is about: `userName`, `name.givenName`, `emails[type eq "work"].value`.
struct DirectoryPath: Hashable, Sendable {
    let attribute: String
    var element: DirectoryFilter?
    var part: String?

    /// What stands there in an element of a list: `value` of itself, or one of its parts.
    fileprivate func value(in element: JSONValue) -> JSONValue? {
        let name = part ?? attribute
        return element.object?.members.first { $0.key.lowercased() == name }?.value
    }
}
