package import Core
package import JSON

/// What the gateway tells on topic `crm.gateway.v1` for one person's own ears.
package enum SecurityEvents {
    package static let source = "/gateway"
    package static let topic = "crm.gateway.v1"
    /// Data: `SecurityNotice`; the key is the notice's id.
    package static let noted = "crm.gateway.security.noted.v1"
}

/// Something about how a person signs in that this person must hear of by mail.
package struct SecurityNotice: Shape, JSONWritable, Hashable {
    package static let shapeName = "SecurityNotice"

    package enum Kind: String, Sendable, CaseIterable {
        /// With `sealed`: what opens the way to a new password.
        case passwordReset = "password-reset"
        case passwordChanged = "password-changed"
        /// Too many failures; with `until`.
        case locked = "sign-in-locked"
        /// Signed in from a browser that was not seen before.
        case newBrowser = "new-browser"
        case secondFactorOn = "second-factor-on"
        case secondFactorOff = "second-factor-off"
        case passkeyAdded = "passkey-added"
        case passkeyRemoved = "passkey-removed"
        /// Somebody has a copy of one: it counted backwards.
        case passkeyCopied = "passkey-copied"
    }

    package let noticeID: ID
    package let userID: ID
    package let kind: Kind
    package let name: String
    package let mail: String
    /// A BCP 47 tag; empty where it is not known.
    package let language: String
    package let at: Timestamp
    package let until: Timestamp?
    /// From where it was done.
    package let address: String
    package let agent: String
    /// In base64url, for nobody's eyes but those of notifications; see decision 0013.
    package let sealed: String?

    package init(
        noticeID: ID, userID: ID, kind: Kind, name: String, mail: String, language: String, at: Timestamp, until: Timestamp?,
        address: String, agent: String, sealed: String?
    ) {
        (self.noticeID, self.userID, self.kind, self.name, self.mail) = (noticeID, userID, kind, name, mail)
        (self.language, self.at, self.until, self.address) = (language, at, until, address)
        (self.agent, self.sealed) = (agent, sealed)
    }

    package init(_ fields: inout ShapeReader) {
        noticeID = fields.id("noticeID")
        userID = fields.id("userID")
        kind = Kind(rawValue: fields.choice("kind", among: Kind.allCases.map(\.rawValue))) ?? .passwordChanged
        name = fields.text("name", length: 0...4096)
        mail = fields.text("mail", length: 3...320)
        language = fields.text("language", length: 0...35)
        at = fields.time("at")
        until = fields.optionalTime("until")
        address = fields.text("address", length: 0...100)
        agent = fields.text("agent", length: 0...200)
        sealed = fields.optionalText("sealed", length: 1...400)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("noticeID", noticeID)
            writer.field("userID", userID)
            writer.field("kind", kind.rawValue)
            writer.field("name", name)
            writer.field("mail", mail)
            writer.field("language", language)
            writer.field("at", at)
            writer.field("until", until)
            writer.field("address", address)
            writer.field("agent", agent)
            writer.field("sealed", sealed)
        }
    }
}

/// The public half of the key that only notifications opens letters with.
package struct LetterKey: Shape, JSONWritable, Hashable {
    package static let shapeName = "LetterKey"
    /// Where notifications gives it.
    package static let path = "/v1/letter-key"

    /// X25519, 32 bytes in base64url.
    package let publicKey: String

    package init(publicKey: String) {
        self.publicKey = publicKey
    }

    package init(_ fields: inout ShapeReader) {
        publicKey = fields.text("publicKey", length: 43...43, "X25519, 32 bytes in base64url.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { $0.field("publicKey", publicKey) }
    }
}
