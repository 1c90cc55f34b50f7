import Crypto
package import JSON
import Synchronization

/// An authenticator of a few lines with the browser around it: makes a passkey, proves that it has it, and tells every lie it is told
/// to tell.
package final class SoftAuthenticator: Sendable {
    package enum Kind: Sendable, CaseIterable {
        case es256, edDSA, rs256
    }

    /// What is said and signed; a test changes of it what is to be a lie.
    package struct Saying: Sendable {
        package var type: String
        package var challenge: String
        package var origin: String
        package var crossOrigin: Bool?
        package var topOrigin: String?
        package var site: String
        /// Present, verified.
        package var flags: UInt8 = 0x05
        package var count: UInt32
        /// Behind the authenticator's data, signed too.
        package var trailing: [UInt8] = []
        /// With which format and statement it is attested; `nil` for the statement that the format asks for.
        package var format = "none"
        package var statement: [UInt8]?
        package var key: [UInt8]
        package var transports: [String] = ["internal"]
        package var userHandle: String?
        /// Changes what was signed, after it was signed.
        package var spoil: @Sendable ([UInt8]) -> [UInt8] = { $0 }
    }

    package let id: [UInt8]
    package let origin: String
    private let kind: Kind
    private let curve: SigningKey
    private let issuer: IssuerKey
    private let state: Mutex<(count: UInt32, handle: String?)>

    /// `counts`: an authenticator that counts its signatures begins with 1.
    package init(_ kind: Kind = .es256, origin: String = "https://crm.example", counts: Bool = false) throws {
        (self.kind, self.origin) = (kind, origin)
        id = SecureRandom.bytes(32)
        curve = SigningKey.generate()
        issuer = try IssuerKey(kind == .rs256 ? .rs256 : .es256)
        state = Mutex((counts ? 1 : 0, nil))
    }

    package var idText: String { Base64.encodeURL(id) }

    /// As COSE.
    package var key: [UInt8] {
        typealias Text = CBORText
        func part(_ name: String) -> [UInt8] { Text.bytes(Base64.decodeURL(issuer.jwk()[name]?.string ?? "") ?? []) }
        func members(_ parts: [(Int, [UInt8])]) -> [UInt8] { Text.map(parts.map { (Text.integer($0.0), $0.1) }) }
        return switch kind {
        case .es256:
            members([
                (1, Text.integer(2)), (3, Text.integer(-7)), (-1, Text.integer(1)), (-2, part("x")), (-3, part("y")),
            ])
        case .edDSA:
            members([
                (1, Text.integer(1)), (3, Text.integer(-8)), (-1, Text.integer(6)),
                (-2, Text.bytes(curve.publicKey.bytes)),
            ])
        case .rs256:
            members([(1, Text.integer(3)), (3, Text.integer(-257)), (-1, part("n")), (-2, part("e"))])
        }
    }

    /// Makes the passkey that the options ask for: `RegistrationResponseJSON`.
    package func register(_ options: JSONValue, _ lie: (inout Saying) -> Void = { _ in }) throws -> JSONValue {
        let handle = options["user"]?["id"]?.string
        var saying = Saying(
            type: "webauthn.create", challenge: options["challenge"]?.string ?? "", origin: origin,
            site: options["rp"]?["id"]?.string ?? "", count: count(), key: key)
        saying.flags |= 0x40
        lie(&saying)
        state.withLock { $0.handle = handle }
        let client = Self.clientData(saying)
        var data = Self.head(saying)
        if saying.flags & 0x40 != 0 {
            data += [UInt8](repeating: 0, count: 16) + [UInt8(id.count >> 8), UInt8(id.count & 255)] + id + saying.key
        }
        data += saying.trailing
        var statement = CBORText.map([])
        if saying.format == "packed" {
            statement = CBORText.map([
                (CBORText.text("alg"), CBORText.integer(algorithm)),
                (CBORText.text("sig"), CBORText.bytes(try sign(data + Digest.sha256(client)))),
            ])
        }
        let object = CBORText.map([
            (CBORText.text("fmt"), CBORText.text(saying.format)),
            (CBORText.text("attStmt"), saying.statement ?? statement),
            (CBORText.text("authData"), CBORText.bytes(saying.spoil(data))),
        ])
        return [
            "id": .string(idText), "rawId": .string(idText), "type": "public-key",
            "response": [
                "clientDataJSON": .string(Base64.encodeURL(client)), "attestationObject": .string(Base64.encodeURL(object)),
                "transports": .array(saying.transports.map { .string($0) }),
            ],
            "clientExtensionResults": [:],
        ]
    }

    /// Proves that it has the passkey: `AuthenticationResponseJSON`.
    package func assert(_ options: JSONValue, _ lie: (inout Saying) -> Void = { _ in }) throws -> JSONValue {
        var saying = Saying(
            type: "webauthn.get", challenge: options["challenge"]?.string ?? "", origin: origin,
            site: options["rpId"]?.string ?? "", count: count(), key: key)
        saying.userHandle = state.withLock { $0.handle }
        lie(&saying)
        let client = Self.clientData(saying)
        let data = Self.head(saying) + saying.trailing
        let signature = try sign(data + Digest.sha256(client))
        let response: [(String, JSONValue)] = [
            ("clientDataJSON", .string(Base64.encodeURL(client))),
            ("authenticatorData", .string(Base64.encodeURL(saying.spoil(data)))),
            ("signature", .string(Base64.encodeURL(signature))),
        ]
        let handle: [(String, JSONValue)] = saying.userHandle.map { [("userHandle", .string($0))] } ?? []
        return [
            "id": .string(idText), "rawId": .string(idText), "type": "public-key",
            "response": .object(JSONObject(response + handle)), "clientExtensionResults": [:],
        ]
    }

    private var algorithm: Int {
        switch kind {
        case .es256: -7
        case .edDSA: -8
        case .rs256: -257
        }
    }

    private func count() -> UInt32 {
        state.withLock { state in
            if state.count > 0 { state.count += 1 }
            return state.count
        }
    }

    private func sign(_ message: [UInt8]) throws -> [UInt8] {
        kind == .edDSA ? curve.sign(message) : try issuer.signEncoded(message)
    }

    private static func head(_ saying: Saying) -> [UInt8] {
        Digest.sha256(Array(saying.site.utf8)) + [saying.flags]
            + (0..<4).map { UInt8(truncatingIfNeeded: saying.count >> (24 - 8 * $0)) }
    }

    private static func clientData(_ saying: Saying) -> [UInt8] {
        var json = JSONObject([
            ("type", .string(saying.type)), ("challenge", .string(saying.challenge)), ("origin", .string(saying.origin)),
        ])
        if let framed = saying.crossOrigin { json.set("crossOrigin", .bool(framed)) }
        if let top = saying.topOrigin { json.set("topOrigin", .string(top)) }
        return JSONValue.object(json).json()
    }
}
