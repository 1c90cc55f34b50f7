import CSodium

/// libsodium, which must be initialised before anything draws random bytes from it.
enum Sodium {
    /// Read it before a call into libsodium; the first read initialises.
    static let ready: Void = {
        precondition(sodium_init() >= 0, "libsodium finds no source of random bytes")
    }()
}
