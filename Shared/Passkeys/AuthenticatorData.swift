import Crypto

/// What an authenticator says and signs (WebAuthn §6.1): for which site, how sure it is of the person, how often it signed, and,
/// when it has just made a key, that key.
struct AuthenticatorData: Sendable, Hashable {
    static let limit = 4096
    private static let headCount = 37

    let bytes: [UInt8]
    private let siteDigest: [UInt8]
    private let flags: UInt8
    let signCount: UInt32
    let credential: Credential?

    struct Credential: Sendable, Hashable {
        let id: [UInt8]
        let key: COSEKey
    }

    init(_ bytes: [UInt8]) throws(PasskeyFault) {
        guard (Self.headCount...Self.limit).contains(bytes.count) else { throw .malformed }
        self.bytes = bytes
        siteDigest = Array(bytes[..<32])
        flags = bytes[32]
        signCount = bytes[33..<37].reduce(0) { $0 << 8 | UInt32($1) }
        var rest = bytes[Self.headCount...]
        credential = flags & 0x40 == 0 ? nil : try Self.credential(&rest)
        if flags & 0x80 != 0 {
            var reader = CBORReader(rest)
            guard try reader.item().map != nil else { throw .malformed }
            rest = reader.rest
        }
        guard rest.isEmpty else { throw .malformed }
    }

    private var isPresent: Bool { flags & 0x01 != 0 }
    var isVerified: Bool { flags & 0x04 != 0 }
    /// May be copied to other devices of the person.
    var canBeBackedUp: Bool { flags & 0x08 != 0 }
    var isBackedUp: Bool { flags & 0x10 != 0 }

    func check(at site: PasskeySite, demandsVerification: Bool) throws(PasskeyFault) {
        guard siteDigest == Digest.sha256(Array(site.id.utf8)) else { throw .site }
        guard isPresent else { throw .presence }
        guard isVerified || !demandsVerification else { throw .verification }
        guard canBeBackedUp || !isBackedUp else { throw .backup }
    }

    /// The attested credential (WebAuthn §6.5.1): model, length, id, key.
    private static func credential(_ rest: inout ArraySlice<UInt8>) throws(PasskeyFault) -> Credential {
        guard rest.count > 18 else { throw .malformed }
        let head = Array(rest.prefix(18))
        rest = rest.dropFirst(18)
        let count = Int(head[16]) << 8 | Int(head[17])
        guard CredentialID.lengths.contains(count), count < rest.count else { throw .malformed }
        let id = Array(rest.prefix(count))
        rest = rest.dropFirst(count)
        var reader = CBORReader(rest)
        _ = try reader.item()
        let key = try COSEKey(Array(rest[..<reader.rest.startIndex]))
        rest = reader.rest
        return Credential(id: id, key: key)
    }
}

package enum CredentialID {
    /// Bytes (WebAuthn §4).
    package static let lengths = 1...1023
}
