import Glibc

/// A plain socket to a server on this machine, for what no proper client would send.
final class TestSocket {
    private var descriptor: Int32
    private(set) var received: [UInt8] = []

    init(port: Int, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw TestFailure("no socket: \(errno)") }
        if var size = receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4) }
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, 4)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(descriptor, $0, socklen_t(16)) }
        }
        guard result == 0 else { throw TestFailure("cannot connect: \(errno)") }
    }

    deinit { close() }

    func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }

    /// Closes with a reset instead of an orderly end.
    func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// What the server no longer takes is not sent.
    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count <= 0 { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends until the server has taken nothing for the seconds; returns how much it took.
    func sendWhatFits(_ bytes: [UInt8], within seconds: Double) -> Int {
        var sent = 0
        var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        while sent < bytes.count, poll(&wanted, 1, Int32(seconds * 1000)) > 0 {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, min($0.count, 1 << 20), Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
            }
            if count <= 0 { break }
            sent += count
        }
        return sent
    }

    /// Reads once, within the seconds: true unless the server has closed; nil when nothing came.
    func receive(within seconds: Double = 30) throws -> Bool? {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&wanted, 1, Int32(seconds * 1000)) > 0 else { return nil }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 { received += buffer[..<count] }
        return count > 0
    }

    var text: String { String(decoding: received, as: UTF8.self) }

    /// Reads until the text has that part, or throws.
    @discardableResult
    func receive(until part: String, within seconds: Double = 30) throws -> String {
        while !text.contains(part) {
            guard try receive(within: seconds) == true else { throw TestFailure("ended or silent after: \(text.suffix(300))") }
        }
        return text
    }

    /// Reads to the end of the connection, or throws.
    @discardableResult
    func receiveAll(within seconds: Double = 30) throws -> String {
        while true {
            guard let isOpen = try receive(within: seconds) else { throw TestFailure("still open after: \(text.suffix(300))") }
            if !isOpen { return text }
        }
    }

    func forget() { received = [] }

    /// Sends one GET and returns the whole answer, whose body must end with the marker.
    func get(_ target: String, until marker: String) throws -> String {
        forget()
        send("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
        return try receive(until: marker)
    }
}
