import CLoop
import Glibc

/// A connected socket, with TLS or without. Results are those of the system calls.
struct Transport {
    let descriptor: Int32
    let tls: TLSSession?

    /// Reading less than asked for means that there is no more for now.
    var tellsWhenEmpty: Bool { tls == nil }
    var isEstablished: Bool { tls?.isEstablished ?? true }

    @inline(__always) func read(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        if let tls { return tls.read(buffer) }
        return recv(descriptor, buffer.baseAddress, buffer.count, 0)
    }

    @inline(__always) func write(_ bytes: UnsafeRawBufferPointer, moreFollows: Bool = false) -> Int {
        if let tls { return tls.write(bytes) }
        return send(
            descriptor, bytes.baseAddress, bytes.count, moreFollows ? Int32(MSG_NOSIGNAL | MSG_MORE) : Int32(MSG_NOSIGNAL))
    }

    func finishWriting() {
        tls?.finishWriting()
        shutdown(descriptor, Int32(SHUT_WR))
    }
}
