package import JSON

/// The keys that somebody publishes (RFC 7517 §5), as far as we can use them.
package struct ForeignKeySet: Sendable {
    /// Keys of one set that are looked at.
    private static let most = 100

    package let keys: [ForeignKey]

    /// A key that we cannot use is passed over, as the RFC asks. Throws `KeyError` when it is no key set.
    package init(jwks: JSONValue) throws(KeyError) {
        guard let entries = jwks["keys"]?.array else { throw KeyError(expected: "a JWK set") }
        keys = entries.prefix(Self.most).compactMap { try? ForeignKey(jwk: $0) }
    }

    /// The one key that a token with this header is verified with. Without a key id there must be just one key for the algorithm;
    /// of two keys with one id neither counts.
    package func key(_ keyID: String?, for algorithm: ForeignAlgorithm) -> ForeignKey? {
        let fitting = keys.filter { $0.algorithms.contains(algorithm) && (keyID == nil || $0.keyID == keyID) }
        return fitting.count == 1 ? fitting[0] : nil
    }
}
