import Core
import JSON

/// Whom a provider vouches for, from the ID token and what else it tells.
struct VouchedPerson: Hashable, Sendable {
    /// With the issuer, the identity; nothing else is.
    let subject: String
    /// The provider's own name of the session.
    let session: String?
    let name: String
    let login: String
    let mail: String?
    /// Whether the provider says that the address is really his.
    let isMailVerified: Bool
    /// Names or ids, as the claim has them; `nil` where nothing is said of groups.
    let groups: [String]?

    /// `nil` without a subject. The first of several documents that has a claim counts.
    init?(_ documents: [JSONValue], groupsClaim: String) {
        func claim(_ name: String) -> JSONValue? { documents.lazy.compactMap { $0[name] }.first { !$0.isNull } }
        func text(_ name: String, _ most: Int = 200) -> String? {
            claim(name)?.string.map { text in
                String(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7f }.prefix(most).map(Character.init))
            }.flatMap { $0.isEmpty ? nil : $0 }
        }
        guard let first = documents.first, let subject = IDTokenRule.subject(first) else { return nil }
        self.subject = subject
        session = IDTokenRule.session(first)
        let mail = text("email", 320)
        self.mail = mail.flatMap { $0.contains("@") ? $0 : nil }
        // Some write true as a text.
        isMailVerified = claim("email_verified").map { $0.bool ?? ($0.string == "true") } ?? false
        let login = text("preferred_username") ?? mail ?? subject
        self.login = String(login.prefix(200))
        name = text("name") ?? [text("given_name"), text("family_name")].compactMap(\.self).joined(separator: " ").orNil ?? login
        groups = Self.groups(documents, groupsClaim)
    }

    /// A claim by its name, or by a JSON pointer such as `/realm_access/roles`. Absent means none. Where they are too many for a
    /// token, Entra ID names the claim in `_claim_names` instead, which says nothing of groups.
    private static func groups(_ documents: [JSONValue], _ name: String) -> [String]? {
        guard !name.isEmpty else { return nil }
        let pointer = name.hasPrefix("/") ? JSONPointer(name) : JSONPointer(tokens: [name])
        guard let pointer, documents.allSatisfy({ $0["_claim_names"]?[name] == nil }) else { return nil }
        let value = documents.lazy.compactMap { $0[pointer] }.first
        let names = value?.array?.compactMap(\.string) ?? value?.string.map { [$0] } ?? []
        return Array(names.filter { (1...400).contains($0.utf8.count) }.prefix(2000))
    }
}

extension String {
    fileprivate var orNil: String? { isEmpty ? nil : self }
}
