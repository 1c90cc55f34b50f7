import Core
import JSON

/// What a directory says of a person (RFC 7643 §4.1), as far as it is kept. Whatever else it sends is passed over.
struct DirectoryUser: Hashable, Sendable {
    var userName = ""
    var externalID: String?
    var displayName: String?
    var formattedName: String?
    var givenName: String?
    var familyName: String?
    var mail: String?
    var language: String?
    var timeZone: String?
    var isActive = true

    /// For others to read.
    var name: String {
        let parts = [givenName, familyName].compactMap(\.self).joined(separator: " ")
        return String([displayName, formattedName, parts, userName].compactMap(\.self).first { !$0.isEmpty }?.prefix(200) ?? "")
    }

    init() {}

    /// A whole resource. Throws `invalidValue` and `invalidSyntax`.
    init(resource: JSONValue) throws(DirectoryRefusal) {
        guard let object = resource.object else { throw DirectoryRefusal(.invalidSyntax, "The body must be a JSON object.") }
        for member in object.members where !member.value.isNull && !member.key.lowercased().hasPrefix("urn:") {
            try apply(
                DirectoryChange(kind: .replace, path: DirectoryPath(attribute: member.key.lowercased()), value: member.value))
        }
        try check()
    }

    /// Throws `invalidValue` where a person cannot be so.
    func check() throws(DirectoryRefusal) {
        guard (1...200).contains(userName.unicodeScalars.count), !SearchKey.folded(userName).isEmpty,
            !userName.unicodeScalars.contains(where: { $0.properties.isWhitespace || $0.value < 0x20 || $0.value == 0x7f })
        else { throw DirectoryRefusal(.invalidValue, "userName must have 1 to 200 characters and no blanks.") }
        if let mail {
            let parts = mail.split(separator: "@", omittingEmptySubsequences: false)
            guard mail.utf8.count <= 254, parts.count == 2, parts.allSatisfy({ !$0.isEmpty }),
                mail.unicodeScalars.allSatisfy({
                    $0.value > 0x20 && $0.value != 0x7f && !"<>()[],;:\\\"".unicodeScalars.contains($0)
                })
            else { throw DirectoryRefusal(.invalidValue, "emails must have a mail address, such as anna@example.com.") }
        }
    }

    /// Attributes that are not kept change nothing.
    mutating func apply(_ change: DirectoryChange) throws(DirectoryRefusal) {
        guard let path = change.path else { return }
        let value = change.kind == .remove ? nil : change.value
        switch (path.attribute, path.part) {
        case ("username", nil): userName = try Self.text(value, 200) ?? ""
        case ("externalid", nil): externalID = try Self.text(value, 200)
        case ("displayname", nil): displayName = try Self.text(value, 200)
        case ("name", nil):
            guard let value else { return (formattedName, givenName, familyName) = (nil, nil, nil) }
            guard let object = value.object else { throw DirectoryRefusal(.invalidValue, "name must be an object.") }
            for member in object.members { try setName(member.key.lowercased(), member.value.isNull ? nil : member.value) }
        case ("name", let part?): try setName(part, value)
        case ("emails", _): try setMail(path, value, change.kind)
        case ("active", nil):
            guard let isActive = value?.lenientBool else {
                throw DirectoryRefusal(.invalidValue, "active must be true or false.")
            }
            self.isActive = isActive
        case ("preferredlanguage", nil): language = try Self.text(value, 35)
        case ("timezone", nil): timeZone = try Self.text(value, 64)
        default: break
        }
    }

    private mutating func setName(_ part: String, _ value: JSONValue?) throws(DirectoryRefusal) {
        switch part {
        case "formatted": formattedName = try Self.text(value, 200)
        case "givenname": givenName = try Self.text(value, 100)
        case "familyname": familyName = try Self.text(value, 100)
        default: break
        }
    }

    /// One address is kept: the primary one, else the first for work, else the first.
    private mutating func setMail(
        _ path: DirectoryPath, _ value: JSONValue?, _ kind: DirectoryChange.Kind
    ) throws(DirectoryRefusal) {
        // A part of the one that is kept, or of another one, which is not.
        if let element = path.element, !element.holds(of: Self.mailElement(mail ?? "")) { return }
        if let part = path.part {
            if part == "value" { mail = try Self.text(value, 254) }
            return
        }
        guard let value else { return mail = nil }
        let all = value.array ?? [value]
        func address(_ element: JSONValue?) -> String? { element?["value"]?.string ?? element?.string }
        let chosen =
            all.first { $0["primary"]?.lenientBool == true } ?? all.first { $0["type"]?.string?.lowercased() == "work" }
            ?? all.first
        let mail = address(chosen).flatMap { $0.isEmpty ? nil : $0 }
        if kind == .replace || mail != nil { self.mail = mail }
    }

    /// As the one address is given out.
    static func mailElement(_ mail: String) -> JSONValue { ["value": .string(mail), "type": "work", "primary": true] }

    /// An empty text is none.
    private static func text(_ value: JSONValue?, _ most: Int) throws(DirectoryRefusal) -> String? {
        guard let value else { return nil }
        guard let text = value.string, text.unicodeScalars.count <= most, !text.utf8.contains(0) else {
            throw DirectoryRefusal(.invalidValue, "A value must be a text of at most \(most) characters.")
        }
        return text.isEmpty ? nil : text
    }
}
