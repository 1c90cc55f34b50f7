import COpenSSL
import Core

/// SHA-256 of a body that passes by in parts.
final class BodyDigest {
    private let context: OpaquePointer

    init() throws {
        guard let context = EVP_MD_CTX_new() else { throw Self.failure }
        self.context = context
        guard EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else { throw Self.failure }
    }

    func update(_ part: [UInt8]) throws {
        guard EVP_DigestUpdate(context, part, part.count) == 1 else { throw Self.failure }
    }

    func finish() throws -> [UInt8] {
        var out = [UInt8](repeating: 0, count: 32)
        guard EVP_DigestFinal_ex(context, &out, nil) == 1 else { throw Self.failure }
        return out
    }

    deinit { EVP_MD_CTX_free(context) }

    private static var failure: Refusal { Refusal(.failed, "digest-failed", "The body could not be digested; try again.") }
}
