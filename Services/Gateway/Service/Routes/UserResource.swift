import Core
import JSON
import Presentation

/// A user that somebody wants.
struct UserRequest: Shape {
    static let shapeName = "UserRequest"
    let wish: NewUser

    init(_ fields: inout ShapeReader) {
        let kind = fields.optionalChoice(
            "kind", among: User.Kind.allCases.map(\.rawValue), "A person, when absent; a service account has tokens only.")
        let login = fields.text("login", length: 1...200, "To sign in with; another than everybody else's, and kept for ever.")
        UserFields.checkLogin(login, &fields)
        wish = NewUser(
            kind: kind.flatMap(User.Kind.init(rawValue:)) ?? .person, login: login, name: UserFields.name(&fields),
            mail: UserFields.mail(&fields), language: UserFields.language(&fields) ?? "",
            timeZone: UserFields.timeZone(&fields) ?? "UTC")
    }
}

/// What is to become of a user; what is absent stays.
struct UserPatch: Shape {
    static let shapeName = "UserPatch"
    let edit: UserEdit

    init(_ fields: inout ShapeReader) {
        var edit = UserEdit()
        edit.name = Edit(fields.optionalText("name", length: 1...200, "For others to read."))
        edit.mail = fields.editText("mail", length: 3...254, "Where mails to him go; null takes it away.")
        if case .set(let mail?) = edit.mail { UserFields.check(mail: mail, &fields) }
        edit.language = Edit(UserFields.language(&fields))
        edit.timeZone = Edit(UserFields.timeZone(&fields))
        edit.isActive = Edit(
            fields.optionalBoolean("active", "False when he leaves: it ends his sessions and tokens, everywhere within 5 s."))
        self.edit = edit
    }
}

/// A user as the API gives him.
struct UserResource: Shape, JSONWritable {
    static let shapeName = "User"
    let user: User

    init(_ user: User) { self.user = user }

    init(_ fields: inout ShapeReader) {
        user = User(
            id: fields.id("id"),
            kind: User.Kind(rawValue: fields.choice("kind", among: User.Kind.allCases.map(\.rawValue))) ?? .person,
            login: fields.text("login", length: 1...200), name: fields.text("name", length: 1...200),
            mail: fields.optionalText("mail", length: 3...254), language: fields.text("language", length: 0...35),
            timeZone: fields.text("timeZone", length: 1...64), isActive: fields.boolean("active"),
            version: fields.integer("version", in: 1...Int64.max, "Its ETag."))
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", user.id)
            writer.field("kind", user.kind.rawValue)
            writer.field("login", user.login)
            writer.field("name", user.name)
            writer.field("mail", user.mail)
            writer.field("language", user.language)
            writer.field("timeZone", user.timeZone)
            writer.field("active", user.isActive)
            writer.field("version", user.version)
        }
    }
}

/// The fields that making and changing a user have in common.
enum UserFields {
    static func name(_ fields: inout ShapeReader) -> String {
        fields.text("name", length: 1...200, "For others to read.")
    }

    static func mail(_ fields: inout ShapeReader) -> String? {
        let mail = fields.optionalText("mail", length: 3...254, "Where mails to him go.")
        if let mail { check(mail: mail, &fields) }
        return mail
    }

    static func language(_ fields: inout ShapeReader) -> String? {
        fields.optionalChoice(
            "language", among: [""] + Language.allCases.map(\.rawValue), "Empty for that of his browser.")
    }

    static func timeZone(_ fields: inout ShapeReader) -> String? {
        let name = fields.optionalText(
            "timeZone", length: 1...64,
            "By its IANA name, such as Europe/Moscow; UTC when absent. His days of absence are its days.")
        if let name, !name.utf8.allSatisfy({ isOfZone($0) }) {
            fields.fault(at: "timeZone", code: "out-of-range", detail: "There is no time zone of this name.")
        }
        return name
    }

    /// Comparing folds case and accents, so nothing else may be left over.
    static func checkLogin(_ login: String, _ fields: inout ShapeReader) {
        if login.unicodeScalars.contains(where: { $0.properties.isWhitespace || $0.value < 0x20 || $0.value == 0x7f })
            || SearchKey.folded(login).isEmpty
        {
            fields.fault(at: "login", code: "out-of-range", detail: "Must have no blanks.")
        }
    }

    static func check(mail: String, _ fields: inout ShapeReader) {
        let parts = mail.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = mail.unicodeScalars.allSatisfy {
            !$0.properties.isWhitespace && $0.value > 0x20 && $0.value != 0x7f && !"<>()[],;:\\\"".unicodeScalars.contains($0)
        }
        if parts.count != 2 || parts.contains(where: \.isEmpty) || !isPlain {
            fields.fault(at: "mail", code: "out-of-range", detail: "Must be a mail address, such as anna@example.com.")
        }
    }

    private static func isOfZone(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"):
            true
        default: false
        }
    }
}
