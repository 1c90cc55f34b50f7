import Core
import JSON
import Passkeys

/// A passkey without its key, which nobody needs to see.
struct PasskeyResource: Shape, JSONWritable {
    static let shapeName = "Passkey"
    let passkey: Passkey

    init(_ passkey: Passkey) { self.passkey = passkey }

    init(_ fields: inout ShapeReader) {
        passkey = Passkey(
            id: fields.id("id"), userID: ID(high: 0, low: 0), credentialID: [], publicKey: [], signCount: 0,
            name: fields.text("name", length: Passkey.nameLengths),
            transports: fields.texts(
                "transports", count: 0...10, length: 1...32, "How browsers reach it, such as internal, hybrid, usb."),
            canBeBackedUp: false,
            isBackedUp: fields.boolean("backedUp", "Whether the person's other devices have it too."),
            createdAt: fields.time("createdAt"), lastUsedAt: fields.optionalTime("lastUsedAt"),
            copiedAt: fields.optionalTime("copiedAt", "When it was found to have a copy; it opens nothing any more."),
            version: fields.integer("version", in: 1...Int64.max, "Its ETag."))
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", passkey.id)
            writer.field("name", passkey.name)
            writer.field("transports", array: passkey.transports)
            writer.field("backedUp", passkey.isBackedUp)
            writer.field("createdAt", passkey.createdAt)
            writer.field("lastUsedAt", passkey.lastUsedAt)
            writer.field("copiedAt", passkey.copiedAt)
            writer.field("version", passkey.version)
        }
    }
}

/// A passkey that a browser has just made.
struct PasskeyRequest: Shape {
    static let shapeName = "PasskeyRequest"
    /// `nil` for that of the browser.
    let name: String?
    let credential: RegistrationResponse?

    init(_ fields: inout ShapeReader) {
        name = fields.optionalText(
            "name", length: Passkey.nameLengths, "To tell it from others; that of the browser when absent.")
        credential = fields.object(
            "credential", RegistrationResponse.self, "What toJSON gives of the browser's credential (WebAuthn).")
    }
}

struct PasskeyPatch: Shape {
    static let shapeName = "PasskeyPatch"
    let name: String

    init(_ fields: inout ShapeReader) {
        name = fields.text("name", length: Passkey.nameLengths)
    }
}

/// What is asked for at the door.
struct PasskeyQuestion: Shape {
    static let shapeName = "PasskeyQuestion"
    let afterPassword: Bool

    init(_ fields: inout ShapeReader) {
        afterPassword = fields.afterPassword()
    }
}

/// An answer of a passkey.
struct PasskeyProof: Shape {
    static let shapeName = "PasskeyProof"
    let credential: AssertionResponse?
    let afterPassword: Bool
    let language: String

    init(_ fields: inout ShapeReader) {
        credential = fields.object(
            "credential", AssertionResponse.self, "What toJSON gives of the browser's credential (WebAuthn).")
        afterPassword = fields.afterPassword()
        language = UserFields.language(&fields) ?? ""
    }
}

extension ShapeReader {
    fileprivate mutating func afterPassword() -> Bool {
        optionalBoolean("afterPassword", default: false, "Whether it is the second step, after the password.") ?? false
    }
}

/// What is left to sign in by, once a passkey is gone.
struct SignInWaysResource: Shape, JSONWritable {
    static let shapeName = "SignInWays"
    let ways: SignInWays

    init(_ ways: SignInWays) { self.ways = ways }

    init(_ fields: inout ShapeReader) {
        ways = SignInWays(
            hasPassword: fields.boolean("password"), hasMail: fields.boolean("mail", "A way to a new password by mail."),
            hasProvider: fields.boolean("provider", "A sign-in provider."),
            passkeys: Int(fields.integer("passkeys", in: 0...Int64(Passkey.most))))
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("password", ways.hasPassword)
            writer.field("mail", ways.hasMail)
            writer.field("provider", ways.hasProvider)
            writer.field("passkeys", ways.passkeys)
        }
    }
}
