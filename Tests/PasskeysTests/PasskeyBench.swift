import Core
import Crypto
import JSON
import TestKit

@testable import Passkeys

/// A site that asks and an authenticator that answers.
struct PasskeyBench {
    static let handle = [UInt8](repeating: 7, count: 16)

    let site = PasskeySite(host: "crm.example", port: 443, isSecure: true)!
    let challenge = SecureRandom.bytes(32)
    let authenticator: SoftAuthenticator

    init(_ kind: SoftAuthenticator.Kind = .es256, counts: Bool = false) throws {
        authenticator = try SoftAuthenticator(kind, counts: counts)
    }

    var creation: JSONValue {
        get throws {
            let options = CreationOptions(
                site: site, challenge: challenge, handle: Self.handle, login: "anna", name: "Anna", known: [])
            return try JSONValue.parse(options.json())
        }
    }

    var request: JSONValue {
        get throws {
            let options = RequestOptions(site: site, challenge: challenge, allowed: [], demandsVerification: true)
            return try JSONValue.parse(options.json())
        }
    }

    func register(
        _ change: (JSONValue) -> JSONValue = { $0 }, _ lie: (inout SoftAuthenticator.Saying) -> Void = { _ in }
    ) throws -> NewCredential {
        let answer = change(try authenticator.register(try creation, lie))
        return try site.verify(try Self.read(RegistrationResponse.self, answer), challenge: challenge)
    }

    func assert(
        _ known: KnownCredential, namesUser: Bool = true, demandsVerification: Bool = true,
        _ lie: (inout SoftAuthenticator.Saying) -> Void = { _ in }
    ) throws -> Assertion {
        let answer = try authenticator.assert(try request, lie)
        return try site.verify(
            try Self.read(AssertionResponse.self, answer), challenge: challenge, of: known, namesUser: namesUser,
            demandsVerification: demandsVerification)
    }

    /// What is known once it was made.
    func known(_ lie: (inout SoftAuthenticator.Saying) -> Void = { _ in }) throws -> KnownCredential {
        let made = try register({ $0 }, lie)
        return KnownCredential(publicKey: made.publicKey, canBeBackedUp: made.canBeBackedUp, userHandle: Self.handle)
    }

    static func read<T: Shape>(_ type: T.Type, _ answer: JSONValue) throws -> T {
        try Shapes.decode(type, from: answer.json())
    }
}
