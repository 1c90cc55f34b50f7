/// Why what a browser sent is not believed. For the log and for tests: whoever sent it learns no more than that it was refused.
package enum PasskeyFault: String, Error, Hashable, Sendable, CaseIterable {
    /// No CBOR, no authenticator data, no client data, or more of it than there may be.
    case malformed
    /// Made for something else: a registration for a sign-in, or the other way round.
    case type
    /// It answers another question than was asked.
    case challenge
    /// It was given to a page of another site, or to one within a page of another.
    case origin
    /// It is a passkey of another site.
    case site
    /// Nobody touched the authenticator.
    case presence
    /// The authenticator did not make sure who touched it.
    case verification
    /// A kind of key that we did not ask for.
    case algorithm
    /// The key is none: a point beside the curve, or of another size.
    case key
    /// A statement about the authenticator that we did not ask for, or a false one.
    case attestation
    /// It says to be backed up where it said that it cannot be, or the other way round.
    case backup
    /// Another user's.
    case owner
    case signature
}
