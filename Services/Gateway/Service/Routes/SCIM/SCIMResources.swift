import Core
import JSON

/// Users and groups as SCIM gives them.
enum SCIMResources {
    static func user(_ found: DirectoryUserStore.Found, groups: [(id: ID, name: String)]?, host: String) -> JSONValue {
        let user = found.user
        let location = "\(host)\(SCIMMessage.base)/Users/\(user.id)"
        var name: [(String, JSONValue)] = [("formatted", .string(user.name))]
        if let given = found.givenName { name.append(("givenName", .string(given))) }
        if let family = found.familyName { name.append(("familyName", .string(family))) }
        var members: [(String, JSONValue)] = [
            ("schemas", [.string(SCIMMessage.userSchema)]), ("id", .string(user.id.description)),
        ]
        if let externalID = found.externalID { members.append(("externalId", .string(externalID))) }
        members += [
            ("userName", .string(user.login)), ("name", .object(JSONObject(name))), ("displayName", .string(user.name)),
            ("active", .bool(user.isActive)), ("timezone", .string(user.timeZone)),
        ]
        if !user.language.isEmpty { members.append(("preferredLanguage", .string(user.language))) }
        if let mail = user.mail { members.append(("emails", [DirectoryUser.mailElement(mail)])) }
        if let groups {
            members.append(
                ("groups", .array(groups.map { reference($0, "\(host)\(SCIMMessage.base)/Groups/\($0.id)", type: "direct") })))
        }
        members.append(("meta", meta("User", found.createdAt, found.changedAt, found.tag, location)))
        return .object(JSONObject(members))
    }

    static func group(_ found: KeepDirectoryGroups.Found, withMembers: Bool, host: String) -> JSONValue {
        let group = found.group
        var members: [(String, JSONValue)] = [
            ("schemas", [.string(SCIMMessage.groupSchema)]), ("id", .string(group.id.description)),
        ]
        if let externalID = group.externalID { members.append(("externalId", .string(externalID))) }
        members.append(("displayName", .string(group.name)))
        if withMembers {
            members.append(
                (
                    "members",
                    .array(found.members.map { reference($0, "\(host)\(SCIMMessage.base)/Users/\($0.id)", type: "User") })
                ))
        }
        let location = "\(host)\(SCIMMessage.base)/Groups/\(group.id)"
        members.append(("meta", meta("Group", group.createdAt, group.changedAt, found.tag, location)))
        return .object(JSONObject(members))
    }

    private static func reference(_ other: (id: ID, name: String), _ address: String, type: String) -> JSONValue {
        [
            "value": .string(other.id.description), "$ref": .string(address), "display": .string(other.name),
            "type": .string(type),
        ]
    }

    private static func meta(
        _ type: String, _ created: Timestamp, _ changed: Timestamp, _ tag: String, _ location: String
    ) -> JSONValue {
        [
            "resourceType": .string(type), "created": .string(created.description), "lastModified": .string(changed.description),
            "location": .string(location), "version": .string(tag),
        ]
    }
}
