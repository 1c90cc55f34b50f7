import JSON

/// The site as options name it.
struct SiteEntity: Shape, JSONWritable {
    static let shapeName = "PasskeySite"
    let id: String

    init(id: String) { self.id = id }

    init(_ fields: inout ShapeReader) {
        id = fields.text("id", length: 1...253, "The name that the passkey is bound to.")
        _ = fields.text("name", length: 1...100)
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("name", "Relata")
        }
    }
}

/// The person as options name him, for the authenticator to show.
struct UserEntity: Shape, JSONWritable {
    static let shapeName = "PasskeyUser"
    let handle: String
    let login: String
    let name: String

    init(handle: String, login: String, name: String) {
        (self.handle, self.login, self.name) = (handle, login, name)
    }

    init(_ fields: inout ShapeReader) {
        handle = fields.text("id", length: 2...86, "In base64url; what the authenticator gives back as userHandle.")
        login = fields.text("name", length: 0...1000)
        name = fields.text("displayName", length: 0...1000)
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", handle)
            writer.field("name", login)
            writer.field("displayName", name)
        }
    }
}

/// A kind of key that is taken.
struct KeyKind: Shape, JSONWritable {
    static let shapeName = "PasskeyKind"
    let number: Int64

    init(number: Int64) { self.number = number }

    init(_ fields: inout ShapeReader) {
        _ = fields.choice("type", among: ["public-key"])
        number = fields.integer("alg", in: -65_536...65_536, "By its number in COSE.")
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("type", "public-key")
            writer.field("alg", number)
        }
    }
}

/// What the authenticator must be able to do.
struct Selection: Shape, JSONWritable {
    static let shapeName = "PasskeySelection"

    init() {}

    init(_ fields: inout ShapeReader) {
        _ = fields.choice("residentKey", among: ["required"])
        _ = fields.boolean("requireResidentKey")
        _ = fields.choice("userVerification", among: ["required"])
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("residentKey", "required")
            writer.field("requireResidentKey", true)
            writer.field("userVerification", "required")
        }
    }
}
