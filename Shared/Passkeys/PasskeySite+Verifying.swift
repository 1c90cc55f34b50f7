/// A passkey that was just made.
package struct NewCredential: Sendable, Hashable {
    package let id: [UInt8]
    /// As COSE, to verify by what it signs.
    package let publicKey: [UInt8]
    package let signCount: Int64
    package let canBeBackedUp: Bool
    package let isBackedUp: Bool
}

/// What a passkey that we know has just proved.
package struct Assertion: Sendable, Hashable {
    /// How often it signed; 0 where it does not count, as those that are on several devices.
    package let signCount: Int64
    package let isBackedUp: Bool
    /// Whether the authenticator made sure who touched it, by a finger, a face or a PIN.
    package let isVerified: Bool
}

/// A passkey that we know.
package struct KnownCredential: Sendable, Hashable {
    package let publicKey: [UInt8]
    package let canBeBackedUp: Bool
    /// What we called its user when it was made.
    package let userHandle: [UInt8]

    package init(publicKey: [UInt8], canBeBackedUp: Bool, userHandle: [UInt8]) {
        (self.publicKey, self.canBeBackedUp, self.userHandle) = (publicKey, canBeBackedUp, userHandle)
    }
}

extension PasskeySite {
    /// WebAuthn §7.1. The user must have been verified, so that each passkey can open the door by itself.
    package func verify(_ response: RegistrationResponse, challenge: [UInt8]) throws(PasskeyFault) -> NewCredential {
        let client = try ClientData(response.clientData)
        try client.check("webauthn.create", challenge: challenge, at: self)
        let object = try CBOR.parse(response.attestation)
        guard let format = object["fmt"]?.text, let statement = object["attStmt"], statement.map != nil,
            let bytes = object["authData"]?.bytes
        else { throw .malformed }
        let data = try AuthenticatorData(bytes)
        try data.check(at: self, demandsVerification: true)
        guard let credential = data.credential, credential.id == response.id else { throw .malformed }
        switch format {
        case "none":
            guard statement.map?.isEmpty == true else { throw .attestation }
        case "packed":
            // With a certificate it says which model it is, which we did not ask.
            guard statement["x5c"] == nil, statement["alg"]?.integer == Int64(credential.key.algorithm.rawValue),
                let signature = statement["sig"]?.bytes,
                Fido.attests(signature, of: bytes, clientDigest: client.digest, site: id, by: credential.key)
            else { throw .attestation }
        default: throw .attestation
        }
        return NewCredential(
            id: credential.id, publicKey: credential.key.bytes, signCount: Int64(data.signCount),
            canBeBackedUp: data.canBeBackedUp, isBackedUp: data.isBackedUp)
    }

    /// WebAuthn §7.2. `namesUser`: it must say itself whose it is, as nobody else has said that before.
    package func verify(
        _ response: AssertionResponse, challenge: [UInt8], of known: KnownCredential, namesUser: Bool,
        demandsVerification: Bool
    ) throws(PasskeyFault) -> Assertion {
        let client = try ClientData(response.clientData)
        try client.check("webauthn.get", challenge: challenge, at: self)
        let data = try AuthenticatorData(response.authenticatorData)
        try data.check(at: self, demandsVerification: demandsVerification)
        guard data.credential == nil else { throw .malformed }
        guard data.canBeBackedUp == known.canBeBackedUp else { throw .backup }
        guard response.userHandle.map({ $0 == known.userHandle }) ?? !namesUser else { throw .owner }
        let key = try COSEKey(known.publicKey)
        guard Fido.verifies(response.signature, of: data.bytes, clientDigest: client.digest, site: id, by: key) else {
            throw .signature
        }
        return Assertion(signCount: Int64(data.signCount), isBackedUp: data.isBackedUp, isVerified: data.isVerified)
    }
}

package enum SignCount {
    /// Whether two authenticators use what was one key: whoever counts must count upwards (WebAuthn §6.1.1).
    package static func tellsCopy(known: Int64, new: Int64) -> Bool {
        (known != 0 || new != 0) && new <= known
    }
}
