import JSON

/// One step of a change by PATCH (RFC 7644 §3.5.2).
struct DirectoryChange: Hashable, Sendable {
    enum Kind: String, Sendable {
        case add, replace, remove
    }

    static let most = 1000

    let kind: Kind
    /// `nil` where the value is an object of attributes.
    let path: DirectoryPath?
    let value: JSONValue?

    /// The steps of a request's body. Kinds may be written with a capital, as Entra ID does. Throws `invalidSyntax`, `invalidPath`.
    static func read(_ body: JSONValue) throws(DirectoryRefusal) -> [DirectoryChange] {
        guard let operations = body.object?.members.first(where: { $0.key.lowercased() == "operations" })?.value.array else {
            throw DirectoryRefusal(.invalidSyntax, "The body must be a PatchOp with Operations.")
        }
        guard operations.count <= most else { throw DirectoryRefusal(.tooMany, "At most \(most) operations go in one request.") }
        var changes: [DirectoryChange] = []
        for operation in operations {
            guard let kind = operation["op"]?.string.flatMap({ Kind(rawValue: $0.lowercased()) }) else {
                throw DirectoryRefusal(.invalidSyntax, "op must be add, replace or remove.")
            }
            let value = operation["value"].flatMap { $0.isNull ? nil : $0 }
            guard let text = operation["path"]?.string, !text.isEmpty else {
                guard kind != .remove else { throw DirectoryRefusal(.noTarget, "A removal needs a path.") }
                guard let object = value?.object else {
                    throw DirectoryRefusal(.invalidValue, "Without a path the value must be an object of attributes.")
                }
                // Its names may be paths themselves, as Entra ID writes them.
                for member in object.members {
                    changes.append(
                        DirectoryChange(
                            kind: kind, path: try DirectoryFilterParser.path(member.key),
                            value: member.value.isNull ? nil : member.value))
                }
                continue
            }
            changes.append(DirectoryChange(kind: kind, path: try DirectoryFilterParser.path(text), value: value))
        }
        return changes
    }
}

extension JSONValue {
    /// True and false, also as texts, as Entra ID writes them.
    var lenientBool: Bool? {
        bool ?? string.flatMap { ["true": true, "false": false][$0.lowercased()] }
    }
}
