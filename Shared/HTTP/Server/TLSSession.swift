import COpenSSL
import Glibc

/// One connection's TLS. Reads and writes behave like the system calls: bytes, 0 at the end, or -1 with `errno`. The handshake is
/// made on the way.
final class TLSSession {
    private let session: OpaquePointer

    init(_ session: OpaquePointer, _ descriptor: Int32) {
        self.session = session
        SSL_set_fd(session, descriptor)
        SSL_set_accept_state(session)
    }

    deinit { SSL_free(session) }

    var isEstablished: Bool { SSL_is_init_finished(session) == 1 }

    func read(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        ERR_clear_error()
        let count = SSL_read(session, buffer.baseAddress, Int32(buffer.count))
        return count > 0 ? Int(count) : outcome(count)
    }

    /// One record a call: goes on until all is written or the socket is really full, as edge triggering wants.
    func write(_ bytes: UnsafeRawBufferPointer) -> Int {
        ERR_clear_error()
        var done = 0
        while done < bytes.count {
            let count = SSL_write(session, bytes.baseAddress! + done, Int32(min(bytes.count - done, 1 << 30)))
            if count <= 0 { return done > 0 ? done : outcome(count) }
            done += Int(count)
        }
        return done
    }

    /// Tells the peer that nothing more comes.
    func finishWriting() {
        ERR_clear_error()
        if isEstablished { SSL_shutdown(session) }
    }

    private func outcome(_ result: Int32) -> Int {
        switch SSL_get_error(session, result) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE:
            errno = EAGAIN
            return -1
        case SSL_ERROR_ZERO_RETURN:
            return 0
        default:
            errno = ECONNRESET
            return -1
        }
    }
}
