import Core
import Crypto
import JSON

struct SecondFactorResource: Shape, JSONWritable {
    static let shapeName = "SecondFactor"
    let enabled: Bool
    let confirmedAt: Timestamp?
    let recoveryCodesLeft: Int64
    let required: Bool

    init(_ state: SecondFactorState) {
        (enabled, confirmedAt) = (state.confirmedAt != nil, state.confirmedAt)
        (recoveryCodesLeft, required) = (state.codesLeft, state.isRequired)
    }

    init(_ fields: inout ShapeReader) {
        enabled = fields.boolean("enabled")
        confirmedAt = fields.optionalTime("confirmedAt")
        recoveryCodesLeft = fields.integer("recoveryCodesLeft", in: 0...Int64(RecoveryCode.count))
        required = fields.boolean("required", "Whether everyone here must have one.")
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("enabled", enabled)
            writer.field("confirmedAt", confirmedAt)
            writer.field("recoveryCodesLeft", recoveryCodesLeft)
            writer.field("required", required)
        }
    }
}

/// What goes into the app.
struct SecondFactorSecret: Shape, JSONWritable {
    static let shapeName = "SecondFactorSecret"
    let secret: String
    let uri: String

    init(secret: [UInt8], login: String) {
        self.secret = Base32.encode(secret)
        uri = TimeCode.uri(secret: secret, login: login)
    }

    init(_ fields: inout ShapeReader) {
        secret = fields.text("secret", length: 16...64, "In base32, to type into the app.")
        uri = fields.text("uri", length: 1...4096, "The same with all else as otpauth://, to show as a QR code.")
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("secret", secret)
            writer.field("uri", uri)
        }
    }
}

struct SecondFactorCode: Shape {
    static let shapeName = "SecondFactorCode"
    let code: String

    init(_ fields: inout ShapeReader) {
        code = fields.text("code", length: 1...100, "Six digits.")
    }
}

struct RecoveryCodes: Shape, JSONWritable {
    static let shapeName = "RecoveryCodes"
    let codes: [String]

    init(codes: [String]) { self.codes = codes }

    init(_ fields: inout ShapeReader) {
        codes = fields.texts(
            "recoveryCodes", count: RecoveryCode.count...RecoveryCode.count, length: 19...19,
            "Each is good once in place of the app's code. They are kept nowhere: print them.")
    }

    func write(to writer: inout JSONWriter) {
        writer.object { $0.field("recoveryCodes", array: codes) }
    }
}
