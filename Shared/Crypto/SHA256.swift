import CSodium

/// SHA-256 of a message that comes in pieces. A copy goes on by itself.
package struct SHA256 {
    private var state = crypto_hash_sha256_state()

    package init() {
        crypto_hash_sha256_init(&state)
    }

    package mutating func update(_ piece: [UInt8]) {
        crypto_hash_sha256_update(&state, piece, UInt64(piece.count))
    }

    package mutating func update(_ piece: UnsafeRawBufferPointer) {
        crypto_hash_sha256_update(&state, piece.assumingMemoryBound(to: UInt8.self).baseAddress, UInt64(piece.count))
    }

    /// 32 bytes. The value must not be used afterwards.
    package consuming func finish() -> [UInt8] {
        var state = state
        var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        crypto_hash_sha256_final(&state, &digest)
        return digest
    }
}
