import Core
import JSON

/// What a directory says of a group (RFC 7643 §4.2).
struct DirectoryGroup: Hashable, Sendable {
    var displayName = ""
    var externalID: String?
    var members: Set<ID> = []

    static let mostMembers = 10_000

    init() {}

    init(resource: JSONValue) throws(DirectoryRefusal) {
        guard let object = resource.object else { throw DirectoryRefusal(.invalidSyntax, "The body must be a JSON object.") }
        for member in object.members where !member.value.isNull && !member.key.lowercased().hasPrefix("urn:") {
            try apply(
                DirectoryChange(kind: .replace, path: DirectoryPath(attribute: member.key.lowercased()), value: member.value))
        }
        try check()
    }

    func check() throws(DirectoryRefusal) {
        guard (1...200).contains(displayName.unicodeScalars.count), !SearchKey.folded(displayName).isEmpty,
            !displayName.utf8.contains(0)
        else { throw DirectoryRefusal(.invalidValue, "displayName must have 1 to 200 characters.") }
        guard externalID.map({ (1...200).contains($0.unicodeScalars.count) && !$0.utf8.contains(0) }) ?? true else {
            throw DirectoryRefusal(.invalidValue, "externalId must have at most 200 characters.")
        }
        guard members.count <= Self.mostMembers else {
            throw DirectoryRefusal(.tooMany, "A group can have \(Self.mostMembers) members.")
        }
    }

    mutating func apply(_ change: DirectoryChange) throws(DirectoryRefusal) {
        guard let path = change.path else { return }
        switch path.attribute {
        case "displayname": displayName = change.value?.string ?? ""
        case "externalid": externalID = change.kind == .remove ? nil : change.value?.string
        case "members": try applyMembers(change, path)
        default: break
        }
    }

    private mutating func applyMembers(_ change: DirectoryChange, _ path: DirectoryPath) throws(DirectoryRefusal) {
        if let element = path.element {
            guard change.kind == .remove, path.part == nil else {
                throw DirectoryRefusal(.invalidPath, "Members can be added and removed, not changed.")
            }
            return members = members.filter { !element.holds(of: ["value": .string($0.description)]) }
        }
        guard let value = change.value else {
            if change.kind == .remove { members = [] }
            return
        }
        let named = try Self.ids(value)
        switch change.kind {
        case .add: members.formUnion(named)
        case .replace: members = named
        // With a value, as Entra ID wrote it for long.
        case .remove: members.subtract(named)
        }
    }

    private static func ids(_ value: JSONValue) throws(DirectoryRefusal) -> Set<ID> {
        var ids: Set<ID> = []
        for element in value.array ?? [value] {
            guard let id = (element["value"]?.string ?? element.string).flatMap({ ID($0) }) else {
                throw DirectoryRefusal(.invalidValue, "A member must have the id of a user as its value.")
            }
            ids.insert(id)
        }
        return ids
    }
}
