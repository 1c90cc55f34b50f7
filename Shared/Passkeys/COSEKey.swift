/// A public key as authenticators write it (RFC 9053), of the three kinds that we ask for.
struct COSEKey: Sendable, Hashable {
    enum Algorithm: Int32, Sendable, CaseIterable {
        case es256 = -7
        case edDSA = -8
        /// Windows Hello with an older chip.
        case rs256 = -257
    }

    /// As the authenticator wrote it.
    let bytes: [UInt8]
    let algorithm: Algorithm
    /// As libfido2 takes it: both coordinates, the one, or modulus and exponent.
    let material: [UInt8]

    /// Throws `algorithm` for another kind, and `key` where it is no key.
    init(_ bytes: [UInt8]) throws(PasskeyFault) {
        let item = try CBOR.parse(bytes)
        guard item.map != nil else { throw .malformed }
        guard let number = item[3]?.integer.flatMap({ Int32(exactly: $0) }), let algorithm = Algorithm(rawValue: number) else {
            throw .algorithm
        }
        func part(_ name: Int64, _ count: Int) throws(PasskeyFault) -> [UInt8] {
            guard let part = item[name]?.bytes, part.count == count else { throw .key }
            return part
        }
        func check(type: Int64, curve: Int64?) throws(PasskeyFault) {
            guard item[1]?.integer == type, curve == nil || item[-1]?.integer == curve else { throw .key }
        }
        switch algorithm {
        case .es256:
            try check(type: 2, curve: 1)
            material = try part(-2, 32) + (try part(-3, 32))
        case .edDSA:
            try check(type: 1, curve: 6)
            material = try part(-2, 32)
        case .rs256:
            try check(type: 3, curve: nil)
            material = try part(-1, 256) + (try part(-2, 3))
        }
        self.bytes = bytes
        self.algorithm = algorithm
        guard Fido.takes(self) else { throw .key }
    }
}
