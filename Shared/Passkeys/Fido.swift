import CFido2

/// libfido2, which does nothing here but verify signatures: no device is ever opened.
enum Fido {
    /// Whether it is a key at all: of the right size, on the curve.
    static func takes(_ key: COSEKey) -> Bool { withKey(key) { _, _ in true } }

    /// Whether the key signed this data for the site.
    static func verifies(
        _ signature: [UInt8], of data: [UInt8], clientDigest: [UInt8], site: String, by key: COSEKey
    ) -> Bool {
        withKey(key) { key, algorithm in
            var made = fido_assert_new()
            defer { fido_assert_free(&made) }
            guard let assertion = made,
                fido_assert_set_clientdata_hash(assertion, clientDigest, clientDigest.count) == FIDO_OK,
                fido_assert_set_rp(assertion, site) == FIDO_OK, fido_assert_set_count(assertion, 1) == FIDO_OK,
                fido_assert_set_authdata_raw(assertion, 0, data, data.count) == FIDO_OK,
                fido_assert_set_sig(assertion, 0, signature, signature.count) == FIDO_OK
            else { return false }
            return fido_assert_verify(assertion, 0, algorithm, key) == FIDO_OK
        }
    }

    /// Whether the new key in the data signed it itself: attestation "packed" without a certificate (WebAuthn §8.2).
    static func attests(
        _ signature: [UInt8], of data: [UInt8], clientDigest: [UInt8], site: String, by key: COSEKey
    ) -> Bool {
        var made = fido_cred_new()
        defer {
            fido_cred_free(&made)
            ERR_clear_error()
        }
        guard let credential = made, fido_cred_set_type(credential, key.algorithm.rawValue) == FIDO_OK,
            fido_cred_set_rp(credential, site, nil) == FIDO_OK,
            fido_cred_set_clientdata_hash(credential, clientDigest, clientDigest.count) == FIDO_OK,
            fido_cred_set_authdata_raw(credential, data, data.count) == FIDO_OK,
            fido_cred_set_fmt(credential, "packed") == FIDO_OK,
            fido_cred_set_sig(credential, signature, signature.count) == FIDO_OK
        else { return false }
        return fido_cred_verify_self(credential) == FIDO_OK
    }

    private static func withKey(_ key: COSEKey, _ body: (UnsafeRawPointer, Int32) -> Bool) -> Bool {
        // What a bad signature leaves must not be taken for an error of the next TLS connection on this thread.
        defer { ERR_clear_error() }
        let (bytes, count) = (key.material, key.material.count)
        switch key.algorithm {
        case .es256:
            var made = es256_pk_new()
            defer { es256_pk_free(&made) }
            guard let made, es256_pk_from_ptr(made, bytes, count) == FIDO_OK else { return false }
            return body(UnsafeRawPointer(made), key.algorithm.rawValue)
        case .edDSA:
            var made = eddsa_pk_new()
            defer { eddsa_pk_free(&made) }
            guard let made, eddsa_pk_from_ptr(made, bytes, count) == FIDO_OK else { return false }
            return body(UnsafeRawPointer(made), key.algorithm.rawValue)
        case .rs256:
            var made = rs256_pk_new()
            defer { rs256_pk_free(&made) }
            guard let made, rs256_pk_from_ptr(made, bytes, count) == FIDO_OK else { return false }
            return body(UnsafeRawPointer(made), key.algorithm.rawValue)
        }
    }
}
