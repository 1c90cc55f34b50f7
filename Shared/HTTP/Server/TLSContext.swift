import COpenSSL
import Synchronization

/// Where a server's certificate chain and private key lie, both in PEM.
package struct TLSFiles: Sendable {
    package var certificate: String
    package var key: String

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}

/// A certificate with its key, ready for sessions: TLS 1.2 and later.
///
/// Unchecked: OpenSSL lets threads share a context once it is set up, and counts its references.
final class TLSContext: @unchecked Sendable {
    private let context: OpaquePointer

    init(_ files: TLSFiles) throws {
        context = try Self.load(files)
    }

    deinit { SSL_CTX_free(context) }

    /// A session for an accepted socket; nil when OpenSSL has no memory.
    func session(_ descriptor: Int32) -> TLSSession? {
        SSL_new(context).map { TLSSession($0, descriptor) }
    }

    private static func load(_ files: TLSFiles) throws -> OpaquePointer {
        guard let context = SSL_CTX_new(TLS_server_method()) else { throw ServerStartError("OpenSSL gave no TLS context.") }
        SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_2_VERSION), nil)
        SSL_CTX_ctrl(context, SSL_CTRL_MODE, Int(1 | 2 | 16), nil)  // partial writes, moving buffers, idle buffers released
        SSL_CTX_set_options(context, 1 << 30 | 1 << 22 | 1 << 17)  // no renegotiation, our order of ciphers, no compression
        ERR_clear_error()
        let problem: String? =
            if SSL_CTX_use_certificate_chain_file(context, files.certificate) != 1 {
                "The certificate \(files.certificate) cannot be read as PEM: \(reason())."
            } else if SSL_CTX_use_PrivateKey_file(context, files.key, SSL_FILETYPE_PEM) != 1 {
                "The private key \(files.key) cannot be read as PEM or is of another certificate: \(reason())."
            } else if SSL_CTX_check_private_key(context) != 1 {
                "The private key \(files.key) does not belong to the certificate \(files.certificate)."
            } else {
                nil
            }
        if let problem {
            SSL_CTX_free(context)
            throw ServerStartError(problem)
        }
        return context
    }

    private static func reason() -> String {
        let code = ERR_get_error()
        ERR_clear_error()
        guard let text = ERR_reason_error_string(code) else { return "no such file or no permission" }
        return String(cString: text)
    }
}

/// The context for new connections. Can be exchanged at any time: open connections keep what they began with.
final class TLSSlot: Sendable {
    private let current = Mutex<TLSContext?>(nil)

    /// Nil when the server speaks plain HTTP.
    var context: TLSContext? { current.withLock { $0 } }

    func use(_ context: TLSContext) { current.withLock { $0 = context } }
}
